"""DynamoDB Accelerator: how its clusters are encrypted."""

from collections.abc import Callable
from typing import Any

import pytest

from ringwall.emulator.app import Emulator
from ringwall.model.table import Reader

CLUSTER = {
    "ClusterName": "daxcluster",
    "ClusterArn": "arn:aws:dax:us-west-2:111122223333:cache/daxcluster",
    "TotalNodes": 3,
    "ActiveNodes": 0,
    "NodeType": "dax.r4.large",
    "Status": "creating",
    "ClusterDiscoveryEndpoint": {"Port": 8111},
    "PreferredMaintenanceWindow": "thu:13:00-thu:14:00",
    "SubnetGroup": "default",
    "SecurityGroups": [{"SecurityGroupIdentifier": "sg-1af6e36e", "Status": "active"}],
    "IamRoleArn": "arn:aws:iam::111122223333:role/DAXServiceRoleForDynamoDBAccess",
    "ParameterGroup": {
        "ParameterGroupName": "default.dax1.0",
        "ParameterApplyStatus": "in-sync",
        "NodeIdsToReboot": [],
    },
    "SSEDescription": {"Status": "ENABLED"},
    "ClusterEndpointEncryptionType": "TLS",
}
"""As AWS shows it in the reference of the CLI: `aws dax create-cluster`, encrypted."""


def test_the_cluster_that_aws_shows_is_read(canned: Any, collect: Any) -> None:
    rows, gaps = collect(canned({"dax.describe_clusters": {"Clusters": [CLUSTER]}}), "dax_cluster")
    assert gaps == []
    (row,) = rows["dax_cluster"]
    assert row["arn"] == CLUSTER["ClusterArn"]
    assert (row["sse_enabled"], row["cluster_endpoint_encryption_type"]) == (True, "TLS")
    assert row["security_groups"] == ["sg-1af6e36e"]


@pytest.mark.parametrize(
    ("description", "is_on"),
    [({"Status": "ENABLING"}, True), ({"Status": "DISABLED"}, False), ({}, False), (None, False)],
    ids=["enabling", "disabled", "nothing", "none"],
)
def test_a_cluster_without_a_status_is_not_encrypted(
    canned: Any, collect: Any, description: Any, *, is_on: bool
) -> None:
    cluster = CLUSTER | {"SSEDescription": description}
    rows, _ = collect(canned({"dax.describe_clusters": {"Clusters": [cluster]}}), "dax_cluster")
    assert [r["sse_enabled"] for r in rows["dax_cluster"]] == [is_on]


def test_a_cluster_that_does_not_say_how_it_speaks_is_a_gap(canned: Any, collect: Any) -> None:
    cluster = {k: v for k, v in CLUSTER.items() if k != "ClusterEndpointEncryptionType"}
    rows, gaps = collect(canned({"dax.describe_clusters": {"Clusters": [cluster]}}), "dax_cluster")
    assert [r["cluster_endpoint_encryption_type"] for r in rows["dax_cluster"]] == [None]
    assert [g.aspect for g in gaps] == ["cluster_endpoint_encryption_type"]


def test_the_service_reads_a_region(
    live: Reader, aws: Callable[[str], Any], collect: Any, emulator: Emulator
) -> None:
    aws("dax").create_cluster(
        ClusterName="carts",
        NodeType="dax.t3.small",
        ReplicationFactor=1,
        IamRoleArn="arn:aws:iam::123456789012:role/dax",
    )
    emulator.calls.clear()
    rows, gaps = collect(live, "dax_cluster")
    assert gaps == []
    (row,) = rows["dax_cluster"]
    assert (row["sse_enabled"], row["cluster_endpoint_encryption_type"]) == (False, "NONE")
    assert sum(emulator.calls.values()) == 1
