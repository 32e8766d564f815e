"""DynamoDB: tables from their names, with policy, encryption and backups."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from ringwall.emulator.app import Emulator
from ringwall.model.errors import AccessDenied, CallFailed
from ringwall.model.table import Reader

ARN = "arn:aws:dynamodb:eu-west-1:111111111111:table/orders"
POLICY = (
    '{"Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::222222222222:root"},'
    ' "Action": "dynamodb:GetItem", "Resource": "*"}]}'
)


def _policy(ResourceArn: str) -> dict[str, Any]:  # noqa: N803 - AWS's own name
    assert ResourceArn == ARN
    return {"Policy": POLICY, "RevisionId": "1"}


ANSWERS: dict[str, Any] = {
    "dynamodb.list_tables": [{"TableNames": ["orders"]}, {"TableNames": []}],
    "dynamodb.describe_table": {
        "Table": {
            "TableArn": ARN,
            "TableStatus": "ACTIVE",
            "DeletionProtectionEnabled": True,
            "SSEDescription": {"Status": "ENABLED", "SSEType": "KMS", "KMSMasterKeyArn": "k"},
        }
    },
    "dynamodb.get_resource_policy": _policy,
    "dynamodb.describe_continuous_backups": {
        "ContinuousBackupsDescription": {
            "PointInTimeRecoveryDescription": {"PointInTimeRecoveryStatus": "ENABLED"}
        }
    },
    "dynamodb.describe_time_to_live": {
        "TimeToLiveDescription": {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires"}
    },
    "dynamodb.list_tags_of_resource": {"Tags": [{"Key": "team", "Value": "shop"}]},
}
PROTECTIONS = ("sse_enabled", "deletion_protection_enabled", "point_in_time_recovery_enabled")


def test_a_table_is_read(canned: Any, collect: Any) -> None:
    rows, gaps = collect(canned(ANSWERS), "dynamodb_table")
    (table,) = rows["dynamodb_table"]
    assert gaps == []
    assert (table["arn"], table["table_name"], table["tags"]) == (ARN, "orders", {"team": "shop"})
    assert [table[name] for name in PROTECTIONS] == [True, True, True]
    assert (table["kms_master_key_id"], table["stream_arn"]) == ("k", "")
    assert table["time_to_live_attribute_name"] == "expires"
    (protection,) = rows["dynamodb_table_protection"]
    assert (protection["table_name"], protection["deletion_protection_enabled"]) == ("orders", True)
    assert json.loads(table["resource_policy"]) == json.loads(POLICY)
    (statement,) = rows["policy_statement"]
    assert (statement["arn"], statement["owner_table"]) == (ARN, "dynamodb_table")


def test_what_a_table_lacks_is_a_value(canned: Any, collect: Any) -> None:
    nothing: dict[str, Any] = {
        "dynamodb.describe_table": {"Table": {"TableArn": ARN}},
        "dynamodb.get_resource_policy": CallFailed("none", "PolicyNotFoundException"),
        "dynamodb.describe_continuous_backups": {"ContinuousBackupsDescription": {}},
        "dynamodb.describe_time_to_live": {
            "TimeToLiveDescription": {"TimeToLiveStatus": "DISABLED"}
        },
    }
    rows, gaps = collect(canned(ANSWERS | nothing), "dynamodb_table")
    (table,) = rows["dynamodb_table"]
    assert gaps == []
    assert [table[name] for name in PROTECTIONS] == [False, False, False]
    assert (table["resource_policy"], table["kms_master_key_id"]) == ({}, "")


@pytest.mark.parametrize(
    ("operation", "columns"),
    [
        ("describe_table", ("table_status", "sse_enabled", "deletion_protection_enabled")),
        ("get_resource_policy", ("resource_policy",)),
        ("describe_continuous_backups", ("point_in_time_recovery_enabled",)),
        ("describe_time_to_live", ("time_to_live_attribute_name",)),
        ("list_tags_of_resource", ("tags",)),
    ],
)
def test_a_denied_call_hides_its_own_columns(
    canned: Any, collect: Any, operation: str, columns: tuple[str, ...]
) -> None:
    denied = {f"dynamodb.{operation}": AccessDenied("no", "AccessDeniedException")}
    rows, gaps = collect(canned(ANSWERS | denied), "dynamodb_table")
    (table,) = rows["dynamodb_table"]
    assert [table[name] for name in columns] == [None] * len(columns)
    assert (table["arn"], {g.resource for g in gaps}) == (ARN, {ARN})
    hides_policy = operation == "get_resource_policy"
    assert ("policy_statement" in {g.table_name for g in gaps}) is hides_policy
    others = {"table_status", "resource_policy", "point_in_time_recovery_enabled"} - set(columns)
    assert all(table[name] is not None for name in others)


def test_the_service_reads_a_table(
    live: Reader, aws: Callable[[str], Any], collect: Any, emulator: Emulator
) -> None:
    client = aws("dynamodb")
    arn = client.create_table(
        TableName="orders",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        DeletionProtectionEnabled=True,
    )["TableDescription"]["TableArn"]
    rows, gaps = collect(live, "dynamodb_table")
    (table,) = rows["dynamodb_table"]
    assert gaps == []
    assert [table[name] for name in PROTECTIONS] == [False, True, False]
    assert (table["arn"], table["resource_policy"]) == (arn, {})
    client.put_resource_policy(ResourceArn=arn, Policy=POLICY)
    rows, _ = collect(live, "dynamodb_table")
    assert [s["principal_accounts"] for s in rows["policy_statement"]] == [["222222222222"]]
    emulator.deny("dynamodb:GetResourcePolicy")
    rows, _ = collect(live, "dynamodb_table")
    assert [r["resource_policy"] for r in rows["dynamodb_table"]] == [None]
