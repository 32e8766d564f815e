"""One Allow statement reduced to what was used of it."""

from datetime import datetime
from typing import Any

import pytest

from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.usage.events import ActionUse, LogWindow
from ringwall.reason.iam.usage.granted import Usage, report_usage
from ringwall.reason.iam.usage.narrow import MAX_LISTED, narrow_statement

APP = "arn:aws:iam::111122223333:role/app"
WEB = "arn:aws:iam::111122223333:role/web"
SECRET = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db"
DAY = datetime.fromisoformat("2026-01-02")
SEEN = frozenset({"s3", "iam", "ec2", "secretsmanager", "sqs"})
LOGS = LogWindow("111122223333", DAY, DAY, 9, SEEN, frozenset({"s3", "sqs"}), {})
NO_DATA = LogWindow("111122223333", DAY, DAY, 9, SEEN, frozenset(), {})
Narrowed = list[tuple[list[str], str, list[str]]]


def usage_of(statement: dict[str, Any], uses: Any, logs: LogWindow = LOGS) -> Usage:
    policy = read_policy({"Version": "2012-10-17", "Statement": statement})
    found = [ActionUse(APP, action, resource, 1, DAY, DAY) for action, resource in uses]
    return report_usage(APP, [policy], found, logs)


def narrow(
    action: Any,
    resource: Any,
    *uses: tuple[str, str],
    keep_unknown: bool = False,
    logs: LogWindow = LOGS,
    **more: Any,
) -> Narrowed:
    """Return actions, element and values of each piece that is left of a statement."""
    whole = {"Effect": "Allow", "Action": action, "Resource": resource, **more}
    statement = {key: value for key, value in whole.items() if value is not None}
    (read,) = read_policy({"Version": "2012-10-17", "Statement": statement}).statements
    found = narrow_statement(read, usage_of(statement, uses, logs), keep_unknown=keep_unknown)
    pieces = [piece.statement for piece in found]
    elements = ("Resource", "NotResource")
    return [(p["Action"], e, p[e]) for p in pieces for e in elements if e in p]


@pytest.mark.parametrize(
    ("action", "resource", "uses", "expected"),
    [
        # What was used, on what it was used.
        (
            "s3:*", "*", [("s3:getobject", "arn:aws:s3:::b/k")],
            [(["s3:GetObject"], "Resource", ["arn:aws:s3:::b/k"])],
        ),
        # Nothing used leaves nothing.
        ("s3:*", "*", [], []),
        # A use that the statement does not grant does not count.
        ("s3:*", "arn:aws:s3:::c/*", [("s3:getobject", "arn:aws:s3:::b/k")], []),
        # Actions on the same resources are one statement.
        (
            "s3:*", "*",
            [("s3:getobject", "arn:aws:s3:::b/k"), ("s3:putobject", "arn:aws:s3:::b/k")],
            [(["s3:GetObject", "s3:PutObject"], "Resource", ["arn:aws:s3:::b/k"])],
        ),
        # A resource that is not shown stays as granted.
        (
            "s3:*", ["arn:aws:s3:::b/*", "arn:aws:sqs:*:*:q"], [("s3:getobject", "")],
            [(["s3:GetObject"], "Resource", ["arn:aws:s3:::b/*"])],
        ),
        # An action without resources is for `*`.
        (
            "s3:*", "*", [("s3:listallmybuckets", "*")],
            [(["s3:ListAllMyBuckets"], "Resource", ["*"])],
        ),
        ("s3:ListAllMyBuckets", "arn:aws:s3:::b", [("s3:listallmybuckets", "*")], []),
        # NotResource stays where the resource is not shown.
        (
            "s3:GetObject", None, [("s3:getobject", "")],
            [(["s3:GetObject"], "NotResource", ["arn:aws:s3:::secret/*"])],
        ),
        (
            "s3:GetObject", None, [("s3:getobject", "arn:aws:s3:::b/k")],
            [(["s3:GetObject"], "Resource", ["arn:aws:s3:::b/k"])],
        ),
        ("s3:GetObject", None, [("s3:getobject", "arn:aws:s3:::secret/k")], []),
        # A star in a key is a star.
        (
            "s3:GetObject", "*", [("s3:getobject", "arn:aws:s3:::b/*k")],
            [(["s3:GetObject"], "Resource", ["arn:aws:s3:::b/${*}k"])],
        ),
        # Events do not show the path of a role, nor the end of a secret's ARN.
        (
            "iam:PassRole", "*", [("iam:passrole", WEB)],
            [(["iam:PassRole"], "Resource", [WEB, WEB.replace("role/", "role/*/")])],
        ),
        (
            "secretsmanager:GetSecretValue", "*", [("secretsmanager:getsecretvalue", SECRET)],
            [(["secretsmanager:GetSecretValue"], "Resource", [SECRET, f"{SECRET}-??????"])],
        ),
        # What may have been meant stays as granted.
        (
            "iam:PassRole", "arn:aws:iam::111122223333:role/team/web", [("iam:passrole", WEB)],
            [(["iam:PassRole"], "Resource", ["arn:aws:iam::111122223333:role/team/web"])],
        ),
    ],
)  # fmt: skip
def test_a_statement_keeps_what_was_used(
    action: Any, resource: Any, uses: Any, expected: Narrowed
) -> None:
    more: dict[str, Any] = {} if resource else {"NotResource": "arn:aws:s3:::secret/*"}
    assert narrow(action, resource, *uses, **more) == expected


