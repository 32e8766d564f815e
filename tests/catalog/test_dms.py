"""Database Migration Service: replication instances, tasks and endpoints."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from ringwall.emulator.app import Emulator
from ringwall.model.table import Reader

ARN = "arn:aws:dms:us-east-1:123456789012"
ENDPOINTS = [
    {
        "Username": "dms",
        "Status": "active",
        "EndpointArn": f"{ARN}:endpoint:SF2WOFLWYWKVEOHID2EKLP3SJI",
        "ServerName": "ec2-52-32-48-61.us-west-2.compute.amazonaws.com",
        "EndpointType": "SOURCE",
        "KmsKeyId": "arn:aws:kms:us-east-1:123456789012:key/94d5c4e7-4e4c-44be-b58a-c8da7adf57cd",
        "DatabaseName": "test",
        "EngineName": "mysql",
        "EndpointIdentifier": "pri100",
        "Port": 8193,
    }
]
"""As AWS shows them in the reference of the CLI: `aws dms describe-endpoints`."""
TASK = {
    "ReplicationTaskIdentifier": "moveit2",
    "SourceEndpointArn": f"{ARN}:endpoint:6GGI6YPWWGAYUVLKIB732KEVWA",
    "TargetEndpointArn": f"{ARN}:endpoint:EOM4SFKCZEYHZBFGAGZT3QEC5U",
    "ReplicationInstanceArn": f"{ARN}:rep:T3OM7OUB5NM2LCVZF7JPGJRNUE",
    "MigrationType": "full-load",
    "Status": "stopped",
    "StopReason": "Stop Reason FULL_LOAD_ONLY_FINISHED",
    "ReplicationTaskCreationDate": "2020-05-26T20:26:12Z",
    "ReplicationTaskArn": f"{ARN}:task:K55IUCGBASJS5VHZJIINA45FII",
}
"""As AWS shows it there: `aws dms describe-replication-tasks`."""
LOGGING = {
    "EnableLogging": True,
    "LogComponents": [
        {"Id": "SOURCE_UNLOAD", "Severity": "LOGGER_SEVERITY_DEFAULT"},
        {"Id": "TARGET_LOAD", "Severity": "LOGGER_SEVERITY_ERROR"},
    ],
}


def read_task(canned: Any, collect: Any, settings: Any) -> tuple[Any, list[str]]:
    """Return the row of a task with such settings, and the columns that are gaps."""
    answer = {"ReplicationTasks": [TASK | {"ReplicationTaskSettings": settings}]}
    rows, gaps = collect(canned({"dms.describe_replication_tasks": answer}), "dms_replication_task")
    (row,) = rows["dms_replication_task"]
    return row, [g.aspect for g in gaps]


def test_a_task_says_what_it_logs(canned: Any, collect: Any) -> None:
    row, gaps = read_task(canned, collect, json.dumps({"Logging": LOGGING}))
    assert gaps == []
    assert (row["arn"], row["logging_enabled"]) == (TASK["ReplicationTaskArn"], True)
    assert row["source_unload_severity"] == "LOGGER_SEVERITY_DEFAULT"
    assert row["target_load_severity"] == "LOGGER_SEVERITY_ERROR"
    assert (row["source_capture_severity"], row["target_apply_severity"]) == ("", "")


@pytest.mark.parametrize(
    "settings",
    [None, "", "{", "[]", "{}", '{"Logging": null}', '{"Logging": 7}', "[" * 100_000],
    ids=["none", "nothing", "broken", "list", "empty", "null", "number", "deep"],
)
def test_settings_that_cannot_be_read_are_not_known(
    canned: Any, collect: Any, settings: Any
) -> None:
    row, gaps = read_task(canned, collect, settings)
    assert row["logging_enabled"] is None
    assert gaps == ["logging_enabled"]


def test_the_endpoints_that_aws_shows_are_read(canned: Any, collect: Any) -> None:
    reader = canned({"dms.describe_endpoints": {"Endpoints": ENDPOINTS}})
    rows, gaps = collect(reader, "dms_endpoint")
    assert gaps == []
    (row,) = rows["dms_endpoint"]
    # AWS does not say how it connects: that is neither with TLS nor without.
    assert (row["engine_name"], row["port"], row["ssl_mode"]) == ("mysql", 8193, "")
    assert (row["mongo_db_auth_type"], row["neptune_iam_auth_enabled"]) == ("", False)


def test_settings_without_their_most_important_member_are_a_gap(canned: Any, collect: Any) -> None:
    endpoint = ENDPOINTS[0] | {"EngineName": "redis", "RedisSettings": {"Port": 6379}}
    reader = canned({"dms.describe_endpoints": {"Endpoints": [endpoint]}})
    rows, gaps = collect(reader, "dms_endpoint")
    assert [r["redis_ssl_security_protocol"] for r in rows["dms_endpoint"]] == [None]
    assert [g.aspect for g in gaps] == ["redis_ssl_security_protocol"]


def test_the_service_reads_a_region(
    live: Reader, aws: Callable[[str], Any], collect: Any, emulator: Emulator
) -> None:
    dms = aws("dms")
    made = dms.create_replication_instance(
        ReplicationInstanceIdentifier="copy",
        ReplicationInstanceClass="dms.t3.small",
        PubliclyAccessible=True,
        AutoMinorVersionUpgrade=False,
    )["ReplicationInstance"]["ReplicationInstanceArn"]
    ends = [
        dms.create_endpoint(
            EndpointIdentifier=kind, EndpointType=kind, EngineName="mysql", SslMode="none"
        )["Endpoint"]["EndpointArn"]
        for kind in ("source", "target")
    ]
    dms.create_replication_task(
        ReplicationTaskIdentifier="copy",
        SourceEndpointArn=ends[0],
        TargetEndpointArn=ends[1],
        ReplicationInstanceArn=made,
        MigrationType="full-load",
        TableMappings="{}",
        ReplicationTaskSettings=json.dumps({"Logging": LOGGING}),
    )
    emulator.calls.clear()
    names = ("dms_replication_instance", "dms_replication_task", "dms_endpoint")
    rows, gaps = collect(live, *names)
    assert gaps == []
    (instance,) = rows["dms_replication_instance"]
    assert (instance["publicly_accessible"], instance["auto_minor_version_upgrade"]) == (
        True,
        False,
    )
    assert [r["logging_enabled"] for r in rows["dms_replication_task"]] == [True]
    assert {r["ssl_mode"] for r in rows["dms_endpoint"]} == {"none"}
    assert sum(emulator.calls.values()) == 3
