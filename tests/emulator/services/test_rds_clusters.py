from typing import Any

OWNER = {"MasterUsername": "owner", "MasterUserPassword": "not-a-secret"}


def test_a_cluster_of_documentdb_is_one(client: Any) -> None:
    rds = client("rds")
    made = rds.create_db_cluster(DBClusterIdentifier="d", Engine="docdb", **OWNER)["DBCluster"]
    assert (made["Engine"], made["Port"]) == ("docdb", 27017)
    (shown,) = rds.describe_db_clusters()["DBClusters"]
    assert (shown["Engine"], shown["MasterUsername"]) == ("docdb", "owner")
    assert shown["DBClusterParameterGroup"] == "default.docdb5.0"
    snapshots = rds.describe_db_cluster_snapshots()["DBClusterSnapshots"]
    assert {snapshot["Engine"] for snapshot in snapshots} == {"docdb"}


def test_neptune_signs_in_with_iam_where_that_was_asked_for(client: Any) -> None:
    rds = client("rds")
    for name, signs_in in (("a", True), ("b", False)):
        made = rds.create_db_cluster(
            DBClusterIdentifier=name, Engine="neptune", EnableIAMDatabaseAuthentication=signs_in
        )["DBCluster"]
        assert made["IAMDatabaseAuthenticationEnabled"] is signs_in
    shown = rds.describe_db_clusters()["DBClusters"]
    found = {c["DBClusterIdentifier"]: c["IAMDatabaseAuthenticationEnabled"] for c in shown}
    assert found == {"a": True, "b": False}


def test_a_cluster_keeps_the_group_that_it_was_given(client: Any) -> None:
    rds = client("rds")
    rds.create_db_cluster_parameter_group(
        DBClusterParameterGroupName="own",
        DBParameterGroupFamily="aurora-mysql8.0",
        Description="-",
    )
    made = rds.create_db_cluster(
        DBClusterIdentifier="c", Engine="aurora-mysql", DBClusterParameterGroupName="own", **OWNER
    )["DBCluster"]
    assert made["DBClusterParameterGroup"] == "own"
