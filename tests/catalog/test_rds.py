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


AURORA: dict[str, Any] = {
    "AllocatedStorage": 1,
    "BackupRetentionPeriod": 1,
    "DBClusterIdentifier": "mydbcluster",
    "DBClusterParameterGroup": "default.aurora-mysql5.7",
    "DBSubnetGroup": "default",
    "Status": "available",
    "Endpoint": "mydbcluster.cluster-cnpexample.us-east-1.rds.amazonaws.com",
    "MultiAZ": True,
    "Engine": "aurora-mysql",
    "EngineVersion": "5.7.mysql_aurora.2.04.2",
    "Port": 3306,
    "MasterUsername": "myadmin",
    "DBClusterMembers": [
        {
            "DBInstanceIdentifier": "dbinstance3",
            "IsClusterWriter": False,
            "DBClusterParameterGroupStatus": "in-sync",
            "PromotionTier": 1,
        },
        {
            "DBInstanceIdentifier": "dbinstance1",
            "IsClusterWriter": True,
            "DBClusterParameterGroupStatus": "pending-reboot",
            "PromotionTier": 1,
        },
    ],
    "VpcSecurityGroups": [{"VpcSecurityGroupId": "sg-0b9130572daf3dc16", "Status": "active"}],
    "StorageEncrypted": True,
    "KmsKeyId": "arn:aws:kms:us-east-1:814387698303:key/AKIAIOSFODNN7EXAMPLE",
    "DBClusterArn": "arn:aws:rds:us-east-1:123456789012:cluster:mydbcluster",
    "IAMDatabaseAuthenticationEnabled": False,
    "DeletionProtection": False,
    "HttpEndpointEnabled": False,
}
"""As AWS shows it in the reference of the CLI, of 2019; one member is not in sync here."""
DOCUMENT_DB: dict[str, Any] = {
    "DBClusterParameterGroup": "default.docdb3.6",
    "DBClusterIdentifier": "sample-cluster",
    "MasterUsername": "master-user",
    "DBClusterMembers": [
        {
            "PromotionTier": 1,
            "DBClusterParameterGroupStatus": "in-sync",
            "IsClusterWriter": True,
            "DBInstanceIdentifier": "sample-cluster2",
        }
    ],
    "VpcSecurityGroups": [{"VpcSecurityGroupId": "sg-77186e0d", "Status": "active"}],
    "Engine": "docdb",
    "MultiAZ": True,
    "DBClusterArn": "arn:aws:rds:us-west-2:123456789012:cluster:sample-cluster",
    "BackupRetentionPeriod": 3,
    "StorageEncrypted": False,
    "EnabledCloudwatchLogsExports": ["audit"],
    "EngineVersion": "3.6.0",
    "Port": 27017,
    "Status": "available",
    "DeletionProtection": True,
}
"""As AWS shows it in the reference of `aws docdb`, with the protection that came later."""


def test_the_clusters_that_aws_shows_are_read(canned: Any, collect: Any) -> None:
    reader = canned({"rds.describe_db_clusters": {"DBClusters": [AURORA, DOCUMENT_DB]}})
    rows, gaps = collect(reader, "rds_db_cluster")
    aurora, document = rows["rds_db_cluster"]
    assert (aurora["members_out_of_sync"], aurora["multi_az"]) == (["dbinstance1"], True)
    assert aurora["db_cluster_parameter_group"] == "default.aurora-mysql5.7"
    assert aurora["backtrack_window"] == 0
    # What a snapshot's tags are, AWS says of Aurora since 2020: then it always does.
    assert aurora["copy_tags_to_snapshot"] is None
    assert [(g.aspect, g.resource) for g in gaps] == [("copy_tags_to_snapshot", aurora["arn"])]
    # DocumentDB has neither these tags nor IAM authentication, and says nothing of them.
    assert document["enable_cloudwatch_logs_exports"] == ["audit"]
    settings = ("copy_tags_to_snapshot", "enable_iam_database_authentication")
    assert [document[name] for name in settings] == [False, False]


def _find_parameters(**parameters: Any) -> dict[str, Any]:
    name = next(v for k, v in parameters.items() if k.endswith("GroupName"))
    values = {"tls-alone": {"rds.force_ssl": "1"}, "careless": {"tls": "disabled"}, "usual": {}}
    found = [{"ParameterName": k, "ParameterValue": v} for k, v in values[name].items()]
    return {"Parameters": found, "Asked": parameters.get("Filters")}