def test_many_resources_become_their_folders() -> None:
    keys = [f"arn:aws:s3:::b/logs/{year}/k{n}" for year in (2025, 2026) for n in range(MAX_LISTED)]
    uses = [("s3:getobject", key) for key in keys]
    folders = ["arn:aws:s3:::b/logs/2025/*", "arn:aws:s3:::b/logs/2026/*"]
    assert narrow("s3:GetObject", "*", *uses) == [(["s3:GetObject"], "Resource", folders)]
    # Where a folder is not granted as a whole, the grant stays.
    granted = ["arn:aws:s3:::b/logs/2025/*", "arn:aws:s3:::b/logs/2026/k?"]
    assert narrow("s3:GetObject", granted, *uses) == [(["s3:GetObject"], "Resource", granted)]


def test_few_resources_are_listed() -> None:
    uses = [("s3:getobject", f"arn:aws:s3:::b/k{n}") for n in range(MAX_LISTED)]
    ((_, _, values),) = narrow("s3:GetObject", "*", *uses)
    assert values == sorted(resource for _, resource in uses)


@pytest.mark.parametrize(
    ("keep_unknown", "expected"),
    [(True, [(["s3:GetObject"], "Resource", ["arn:aws:s3:::b/*"])]), (False, [])],
)
def test_what_the_logs_cannot_show_is_kept_if_wanted(
    expected: Narrowed, *, keep_unknown: bool
) -> None:
    found = narrow("s3:GetObject", "arn:aws:s3:::b/*", keep_unknown=keep_unknown, logs=NO_DATA)
    assert found == expected


@pytest.mark.parametrize("keep_unknown", [True, False])
def test_an_unknown_action_is_kept_if_wanted(*, keep_unknown: bool) -> None:
    found = narrow("s3:GetObjectOfTomorrow", "*", keep_unknown=keep_unknown)
    assert bool(found) is keep_unknown


@pytest.mark.parametrize(
    ("granted", "expected"),
    [
        (["sqs:*"], ["sqs:*"]),
        ("sqs:*", ["sqs:*"]),
        (["sqs:List*", "sqs:SendMessage"], ["sqs:list*", "sqs:SendMessage"]),
        ("*", ["sqs:*"]),
    ],
)
def test_a_pattern_stays_where_all_that_it_matches_is_kept(
    granted: Any, expected: list[str]
) -> None:
    statement = {"Effect": "Allow", "Action": granted, "Resource": "*"}
    names = [a for a in usage_of(statement, []).actions if a.startswith("sqs:")]
    ((actions, _, _),) = narrow(granted, "*", *((name, "") for name in names))
    assert actions == expected


def test_conditions_and_the_grant_stay_with_every_piece() -> None:
    condition = {"Bool": {"aws:SecureTransport": "true"}}
    statement = {"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": condition}
    (read,) = read_policy({"Version": "2012-10-17", "Statement": statement}).statements
    uses = [("s3:getobject", "arn:aws:s3:::b/k"), ("s3:listallmybuckets", "*")]
    pieces = list(narrow_statement(read, usage_of(statement, uses), keep_unknown=False))
    written = {"Bool": {"aws:securetransport": ["true"]}}
    assert [piece.statement["Condition"] for piece in pieces] == [written, written]
    assert [piece.as_granted["Resource"] for piece in pieces] == [["*"], ["*"]]
    assert [p.as_granted["Action"] for p in pieces] == [p.statement["Action"] for p in pieces]
