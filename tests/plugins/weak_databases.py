"""Databases whose settings a playbook puts right."""

from collections.abc import Callable
from functools import partial
from typing import Any

Case = tuple[str, Callable[[Any], str], int]


def make_cluster(estate: Any, engine: str = "aurora-mysql") -> str:
    owner = {"MasterUsername": "root", "MasterUserPassword": "not-a-secret"}
    made = estate.client("rds").create_db_cluster(
        DBClusterIdentifier="orders", Engine=engine, **({} if engine == "neptune" else owner)
    )
    return str(made["DBCluster"]["DBClusterArn"])


def make_instance(estate: Any) -> str:
    made = estate.client("rds").create_db_instance(
        DBInstanceIdentifier="orders",
        DBInstanceClass="db.t3.micro",
        Engine="postgres",
        AllocatedStorage=20,
        MasterUsername="root",
        MasterUserPassword="not-a-secret",
    )
    return str(made["DBInstance"]["DBInstanceArn"])


def open_snapshot(estate: Any, engine: str) -> str:
    make_cluster(estate, engine)
    rds = estate.client("rds")
    made = rds.create_db_cluster_snapshot(
        DBClusterSnapshotIdentifier="open", DBClusterIdentifier="orders"
    )
    rds.modify_db_cluster_snapshot_attribute(
        DBClusterSnapshotIdentifier="open", AttributeName="restore", ValuesToAdd=["all"]
    )
    return str(made["DBClusterSnapshot"]["DBClusterSnapshotArn"])


def make_table(estate: Any) -> str:
    made = estate.client("dynamodb").create_table(
        TableName="orders",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    return str(made["TableDescription"]["TableArn"])


CASES: list[Case] = [
    ("docdb.cluster_is_protected_from_deletion", partial(make_cluster, engine="docdb"), 1),
    ("docdb.snapshot_is_not_public", partial(open_snapshot, engine="docdb"), 1),
    ("dynamodb.table_can_be_restored", make_table, 1),
    ("dynamodb.table_is_protected_from_deletion", make_table, 1),
    ("neptune.cluster_copies_tags", partial(make_cluster, engine="neptune"), 1),
    ("neptune.cluster_is_protected_from_deletion", partial(make_cluster, engine="neptune"), 1),
    ("neptune.snapshot_is_not_public", partial(open_snapshot, engine="neptune"), 1),
    ("rds.aurora_cluster_copies_tags", make_cluster, 1),
    ("rds.cluster_is_protected_from_deletion", make_cluster, 1),
    ("rds.instance_copies_tags", make_instance, 1),
    ("rds.mysql_cluster_copies_tags", partial(make_cluster, engine="mysql"), 1),
    ("rds.postgres_cluster_copies_tags", partial(make_cluster, engine="postgres"), 1),
]
"""Rule, how its weakness comes about, and how many Changes mend it."""
