"""Redshift: clusters, where they log to, and their parameters."""

from collections.abc import Callable
from typing import Any

from ringwall.emulator.app import Emulator
from ringwall.model.errors import AccessDenied
from ringwall.model.table import Reader

CLUSTER: dict[str, Any] = {
    "ClusterIdentifier": "examplecluster",
    "NodeType": "ra3.4xlarge",
    "ClusterStatus": "available",
    "MasterUsername": "masteruser",
    "DBName": "dev",
    "Endpoint": {
        "Address": "examplecluster.cobaosmlqshn.us-east-1.redshift.amazonaws.com",
        "Port": 5439,
    },
    "AutomatedSnapshotRetentionPeriod": 1,
    "VpcSecurityGroups": [{"VpcSecurityGroupId": "sg-2a7e5d63", "Status": "active"}],
    "ClusterParameterGroups": [
        {"ParameterGroupName": "default.redshift-1.0", "ParameterApplyStatus": "pending-reboot"}
    ],
    "VpcId": "vpc-a1abc1a1",
    "AllowVersionUpgrade": True,
    "NumberOfNodes": 2,
    "PubliclyAccessible": True,
    "Encrypted": False,
    "Tags": [{"Key": "team", "Value": "data"}],
    "EnhancedVpcRouting": False,
    "MultiAZ": "Disabled",
}
"""Members of the answer that AWS shows in its API reference, with MultiAZ, which came later.

https://docs.aws.amazon.com/redshift/latest/APIReference/API_DescribeClusters.html
"""
LOGGED = {"LoggingEnabled": True, "LogDestinationType": "cloudwatch", "LogExports": ["userlog"]}
PARAMETERS = {
    "Parameters": [
        {
            "Description": "require ssl for all databaseconnections",
            "DataType": "boolean",
            "IsModifiable": True,
            "AllowedValues": "true,false",
            "Source": "engine-default",
            "ParameterValue": "false",
            "ParameterName": "require_ssl",
        }
    ]
}
"""As AWS shows it in the reference of the CLI: `aws redshift describe-cluster-parameters`."""


def test_the_cluster_that_aws_shows_is_read(canned: Any, collect: Any) -> None:
    reader = canned(
        {
            "redshift.describe_clusters": {"Clusters": [CLUSTER]},
            "redshift.describe_logging_status": LOGGED,
        }
    )
    rows, gaps = collect(reader, "redshift_cluster")
    assert gaps == []
    (row,) = rows["redshift_cluster"]
    assert row["arn"] == "arn:aws:redshift:eu-west-1:111111111111:cluster:examplecluster"
    assert (row["publicly_accessible"], row["encrypted"], row["port"]) == (True, False, 5439)
    assert (row["cluster_parameter_group"], row["parameter_apply_status"]) == (
        "default.redshift-1.0",
        "pending-reboot",
    )
    assert (row["logging_enabled"], row["log_bucket_name"]) == (True, "")
    assert row["tags"] == {"team": "data"}


def test_a_cluster_whose_logging_is_refused_is_there_all_the_same(
    canned: Any, collect: Any
) -> None:
    reader = canned(
        {
            "redshift.describe_clusters": {"Clusters": [CLUSTER]},
            "redshift.describe_logging_status": AccessDenied("no", "AccessDenied"),
        }
    )
    rows, gaps = collect(reader, "redshift_cluster")
    assert [r["logging_enabled"] for r in rows["redshift_cluster"]] == [None]
    assert [(g.aspect, g.status) for g in gaps] == [("Logging", "denied")]


def test_the_parameters_that_aws_shows_are_read(canned: Any, collect: Any) -> None:
    groups = [{"ParameterGroupName": "g", "ParameterGroupFamily": "redshift-1.0", "Tags": []}]
    answers = {
        "redshift.describe_cluster_parameter_groups": {"ParameterGroups": groups},
        "redshift.describe_cluster_parameters": PARAMETERS,
    }
    rows, gaps = collect(canned(answers), "redshift_cluster_parameter_group")
    assert gaps == []
    assert [r["require_ssl"] for r in rows["redshift_cluster_parameter_group"]] == ["false"]
    answers["redshift.describe_cluster_parameters"] = {"Parameters": []}
    rows, gaps = collect(canned(answers), "redshift_cluster_parameter_group")
    assert [r["require_ssl"] for r in rows["redshift_cluster_parameter_group"]] == [None]
    assert [g.aspect for g in gaps] == ["require_ssl"]


def test_the_service_reads_a_region(
    live: Reader, aws: Callable[[str], Any], collect: Any, emulator: Emulator
) -> None:
    redshift = aws("redshift")
    redshift.create_cluster(
        ClusterIdentifier="warehouse",
        NodeType="ra3.large",
        ClusterType="multi-node",
        NumberOfNodes=2,
        MasterUsername="owner",
        MasterUserPassword="Not-a-secret-1",
        MultiAZ=True,
    )
    emulator.calls.clear()
    rows, gaps = collect(live, "redshift_cluster", "redshift_cluster_parameter_group")
    assert gaps == []
    (cluster,) = rows["redshift_cluster"]
    assert (cluster["multi_az"], cluster["logging_enabled"]) == ("Enabled", False)
    groups = {r["parameter_group_name"]: r for r in rows["redshift_cluster_parameter_group"]}
    assert groups[cluster["cluster_parameter_group"]]["require_ssl"] == "false"
    assert emulator.calls["redshift:DescribeClusters"] == 1
