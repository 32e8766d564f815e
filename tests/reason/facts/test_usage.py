"""Rows of unused access: what a principal was granted, against what the logs show."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest

from ringwall.catalog.cloudtrail.logs.cloudtrail import cloudtrail
from ringwall.catalog.loader import load_facts
from ringwall.catalog.logs.logs.quarantine import quarantine
from ringwall.model.table import Row
from ringwall.reason.facts.usage import NEVER, judge_usage, policies_of, read_unused
from ringwall.reason.iam.organization.model import Organization
from ringwall.store.engine.embedded import EmbeddedEngine

Estate = Any
"""tests/reason/conftest.py declares it."""
A, B = "111111111111", "222222222222"
LAST = datetime(2026, 1, 5)  # noqa: DTZ001 - tables hold UTC without zone


def allow(action: Any, **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": "*", **more}


def event(principal: str, name: str, day: int, account: str = A) -> Row:
    source, _, operation = name.partition(":")
    return {
        "event_time": f"2026-01-{day:02}T00:00:00Z", "event_id": f"{name}{day}{principal}",
        "event_source": f"{source}.amazonaws.com", "event_name": operation,
        "event_type": "AwsApiCall", "event_category": "Management", "aws_region": "eu-west-1",
        "account_id": account, "principal_arn": principal, "read_only": False, "error_code": "",
        "resources": [], "request_parameters": json.dumps({}),
    }  # fmt: skip


@pytest.fixture
def read() -> Iterator[Callable[..., list[Row]]]:
    """Return what reads the rows of an organization with these events in the logs."""
    with EmbeddedEngine(threads=1) as engine:

        def rows(organization: Organization, *events: Row) -> list[Row]:
            engine.create(cloudtrail, events)
            engine.create(quarantine)
            return list(read_unused(organization, engine))

        yield rows


def test_a_service_is_used_or_unused_with_its_actions(
    estate: Estate, read: Callable[..., list[Row]]
) -> None:
    ann = estate.user("ann", allow(["sqs:PurgeQueue", "sqs:CreateQueue", "sns:CreateTopic"]))
    organization = estate.read()
    rows = read(organization, event(ann, "sqs:CreateQueue", 5), event("x", "sns:CreateTopic", 1))
    by_service = {row["service"]: row for row in rows}
    sqs, sns = by_service["sqs"], by_service["sns"]
    assert (sqs["status"], sqs["last_used"]) == ("used", LAST)
    assert (sqs["used_actions"], sqs["unused_actions"]) == (["sqs:CreateQueue"], ["sqs:PurgeQueue"])
    assert (sns["status"], sns["last_used"]) == ("unused", NEVER)
    assert (sns["used_actions"], sns["unused_actions"]) == ([], ["sns:CreateTopic"])
    assert (sqs["is_whole_service"], sns["is_whole_service"]) == (False, True)
    assert {row["days"] for row in rows} == {4}
    assert {(row["arn"], row["account_id"], row["region"]) for row in rows} == {(ann, A, "global")}


def test_an_action_whose_use_the_logs_cannot_show_is_unknown(
    estate: Estate, read: Callable[..., list[Row]]
) -> None:
    ann = estate.user("ann", allow("s3:GetObject"))
    (row,) = read(estate.read(), event(ann, "s3:CreateBucket", 1))
    assert (row["status"], row["unknown_actions"]) == ("unknown", ["s3:GetObject"])
    assert row["is_whole_service"] is False


def test_without_logs_of_its_account_a_principal_has_no_rows(
    estate: Estate, read: Callable[..., list[Row]]
) -> None:
    estate.user("ann", allow("sqs:*"))
    estate.user("bob", allow("sqs:*"), account=B)
    organization = estate.read()
    assert read(organization) == []
    near = read(organization, event("x", "sqs:CreateQueue", 1))
    assert {row["account_id"] for row in near} == {A}


def test_root_users_and_service_linked_roles_have_no_rows(
    estate: Estate, read: Callable[..., list[Row]]
) -> None:
    linked = f"arn:aws:iam::{A}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX"
    own = estate.managed("own", allow("sqs:*"))
    estate.add("iam_role", linked, role_id="", policies=[], managed_policy_arns=[own],
               permissions_boundary="", assume_role_policy_document={},
               instance_profile_arns=[])  # fmt: skip
    app = estate.role("app", managed_policy_arns=[own])
    rows = read(estate.read(), event("x", "sqs:CreateQueue", 1))
    assert {row["arn"] for row in rows} == {app}


def test_policies_that_were_not_collected_grant_nothing_known(estate: Estate) -> None:
    own = estate.managed("own", allow("sqs:CreateQueue"))
    ann = estate.user("ann", managed_policy_arns=[own, f"arn:aws:iam::{A}:policy/gone"])
    principal = estate.read().principals[ann]
    assert [policy.name for policy in policies_of(principal)] == [own]
    usage = judge_usage(principal, {}, None)
    assert set(usage.actions) == {"sqs:createqueue"}
    assert usage.principal_arn == ann


def test_rows_have_the_columns_of_their_table(
    estate: Estate, read: Callable[..., list[Row]]
) -> None:
    estate.user("ann", allow("sqs:*"))
    rows = read(estate.read(), event("x", "sqs:CreateQueue", 1))
    columns = {column.name for column in load_facts()["unused_access"].all_columns}
    assert rows
    assert all(row.keys() == columns for row in rows)
