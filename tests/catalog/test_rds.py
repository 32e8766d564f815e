"""RDS: instances, clusters, and which snapshots are asked about."""

from collections.abc import Callable
from typing import Any

import pytest

from ringwall.emulator.app import Emulator
from ringwall.model.errors import AccessDenied
from ringwall.model.table import Reader

ARN = "arn:aws:rds:eu-west-1:111111111111"


def _snapshot(name: str, **more: Any) -> dict[str, Any]:
    return {
        "DBSnapshotIdentifier": name,
        "DBSnapshotArn": f"{ARN}:snapshot:{name}",
        "SnapshotType": "manual",
        "Encrypted": False,
        **more,
    }


def _attributes(**parameters: Any) -> dict[str, Any]:
    shares = {"open": ["all"], "shared": ["222222222222"], "sealed": ["333333333333"]}
    values = shares[parameters["DBSnapshotIdentifier"]]
    restore = {"AttributeName": "restore", "AttributeValues": values}
    return {"DBSnapshotAttributesResult": {"DBSnapshotAttributes": [restore]}}


SNAPSHOTS = [
    _snapshot("open"),
    _snapshot("shared"),
    _snapshot("nightly", SnapshotType="automated"),
    _snapshot("sealed", Encrypted=True),
]


def test_only_snapshots_that_can_be_shared_are_asked_about(canned: Any, collect: Any) -> None:
    reader = canned(
        {
            "rds.describe_db_snapshots": {"DBSnapshots": SNAPSHOTS},
            "rds.describe_db_snapshot_attributes": _attributes,
        }
    )
    rows, gaps = collect(reader, "rds_db_snapshot")
    assert gaps == []
    public = {r["db_snapshot_identifier"]: r["is_public"] for r in rows["rds_db_snapshot"]}
    assert public == {"open": True, "shared": False, "nightly": False, "sealed": False}
    assert [r["restore_accounts"] for r in rows["rds_db_snapshot"]] == [
        ["all"],
        ["222222222222"],
        [],
        ["333333333333"],
    ]
    assert [name for name, _ in reader.calls].count("rds.describe_db_snapshot_attributes") == 3


@pytest.mark.parametrize("values", ["all", [{}], {"all": 1}])
def test_values_that_are_no_texts_leave_it_open(canned: Any, collect: Any, values: Any) -> None:
    restore = {"AttributeName": "restore", "AttributeValues": values}
    garbled = {"DBSnapshotAttributesResult": {"DBSnapshotAttributes": [restore]}}
    reader = canned(
        {
            "rds.describe_db_snapshots": {"DBSnapshots": SNAPSHOTS[:1]},
            "rds.describe_db_snapshot_attributes": garbled,
        }
    )
    (snapshot,) = collect(reader, "rds_db_snapshot")[0]["rds_db_snapshot"]
    assert snapshot["is_public"] is None


def test_a_refused_question_leaves_it_open(canned: Any, collect: Any) -> None:
    reader = canned(
        {
            "rds.describe_db_snapshots": {"DBSnapshots": SNAPSHOTS},
            "rds.describe_db_snapshot_attributes": AccessDenied("no", "AccessDenied"),
        }
    )
    rows, gaps = collect(reader, "rds_db_snapshot")
    assert [r["is_public"] for r in rows["rds_db_snapshot"]] == [None, None, False, None]
    assert [r["restore_accounts"] for r in rows["rds_db_snapshot"]] == [None, None, [], None]
    assert [g.resource.rpartition(":")[2] for g in gaps] == ["open", "shared", "sealed"]