def test_parameters_are_asked_for_where_an_engine_has_them(canned: Any, collect: Any) -> None:
    families = {"tls-alone": "postgres16", "usual": "mysql8.0", "other": "oracle-ee-19"}
    groups = [
        {
            "DBParameterGroupName": name,
            "DBParameterGroupFamily": family,
            "DBParameterGroupArn": f"{ARN}:pg:{name}",
        }
        for name, family in families.items()
    ]
    answers: dict[str, Any] = {
        "rds.describe_db_parameter_groups": {"DBParameterGroups": groups},
        "rds.describe_db_parameters": _find_parameters,
    }
    reader = canned(answers)
    rows, gaps = collect(reader, "rds_db_parameter_group")
    assert gaps == []
    found = {r["db_parameter_group_name"]: r["force_ssl"] for r in rows["rds_db_parameter_group"]}
    assert found == {"tls-alone": "1", "usual": "", "other": ""}
    assert [name for name, _ in reader.calls].count("rds.describe_db_parameters") == 2
    answers["rds.describe_db_parameters"] = AccessDenied("no", "AccessDenied")
    rows, gaps = collect(canned(answers), "rds_db_parameter_group")
    assert [r["force_ssl"] for r in rows["rds_db_parameter_group"]] == [None, None, ""]
    assert [g.aspect for g in gaps] == ["Parameters", "Parameters"]


def test_documentdb_is_asked_for_all_parameters(canned: Any, collect: Any) -> None:
    groups = [
        {
            "DBClusterParameterGroupName": name,
            "DBParameterGroupFamily": family,
            "DBClusterParameterGroupArn": f"{ARN}:cluster-pg:{name}",
        }
        for name, family in (("careless", "docdb5.0"), ("usual", "neptune1.3"))
    ]
    reader = canned(
        {
            "rds.describe_db_cluster_parameter_groups": {"DBClusterParameterGroups": groups},
            "rds.describe_db_cluster_parameters": _find_parameters,
        }
    )
    rows, gaps = collect(reader, "rds_db_cluster_parameter_group")
    assert gaps == []
    assert [r["tls"] for r in rows["rds_db_cluster_parameter_group"]] == ["disabled", ""]
    assert [name for name, _ in reader.calls].count("rds.describe_db_cluster_parameters") == 1


SUBSCRIPTION = {
    "EventCategoriesList": ["backup", "recovery"],
    "Enabled": True,
    "EventSubscriptionArn": "arn:aws:rds:us-east-1:123456789012:es:my-instance-events",
    "Status": "creating",
    "SourceType": "db-instance",
    "CustomerAwsId": "123456789012",
    "SubscriptionCreationTime": "2018-07-31 23:22:01.893",
    "CustSubscriptionId": "my-instance-events",
    "SnsTopicArn": "arn:aws:sns:us-east-1:123456789012:interesting-events",
}
"""As AWS shows it in the reference of the CLI."""


def test_the_subscription_that_aws_shows_is_read(canned: Any, collect: Any) -> None:
    answer = {"rds.describe_event_subscriptions": {"EventSubscriptionsList": [SUBSCRIPTION]}}
    rows, gaps = collect(canned(answer), "rds_event_subscription")
    assert gaps == []
    (row,) = rows["rds_event_subscription"]
    assert (row["source_type"], row["source_ids"]) == ("db-instance", [])
    assert (row["event_categories"], row["enabled"]) == (["backup", "recovery"], True)


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


def test_engines_are_told_apart(live: Reader, aws: Callable[[str], Any], collect: Any) -> None:
    rds = aws("rds")
    rds.create_db_cluster(
        DBClusterIdentifier="documents",
        Engine="docdb",
        MasterUsername="owner",
        MasterUserPassword="not-a-real-one",
    )
    rds.create_db_cluster(
        DBClusterIdentifier="graph", Engine="neptune", EnableIAMDatabaseAuthentication=True
    )
    names = ("rds_db_cluster", "rds_db_cluster_snapshot", "rds_db_cluster_parameter_group")
    rows, gaps = collect(live, *names)
    assert gaps == []
    clusters = {r["db_cluster_identifier"]: r for r in rows["rds_db_cluster"]}
    assert {name: r["engine"] for name, r in clusters.items()} == {
        "documents": "docdb",
        "graph": "neptune",
    }
    assert clusters["graph"]["enable_iam_database_authentication"] is True
    assert {r["engine"] for r in rows["rds_db_cluster_snapshot"]} == {"docdb", "neptune"}
    groups = {r["family"]: r["tls"] for r in rows["rds_db_cluster_parameter_group"]}
    assert groups == {"docdb5.0": "enabled", "neptune1.3": ""}
