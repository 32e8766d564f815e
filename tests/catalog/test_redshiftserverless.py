"""Redshift Serverless: workgroups and namespaces."""

from collections.abc import Callable
from typing import Any

from ringwall.emulator.app import Emulator
from ringwall.model.table import Reader

WORKGROUP = {
    "baseCapacity": 128,
    "configParameters": [
        {"parameterKey": "auto_mv", "parameterValue": "true"},
        {"parameterKey": "datestyle", "parameterValue": "ISO, MDY"},
        {"parameterKey": "require_ssl", "parameterValue": "false"},
        {"parameterKey": "search_path", "parameterValue": "$user, public"},
    ],
    "creationDate": "2023-04-27T22:21:58.469000+00:00",
    "enhancedVpcRouting": False,
    "namespaceName": "default",
    "port": 5439,
    "publiclyAccessible": False,
    "securityGroupIds": ["sg-1"],
    "status": "AVAILABLE",
    "subnetIds": ["subnet-1"],
    "workgroupArn": "arn:aws:redshift-serverless:eu-west-1:111111111111:workgroup/"
    "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9",
    "workgroupId": "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9",
    "workgroupName": "default",
}


def read(canned: Any, collect: Any, **changes: Any) -> Any:
    answer = {"redshift-serverless.list_workgroups": {"workgroups": [WORKGROUP | changes]}}
    rows, gaps = collect(canned(answer), "redshiftserverless_workgroup")
    (row,) = rows["redshiftserverless_workgroup"]
    return row, [g.aspect for g in gaps]


def test_a_workgroup_says_whether_clients_need_tls(canned: Any, collect: Any) -> None:
    row, gaps = read(canned, collect)
    assert gaps == []
    assert (row["require_ssl"], row["publicly_accessible"]) == ("false", False)
    row, _ = read(canned, collect, configParameters=[])
    assert row["require_ssl"] == ""


def test_a_garbled_workgroup_is_a_gap(canned: Any, collect: Any) -> None:
    row, gaps = read(canned, collect, publiclyAccessible="perhaps", enhancedVpcRouting=None)
    assert (row["publicly_accessible"], row["enhanced_vpc_routing"]) == (None, None)
    assert sorted(gaps) == ["enhanced_vpc_routing", "publicly_accessible"]


def test_the_service_reads_a_region(
    live: Reader, aws: Callable[[str], Any], collect: Any, emulator: Emulator
) -> None:
    client = aws("redshift-serverless")
    client.create_namespace(namespaceName="reports", adminUsername="owner", logExports=["userlog"])
    client.create_workgroup(workgroupName="reports", namespaceName="reports")
    emulator.calls.clear()
    names = ("redshiftserverless_workgroup", "redshiftserverless_namespace")
    rows, gaps = collect(live, *names)
    assert gaps == []
    (workgroup,) = rows["redshiftserverless_workgroup"]
    assert (workgroup["namespace_name"], workgroup["require_ssl"]) == ("reports", "true")
    (namespace,) = rows["redshiftserverless_namespace"]
    assert (namespace["admin_username"], namespace["log_exports"]) == ("owner", ["userlog"])
    assert sum(emulator.calls.values()) == 2