def test_a_cluster_s_snapshot_says_who_may_restore_it(canned: Any, collect: Any) -> None:
    snapshots = [
        {
            "DBClusterSnapshotIdentifier": name,
            "DBClusterSnapshotArn": f"{ARN}:cluster-snapshot:{name}",
            "SnapshotType": kind,
            "StorageEncrypted": False,
        }
        for name, kind in (("open", "manual"), ("nightly", "automated"))
    ]
    restore = {"AttributeName": "restore", "AttributeValues": ["all", "222222222222"]}
    answers: dict[str, Any] = {
        "rds.describe_db_cluster_snapshots": {"DBClusterSnapshots": snapshots},
        "rds.describe_db_cluster_snapshot_attributes": {
            "DBClusterSnapshotAttributesResult": {"DBClusterSnapshotAttributes": [restore]}
        },
    }
    reader = canned(answers)
    rows, gaps = collect(reader, "rds_db_cluster_snapshot")
    assert gaps == []
    assert [(r["is_public"], r["restore_accounts"]) for r in rows["rds_db_cluster_snapshot"]] == [
        (True, ["all", "222222222222"]),
        (False, []),
    ]
    assert len(reader.calls) == 2
    denied = AccessDenied("no", "AccessDenied")
    answers["rds.describe_db_cluster_snapshot_attributes"] = denied
    rows, gaps = collect(canned(answers), "rds_db_cluster_snapshot")
    assert [r["is_public"] for r in rows["rds_db_cluster_snapshot"]] == [None, False]
    assert [g.aspect for g in gaps] == ["Sharing"]


def test_a_replica_names_its_source(canned: Any, collect: Any) -> None:
    databases = [
        {"DBInstanceArn": f"{ARN}:db:a", "ReadReplicaSourceDBInstanceIdentifier": "main"},
        {"DBInstanceArn": f"{ARN}:db:b", "ReadReplicaSourceDBClusterIdentifier": "cluster"},
        {"DBInstanceArn": f"{ARN}:db:c", "VpcSecurityGroups": [{"VpcSecurityGroupId": "sg-1"}]},
    ]
    reader = canned({"rds.describe_db_instances": {"DBInstances": databases}})
    rows, _ = collect(reader, "rds_db_instance")
    assert [r["read_replica_source"] for r in rows["rds_db_instance"]] == ["main", "cluster", ""]
    assert rows["rds_db_instance"][2]["vpc_security_groups"] == ["sg-1"]


def test_the_service_reads_a_region(
    live: Reader, aws: Callable[[str], Any], collect: Any, emulator: Emulator
) -> None:
    rds = aws("rds")
    rds.create_db_instance(
        DBInstanceIdentifier="web",
        DBInstanceClass="db.t3.micro",
        Engine="postgres",
        MasterUsername="admin1",
        MasterUserPassword="not-a-real-one",
        AllocatedStorage=20,
        PubliclyAccessible=True,
        BackupRetentionPeriod=3,
    )
    rds.create_db_snapshot(DBInstanceIdentifier="web", DBSnapshotIdentifier="copy")
    rds.modify_db_snapshot_attribute(
        DBSnapshotIdentifier="copy", AttributeName="restore", ValuesToAdd=["all"]
    )
    rds.create_db_cluster(
        DBClusterIdentifier="main",
        Engine="aurora-postgresql",
        MasterUsername="admin1",
        MasterUserPassword="not-a-real-one",
        DeletionProtection=True,
    )
    emulator.calls.clear()
    rows, gaps = collect(live, "rds_db_instance", "rds_db_cluster", "rds_db_snapshot")
    assert gaps == []
    (instance,) = rows["rds_db_instance"]
    assert (instance["publicly_accessible"], instance["storage_encrypted"]) == (True, False)
    assert (instance["backup_retention_period"], instance["db_cluster_identifier"]) == (3, "")
    assert [r["deletion_protection"] for r in rows["rds_db_cluster"]] == [True]
    public = {r["db_snapshot_identifier"]: r["is_public"] for r in rows["rds_db_snapshot"]}
    assert public["copy"] is True
    assert list(public.values()).count(True) == 1
    assert emulator.calls["rds:DescribeDBSnapshotAttributes"] == 1
