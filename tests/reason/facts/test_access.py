"""Rows of access, from outside and within: what each row says, and where the rows end."""

from typing import Any

import pytest

from ringwall.catalog.loader import load_facts
from ringwall.model.table import Row
from ringwall.reason.facts.access import is_jewel, read_access, read_exposures
from ringwall.reason.iam.organization.model import Resource

Estate = Any
"""tests/reason/conftest.py declares it."""
A, B, VENDOR = "111111111111", "222222222222", "999911112222"
OFFICE = {"IpAddress": {"aws:SourceIp": "203.0.113.7"}}


def allow(action: Any, **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": "*", **more}


def external(estate: Estate) -> tuple[list[Row], list[Row]]:
    return read_exposures(estate.read(), lambda _: None)


def access(estate: Estate, limit: int = 100) -> list[Row]:
    return list(read_access(estate.read(), lambda _: None, limit))


def test_an_access_from_outside_is_a_row(estate: Estate) -> None:
    estate.organization(A)
    vendor = {"AWS": f"arn:aws:iam::{VENDOR}:root"}
    queue = estate.queue("jobs", allow("sqs:SendMessage", Principal=vendor, Condition=OFFICE))
    (row,), (summary,) = external(estate)
    assert row == {
        "arn": queue,
        "account_id": A,
        "region": "us-east-1",
        "resource_table": "sqs_queue",
        "principal": f"AWS:arn:aws:iam::{VENDOR}:root",
        "principal_account": VENDOR,
        "origin": "account",
        "actions": ["sqs:SendMessage"],
        "access_levels": ["Write"],
        "verdict": "conditional",
        "conditions": ["IpAddress aws:sourceip 203.0.113.7"],
        "is_public": False,
        "is_confused_deputy": False,
        "needs_external_id": False,
        "takes_any_subject": False,
        "in_organization": False,
        "statements": [f"resource {queue}[0]"],
        "witness": {"aws:sourceip": ["203.0.113.7"]},
        "unknown": [],
    }
    assert summary["arn"] == queue


@pytest.mark.parametrize(
    ("principal", "expected"),
    [({"AWS": B}, True), ({"AWS": VENDOR}, False), ("*", False),
     ({"Service": "sns.amazonaws.com"}, False)],
)  # fmt: skip
def test_whether_the_principal_is_in_the_organization_is_a_column(
    estate: Estate, principal: Any, *, expected: bool
) -> None:
    estate.organization(A, B)
    estate.queue("jobs", allow("sqs:SendMessage", Principal=principal))
    rows, _ = external(estate)
    named = [row for row in rows if not row["principal"].startswith("* of")]
    assert {row["in_organization"] for row in named} == {expected}


def test_that_is_not_known_where_the_members_are_not(estate: Estate) -> None:
    estate.organization(A)
    estate.queue("jobs", allow("sqs:SendMessage", Principal={"AWS": VENDOR}))
    estate.cover("organizations_account", A, "denied")
    (row,), _ = external(estate)
    assert row["in_organization"] is None


def test_every_resource_has_a_summary_and_only_access_has_rows(estate: Estate) -> None:
    seen: list[str] = []
    shut, open_ = estate.queue("shut"), estate.queue("open", allow("sqs:*", Principal="*"))
    rows, summaries = read_exposures(estate.read(), seen.append)
    assert {row["arn"] for row in rows} == {open_}
    assert {row["arn"]: row["is_public"] for row in summaries} == {shut: False, open_: True}
    assert sorted(seen) == sorted([shut, open_])


def test_access_within_is_a_row_for_each_level_and_answer(estate: Estate) -> None:
    queue = estate.queue("jobs")
    ann = estate.user("ann", allow("sqs:SendMessage"), allow("sqs:GetQueueUrl", Condition=OFFICE))
    rows = [row for row in access(estate) if row["principal"] == ann]
    assert rows == [
        {
            "arn": queue, "account_id": A, "region": "us-east-1", "principal": ann,
            "principal_account": A, "access_level": "Read", "actions": ["sqs:GetQueueUrl"],
            "verdict": "conditional", "conditions": ["IpAddress aws:sourceip 203.0.113.7"],
            "unknown": [],
        },
        {
            "arn": queue, "account_id": A, "region": "us-east-1", "principal": ann,
            "principal_account": A, "access_level": "Write", "actions": ["sqs:SendMessage"],
            "verdict": "always", "conditions": [], "unknown": [],
        },
    ]  # fmt: skip


def test_roles_have_no_rows_of_access(estate: Estate) -> None:
    trust = {"Effect": "Allow", "Principal": {"AWS": A}, "Action": "sts:AssumeRole"}
    role = estate.role("app", trust=trust)
    estate.user("ann", allow("sts:AssumeRole"))
    assert role not in {row["arn"] for row in access(estate)}


def test_pairs_beyond_the_limit_are_one_implicit_row(estate: Estate) -> None:
    for name in ("ann", "bob"):
        estate.user(name, allow("sqs:*"))
    one, two = estate.queue("one"), estate.queue("two")
    verdicts: dict[str, set[str]] = {}
    for row in access(estate, limit=4):
        verdicts.setdefault(row["arn"], set()).add(row["verdict"])
        if row["verdict"] == "implicit":
            assert (row["principal"], row["actions"], row["access_level"]) == ("", [], "")
    # Each has three candidates: two users and the root user.
    assert verdicts == {one: {"always"}, two: {"implicit"}}
    assert {row["verdict"] for row in access(estate, limit=0)} == {"implicit"}


@pytest.mark.parametrize(
    ("tags", "expected"),
    [({"crown_jewel": "true"}, True), ({"crown-jewel": "TRUE"}, True), ({"crown_jewel": ""}, False),
     ({"crown_jewel": "no"}, False), ({"Crown_Jewel": "true"}, False), ({}, False), (None, False)],
)  # fmt: skip
def test_a_crown_jewel_is_marked_by_its_tag(tags: Any, *, expected: bool) -> None:
    assert is_jewel(Resource("arn:aws:s3:::data", A, "", "s3_bucket", tags=tags)) is expected


def test_rows_have_the_columns_of_their_tables(estate: Estate) -> None:
    estate.queue("jobs", allow("sqs:*", Principal="*"))
    rows, summaries = external(estate)
    tables = load_facts()
    for name, found in (("external_access", rows), ("exposure", summaries),
                        ("access", access(estate)), ("access", access(estate, 0))):  # fmt: skip
        columns = {column.name for column in tables[name].all_columns}
        assert found
        assert all(row.keys() == columns for row in found)
