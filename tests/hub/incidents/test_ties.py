"""What ties a hit to others, each value written in one way."""

from collections.abc import Callable
from typing import Any

import pytest

from ringwall.hub.incidents.ties import LONGEST, Tie, find_ties, name_stack
from ringwall.model.detection import Hit

MakeHit = Callable[..., Hit]
ROLE = "arn:aws:iam::111111111111:role/ci"
SESSION = "arn:aws:sts::111111111111:assumed-role/ci/i-0123456789abcdef0"
KEY = "ASIAIOSFODNN7EXAMPLE"


def _values(hit: Hit, **options: Any) -> set[str]:
    return {tie.value for tie in find_ties(hit, **options)}


def test_a_session_is_an_identity_and_its_role_may_be_everyones(hit: MakeHit) -> None:
    ties = find_ties(hit("a", actor=ROLE, session=SESSION, access_key=KEY))
    assert ties == (
        Tie(SESSION, SESSION, is_identity=True),
        Tie(KEY, KEY, is_identity=True),
        # Whoever assumes a role names the session.
        Tie("i-0123456789abcdef0", SESSION),
        Tie(ROLE, SESSION),
        Tie("111111111111 ci", SESSION),
    )


def test_a_session_as_actor_leads_to_its_role(hit: MakeHit) -> None:
    assert _values(hit("a", actor=SESSION)) == {SESSION, ROLE}


def test_a_name_of_a_session_is_of_its_role_alone(hit: MakeHit) -> None:
    ours = _values(hit("a", actor=ROLE, session="cli"))
    theirs = _values(hit("a", actor=f"{ROLE}2", session="cli"))
    assert ours & theirs == set()


@pytest.mark.parametrize(
    ("members", "value"),
    [
        ({"resource": "arn:aws:ec2:eu-west-1:1:instance/i-0123456789abcdef0"},
         "i-0123456789abcdef0"),
        ({"resource": "table-1"}, "111111111111 table-1"),
        ({"address": "C2.Example.COM."}, "c2.example.com"),
        ({"address": "2001:DB8::0001"}, "2001:db8::1"),
        ({"entities": (KEY,)}, KEY),
        ({"actor": "198.51.100.1"}, "198.51.100.1"),
    ],
)  # fmt: skip
def test_a_value_is_written_in_one_way(hit: MakeHit, members: dict[str, Any], value: str) -> None:
    assert _values(hit("a", **{"actor": "", **members})) == {value}


@pytest.mark.parametrize(
    "members",
    [
        {"address": "10.0.0.1"},
        {"address": "100.64.0.9"},
        {"address": "::1"},
        {"address": "224.0.0.1"},
        {"address": "ec2.amazonaws.com"},
        {"address": "AWS Internal"},
        {"resource": "111111111111"},
        {"resource": "*"},
        {"entities": ("", "unknown")},
        {"actor": "cloudtrail.amazonaws.com"},
        {"actor": "10.1.1.1"},
        {"session": "-", "access_key": ""},
    ],
)
def test_what_everyone_has_ties_nothing(hit: MakeHit, members: dict[str, Any]) -> None:
    assert _values(hit("a", **{"actor": "", **members})) == set()


def test_own_addresses_tie_nothing(hit: MakeHit) -> None:
    nat = hit("a", actor="", address="203.0.113.9", entities=("203.0.113.9",))
    assert _values(nat) == {"203.0.113.9"}
    assert _values(nat, own={"203.0.113.9"}) == set()


def test_a_name_alone_is_the_user_the_role_or_the_bucket_of_that_account(hit: MakeHit) -> None:
    made = _values(hit("a", actor="", resource="evil"))
    for actor in ("user/evil", "role/a/b/evil"):
        arn = f"arn:aws:iam::111111111111:{actor}"
        assert _values(hit("b", actor=arn)) == {arn, *made}
        assert _values(hit("b", actor="", resource=arn)) == {arn, *made}
    other = _values(hit("b", actor="arn:aws:iam::222222222222:user/evil"))
    assert other & made == set()
    bucket = _values(hit("b", actor="", resource="arn:aws:s3:::evil/a/b.csv"))
    assert bucket == {"arn:aws:s3:::evil", *made}


def test_a_session_by_name_is_the_one_by_arn(hit: MakeHit) -> None:
    by_name = _values(hit("a", actor="arn:aws:iam::111111111111:role/x/ci", session="cli"))
    by_arn = _values(hit("a", actor="", session="arn:aws:sts::111111111111:assumed-role/ci/cli"))
    assert by_arn < by_name


def test_a_made_key_is_an_identity_wherever_it_stands(hit: MakeHit) -> None:
    user, name, key = find_ties(hit("a", entities=(KEY,)))
    assert user.is_identity
    assert name.is_identity
    assert key == Tie(KEY, user.value, is_identity=True)


def test_a_long_value_is_cut_and_stays_its_own(hit: MakeHit) -> None:
    one, two = (_values(hit("a", actor="", resource="x" * 2_000 + end)) for end in "ab")
    assert one & two == set()
    assert max(map(len, one | two)) < LONGEST + 100


def test_a_stack_is_of_one_rule_and_one_actor(hit: MakeHit) -> None:
    assert name_stack(hit("a")) == name_stack(hit("a", 5, resource="x"))
    assert name_stack(hit("a")) != name_stack(hit("b"))
    assert name_stack(hit("a", actor="")) != name_stack(hit("a", 1, actor=""))
