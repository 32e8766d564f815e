"""Databases that the internet can reach: an instance, and a cluster of Aurora."""

from typing import Any

from response_world import ResponseWorld

SHOP, LEDGER, MEMBER = "shop", "ledger", "ledger-1"
PLACE = {"DBInstanceClass": "db.r6g.large", "PubliclyAccessible": True}
MASTER = {"MasterUsername": "root", "MasterUserPassword": "not-a-secret"}


def make_instance(world: ResponseWorld, *, engine: str = "mysql") -> str:
    """Return the ARN of a public instance that can be deleted with one call."""
    made = world.client("rds").create_db_instance(
        DBInstanceIdentifier=SHOP, Engine=engine, AllocatedStorage=20, **PLACE, **MASTER
    )
    return str(made["DBInstance"]["DBInstanceArn"])


def make_cluster(world: ResponseWorld, *, engine: str = "aurora-mysql") -> str:
    """Return the ARN of a cluster with a public instance."""
    more = {}
    if not engine.startswith("aurora"):
        more = {"AllocatedStorage": 100, "DBClusterInstanceClass": "db.r6gd.large", "Iops": 1000}
    made = world.client("rds").create_db_cluster(
        DBClusterIdentifier=LEDGER, Engine=engine, **MASTER, **more
    )
    world.client("rds").create_db_instance(
        DBInstanceIdentifier=MEMBER, Engine=engine, DBClusterIdentifier=LEDGER, **PLACE
    )
    return str(made["DBCluster"]["DBClusterArn"])


def tell_database(world: ResponseWorld) -> dict[str, Any]:
    """Return of each instance and cluster what the response changes."""
    rds = world.client("rds")
    instances = rds.describe_db_instances()["DBInstances"]
    clusters = rds.describe_db_clusters()["DBClusters"]
    return {
        **{
            one["DBInstanceIdentifier"]: (one["PubliclyAccessible"], one["DeletionProtection"])
            for one in instances
        },
        **{one["DBClusterIdentifier"]: one["DeletionProtection"] for one in clusters},
    }
