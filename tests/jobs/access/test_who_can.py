"""Who can do an action to a resource, from inside, from outside, and by roles."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ringwall.jobs.access.who_can import LEVELS, list_who_can
from ringwall.model.errors import BadInput
from ringwall.reason.iam.symbolic.contexts.access_answer import RANK

PROD, DEV, LATE = "111111111111", "222222222222", "444444444444"
APP, CI = f"arn:aws:iam::{PROD}:role/app", f"arn:aws:iam::{DEV}:role/ci"
ADMIN, DEPLOY = f"arn:aws:iam::{PROD}:role/admin", f"arn:aws:iam::{PROD}:role/deploy"
DATA, SITE, SHARED = "arn:aws:s3:::data", "arn:aws:s3:::site", "arn:aws:s3:::shared"
NARROW_TO_WIDE = sorted(RANK, key=RANK.__getitem__)
CERTAIN, CONDITIONAL = NARROW_TO_WIDE[-1], NARROW_TO_WIDE[-2]
OFFICE = {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}


def test_an_action_on_a_bucket(two_accounts_home: Path, events: Any) -> None:
    found = list_who_can(two_accounts_home, "s3:GetObject", DATA, events)
    root = f"arn:aws:iam::{PROD}:root"
    assert {row["principal"] for row in found.rows} == {APP, ADMIN, root}
    assert {row["verdict"] for row in found.rows} == {CERTAIN}
    assert {row["resource"] for row in found.rows} == {f"{DATA}/*"}
    assert (found.outcome, found.is_collected, found.gaps) == ("clean", True, ())
    assert events.notes == []


@pytest.mark.parametrize(
    ("level", "actions"), [("read", ["s3:GetObject"]), ("WRITE", ["s3:PutObject"])]
)
def test_an_access_level(
    two_accounts_home: Path, events: Any, level: str, actions: list[str]
) -> None:
    found = list_who_can(two_accounts_home, level, DATA, events)
    by_principal = {row["principal"]: row for row in found.rows}
    assert by_principal[APP]["actions"] == actions
    assert len(by_principal[ADMIN]["actions"]) > len(actions)


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_is_of_a_collected_resource_without_context(
    two_accounts_home: Path, events: Any, level: str
) -> None:
    with pytest.raises(BadInput, match=f"{level} is asked of a collected resource"):
        list_who_can(two_accounts_home, level, f"{DATA}/k", events)
    with pytest.raises(BadInput, match="without --context"):
        list_who_can(two_accounts_home, level, DATA, events, context={"aws:sourceip": ["1.2.3.4"]})


def test_strangers_and_members_that_were_not_collected(
    two_accounts_home: Path, events: Any
) -> None:
    def outside(arn: str) -> list[str]:
        rows = list_who_can(two_accounts_home, "s3:GetObject", arn, events).rows
        return [row["principal"] for row in rows if not row["principal"].startswith("arn:")]

    assert "*" in outside(f"{SITE}/index.html")
    assert outside(f"{SHARED}/out/k") == [f"AWS:{LATE}"]
    assert outside(f"{SHARED}/in/k") == []
    assert outside(f"{DATA}/k") == []


def test_a_level_of_strangers(two_accounts_home: Path, events: Any) -> None:
    rows = list_who_can(two_accounts_home, "read", SITE, events).rows
    assert "*" in {row["principal"] for row in rows}
    rows = list_who_can(two_accounts_home, "write", SITE, events).rows
    assert "*" not in {row["principal"] for row in rows}


def test_who_comes_by_a_role(two_accounts_home: Path, events: Any) -> None:
    found = list_who_can(two_accounts_home, "iam:PassRole", ADMIN, events, chains=True)
    (row,) = (row for row in found.rows if row["via"])
    assert (row["principal"], row["via"], row["chain"]) == (CI, [DEPLOY], [CI, DEPLOY])
    found = list_who_can(two_accounts_home, "iam:PassRole", ADMIN, events)
    assert not any(row["via"] for row in found.rows)


def test_who_comes_by_a_role_can_no_more_than_the_role(
    home_of: Callable[..., Path], two_accounts: Any, events: Any
) -> None:
    reader, holder = f"arn:aws:iam::{PROD}:role/reader", f"arn:aws:iam::{PROD}:role/holder"
    both = {"AWS": [CI, f"{CI}-2"]}
    trust = {"Effect": "Allow", "Principal": both, "Action": "sts:AssumeRole"}
    reads = two_accounts.allow("s3:GetObject", f"{DATA}/*", Condition=OFFICE)
    unread = {"managed_policy_arns": ["arn:aws:iam::aws:policy/x"]}
    may_become = {
        origin: two_accounts.allow("sts:AssumeRole", role)
        for origin, role in ((CI, reader), (f"{CI}-2", holder))
    }
    home = home_of(
        iam_role=[
            two_accounts.role(reader, trust, reads),
            {**two_accounts.role(holder, trust), **unread},
            *(two_accounts.role(a, two_accounts.by_lambda, s) for a, s in may_become.items()),
        ]
    )
    found = list_who_can(home, "s3:GetObject", DATA, events, chains=True)
    via = {row["principal"]: row for row in found.rows if row["via"]}
    assert (via[CI]["verdict"], via[CI]["via"]) == (CONDITIONAL, [reader])
    assert via[CI]["conditions"] == ["IpAddress aws:sourceip 203.0.113.0/24"]
    assert via[f"{CI}-2"]["verdict"] == "unknown"
    assert via[f"{CI}-2"]["unknown"] == [
        "the identity policy arn:aws:iam::aws:policy/x (not collected)"
    ]
    assert found.outcome == "unknown"


def test_who_can_by_itself_is_listed_by_a_chain_only_where_that_is_wider(
    home_of: Callable[..., Path], two_accounts: Any, events: Any
) -> None:
    reader = f"arn:aws:iam::{PROD}:role/reader"
    trust = {"Effect": "Allow", "Principal": {"AWS": [APP, CI]}, "Action": "sts:AssumeRole"}
    reads = two_accounts.allow("s3:GetObject", f"{DATA}/*")
    limited = {**reads, "Condition": OFFICE}
    assume = two_accounts.allow("sts:AssumeRole", reader)
    home = home_of(
        iam_role=[
            two_accounts.role(reader, trust, reads),
            two_accounts.role(APP, two_accounts.by_lambda, limited, assume),
            two_accounts.role(f"{APP}2", two_accounts.by_lambda, reads, assume),
        ]
    )
    rows = list_who_can(home, "s3:GetObject", DATA, events, chains=True).rows
    ways = [(row["verdict"], row["via"]) for row in rows if row["principal"] == APP]
    assert ways == [(CONDITIONAL, []), (CERTAIN, [reader])]
    ways = [(row["verdict"], row["via"]) for row in rows if row["principal"] == f"{APP}2"]
    assert ways == [(CERTAIN, [])]


def test_context_decides_what_is_left_open(
    home_of: Callable[..., Path], two_accounts: Any, events: Any
) -> None:
    reads = two_accounts.allow("s3:GetObject", f"{DATA}/*", Condition=OFFICE)
    home = home_of(iam_role=[two_accounts.role(APP, two_accounts.by_lambda, reads)])

    def ask(**more: Any) -> Any:
        rows = list_who_can(home, "s3:GetObject", DATA, events, **more).rows
        return next((row["verdict"] for row in rows if row["principal"] == APP), "none")

    assert ask() == CONDITIONAL
    assert ask(context={"aws:sourceip": ["203.0.113.7"]}) == CERTAIN
    assert ask(context={"aws:sourceip": ["198.51.100.7"]}) == "none"


def test_a_resource_that_was_not_collected(two_accounts_home: Path, events: Any) -> None:
    found = list_who_can(two_accounts_home, "s3:GetObject", "arn:aws:s3:::elsewhere/k", events)
    assert (found.is_collected, found.outcome) == (False, "unknown")
    assert events.notes == [
        "arn:aws:s3:::elsewhere/k: not in the snapshot; its policies are not known"
    ]
    assert list_who_can(two_accounts_home, "s3:ListAllMyBuckets", "*", events).is_collected


@pytest.mark.parametrize("action", ["iam:PassRole", "write"])
def test_a_resource_that_is_certainly_not_there_is_bad_input(
    two_accounts_home: Path, events: Any, action: str
) -> None:
    arn = f"arn:aws:iam::{PROD}:role/nosuch"
    with pytest.raises(BadInput, match=f"no resource {arn}"):
        list_who_can(two_accounts_home, action, arn, events)


@pytest.mark.parametrize("action", ["s3:getobject", "READ"])
def test_actions_are_known_in_any_case(two_accounts_home: Path, events: Any, action: str) -> None:
    assert list_who_can(two_accounts_home, action, DATA, events).rows
    assert events.notes == []


@pytest.mark.parametrize("action", ["s3:GetObjekt", "GetObject", "s33:GetObject", "s3:Get*", ""])
def test_an_action_that_aws_does_not_have_is_bad_input(
    two_accounts_home: Path, events: Any, action: str
) -> None:
    with pytest.raises(BadInput):
        list_who_can(two_accounts_home, action, DATA, events)


@pytest.mark.parametrize(
    ("action", "arn"),
    [
        ("s3:GetObject", f"arn:aws:sqs:eu-west-1:{PROD}:q"),
        ("s3:ListBucket", f"{DATA}/k"),
        ("ec2:DescribeInstances", DATA),
    ],
)
def test_a_resource_that_the_action_does_not_take_is_bad_input(
    two_accounts_home: Path, events: Any, action: str, arn: str
) -> None:
    with pytest.raises(BadInput, match=f"{action} (takes no|does not take)|which {action} does"):
        list_who_can(two_accounts_home, action, arn, events)


@pytest.mark.parametrize("action", ["s3:Abracadabra", "quasar:ObserveStar"])
def test_an_action_that_is_newer_than_what_is_known_of_aws_can_be_asked(
    two_accounts_home: Path, events: Any, action: str
) -> None:
    found = list_who_can(two_accounts_home, action, "*", events)
    assert ADMIN in {row["principal"] for row in found.rows}
    assert [note.partition(": ")[0] for note in events.notes] == [action]


def test_what_was_not_collected_leaves_it_open(home_of: Callable[..., Path], events: Any) -> None:
    found = list_who_can(home_of(denied="iam_user"), "s3:GetObject", DATA, events)
    assert found.outcome == "unknown"
    assert found.gaps
