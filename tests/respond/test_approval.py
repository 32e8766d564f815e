"""Approvals: what a plan needs, who may give it, and that it is used once."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from ringwall.model.case import CaseEvent
from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import NotAuthorized
from ringwall.model.response_policy import ResponsePolicy
from ringwall.respond.approval import (
    check_approver,
    count_needed,
    expire_at,
    find_blast,
    find_need,
    find_person,
    find_standing,
)

PLAN, OTHER = "a" * 64, "b" * 64
POLICY = """
[approval]
config = "automatic"
availability = "one"
irreversible = "two"

[[approval.exceptions]]
need = "never"
playbooks = ["iam.*"]
accounts = ["999999999999"]

[[approval.exceptions]]
need = "automatic"
playbooks = ["*"]

[[people]]
principal = "ann@example.com"
arns = ["arn:aws:sts::111122223333:assumed-role/Respond/ann*", "arn:aws:iam::111122223333:user/ann"]
approves = true

[[people]]
principal = "bob@example.com"
arns = ["arn:aws:iam::111122223333:user/bob", "arn:aws:sts::111122223333:assumed-role/Respond/annb"]
approves = true

[[people]]
principal = "eve@example.com"
"""


def policy(text: str = POLICY) -> ResponsePolicy:
    return msgspec.toml.decode(text.encode(), type=ResponsePolicy)


def change(blast: Any, account: str = "111122223333") -> Change:
    return Change(
        account_id=account,
        region="eu-west-1",
        resource="arn:x",
        write=Write("s3.put_it", {"Name": blast}),
        probe=Probe("s3.get_it", {}, "It"),
        before=1,
        after=2,
        why="because",
        layer="response",
        blast=blast,
    )


def events(*told: tuple[str, str, int, dict[str, Any]]) -> list[CaseEvent]:
    return [
        CaseEvent("CASE-1", number, at, kind, author, {"plan": PLAN, **body}, "")  # type: ignore[arg-type]  # any kind
        for number, (kind, author, at, body) in enumerate(told, 1)
    ]


def asked(needed: int, by: str = "eve@example.com", at: int = 0) -> tuple[Any, ...]:
    return ("requested", by, at, {"needed": needed, "requester": by, "expires_at": at + 100})


@pytest.mark.parametrize(
    ("blasts", "worst"),
    [
        ((), "none"),
        (("none", "config"), "config"),
        (("irreversible", "availability"), "irreversible"),
    ],
)
def test_the_worst_change_decides_the_class(blasts: tuple[str, ...], worst: str) -> None:
    assert find_blast(map(change, blasts)) == worst


def test_the_class_decides_and_exceptions_only_raise() -> None:
    assert find_need(policy(), "ec2.x", [change("config")]).need == "automatic"
    assert find_need(policy(), "ec2.x", [change("availability")]).need == "one"
    assert find_need(policy(), "iam.x", [change("config", "999999999999")]).need == "never"
    assert find_need(policy(), "iam.x", [change("config")]).need == "automatic"
    assert find_need(policy(), "ec2.x", [change("irreversible")], asked="automatic").need == (
        "automatic"
    )
    found = find_need(policy(), "ec2.x", [change("config")], [("arn:x", "it has the tag a=b")])
    assert found.need == "never"
    assert found.reasons[-1] == "arn:x is protected: it has the tag a=b"


def test_the_count_of_persons() -> None:
    assert [count_needed(n) for n in ("automatic", "one", "two")] == [0, 1, 2]


def test_a_request_waits_is_granted_and_is_used_once() -> None:
    told = [asked(2), ("approved", "ann@example.com", 1, {})]
    assert find_standing(events(*told), PLAN, 5).state == "waiting"
    told.append(("approved", "bob@example.com", 2, {}))
    standing = find_standing(events(*told), PLAN, 5)
    assert (standing.state, standing.approvers) == (
        "granted",
        ("ann@example.com", "bob@example.com"),
    )
    assert find_standing(events(*told), OTHER, 5).state == "none"
    told.append(("started", "eve@example.com", 3, {"run": "r1"}))
    assert find_standing(events(*told), PLAN, 5).state == "used"


@pytest.mark.parametrize("author", ["ann@example.com", "eve@example.com"])
def test_the_same_person_and_who_asks_do_not_count(author: str) -> None:
    told = [asked(2), ("approved", "ann@example.com", 1, {}), ("approved", author, 2, {})]
    assert find_standing(events(*told), PLAN, 5).state == "waiting"


@pytest.mark.parametrize(("at", "state"), [(99, "granted"), (100, "expired"), (10**15, "expired")])
def test_an_approval_ends(at: int, state: str) -> None:
    told = [asked(1), ("approved", "ann@example.com", 1, {})]
    assert find_standing(events(*told), PLAN, at).state == state


def test_what_comes_too_late_does_not_count() -> None:
    told = [asked(1), ("approved", "ann@example.com", 100, {})]
    assert find_standing(events(*told), PLAN, 50).state == "expired"


def test_a_denial_ends_it_also_after_it_was_granted() -> None:
    told = [asked(1), ("approved", "ann@example.com", 1, {})]
    told.append(("denied", "bob@example.com", 2, {"reason": "no"}))
    told.append(("approved", "ann@example.com", 3, {}))
    standing = find_standing(events(*told), PLAN, 5)
    assert (standing.state, standing.detail) == ("denied", "bob@example.com denied it: no")


@pytest.mark.parametrize(
    ("needed", "who", "told"),
    [
        (1, "eve@example.com", "eve@example.com may not approve"),
        (1, "arn:aws:iam::111122223333:user/mallory", "may not approve"),
        (2, "ann@example.com", "ann@example.com asks for it: two others"),
    ],
)
def test_who_may_not_approve_is_told_why(needed: int, who: str, told: str) -> None:
    standing = find_standing(events(asked(needed, "ann@example.com")), PLAN, 5)
    with pytest.raises(NotAuthorized, match=told):
        check_approver(policy(), standing, who)


def test_one_person_may_approve_what_he_or_she_asks_for() -> None:
    standing = find_standing(events(asked(1, "ann@example.com")), PLAN, 5)
    found = check_approver(policy(), standing, "ann@example.com")
    assert found is not None
    assert found.principal == "ann@example.com"


def test_without_people_one_is_enough_and_two_are_nobody() -> None:
    empty = ResponsePolicy()
    one = find_standing(events(asked(1, "arn:x")), PLAN, 5)
    assert check_approver(empty, one, "arn:x") is None
    two = find_standing(events(asked(2, "arn:x")), PLAN, 5)
    with pytest.raises(NotAuthorized, match="names nobody"):
        check_approver(empty, two, "arn:y")


def test_nothing_is_approved_that_does_not_wait() -> None:
    for told, why in (
        ([], "nobody asked"),
        ([asked(1), ("approved", "ann@example.com", 1, {})], "approved already"),
        ([asked(1), ("started", "eve@example.com", 1, {"run": "r1"})], "run r1 has used it"),
    ):
        with pytest.raises(NotAuthorized, match=why):
            check_approver(policy(), find_standing(events(*told), PLAN, 5), "bob@example.com")


@pytest.mark.parametrize(
    ("arn", "who"),
    [
        ("arn:aws:iam::111122223333:user/ann", "ann@example.com"),
        ("arn:aws:sts::111122223333:assumed-role/Respond/ann", "ann@example.com"),
        ("arn:aws:iam::999999999999:user/ann", "arn:aws:iam::999999999999:user/ann"),
        # Who could be two people is neither.
        (
            "arn:aws:sts::111122223333:assumed-role/Respond/annb",
            "arn:aws:sts::111122223333:assumed-role/Respond/annb",
        ),
    ],
)
def test_who_calls_is_one_person_or_an_arn(arn: str, who: str) -> None:
    assert find_person(policy(), arn) == who


def test_a_request_ends_after_its_duration() -> None:
    assert expire_at(1_000, timedelta(minutes=1)) == 61_000


def test_a_clock_that_was_set_back_gives_no_approval_more_time() -> None:
    told = [asked(1), ("approved", "ann@example.com", 1, {}), ("noted", "bob", 150, {"plan": ""})]
    assert find_standing(events(*told[:2]), PLAN, 50).state == "granted"
    assert find_standing(events(*told), PLAN, 50).state == "expired"
