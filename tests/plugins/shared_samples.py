"""A snapshot, an image and snapshots of databases that are shared."""

from dataclasses import dataclass
from typing import Any

from response_world import REGION, ResponseWorld, make_settings

FOREIGN, OTHER = "210987654321", "198765432109"


@dataclass
class Copies:
    """A snapshot, an image and snapshots of databases, all shared."""

    world: ResponseWorld
    snapshot: str
    image: str
    member: str

    def threat(self, kind: str, resource: str) -> Any:
        service = "rds" if kind == "database" else "ec2"
        account = self.world.account_id if kind == "database" else ""
        arn = f"arn:aws:{service}:{REGION}:{account}:{resource}"
        return self.world.threat(kind, arn, account_id=self.world.account_id)

    def look(self) -> dict[str, list[str]]:
        ec2, rds = self.world.client("ec2"), self.world.client("rds")
        disk = ec2.describe_snapshot_attribute(
            SnapshotId=self.snapshot, Attribute="createVolumePermission"
        )["CreateVolumePermissions"]
        image = ec2.describe_image_attribute(ImageId=self.image, Attribute="launchPermission")
        one = rds.describe_db_snapshot_attributes(DBSnapshotIdentifier="orders-copy")
        many = rds.describe_db_cluster_snapshot_attributes(
            DBClusterSnapshotIdentifier="ledger-copy"
        )
        first = one["DBSnapshotAttributesResult"]["DBSnapshotAttributes"]
        second = many["DBClusterSnapshotAttributesResult"]["DBClusterSnapshotAttributes"]
        return {
            "snapshot": sorted(next(iter(each.values())) for each in disk),
            "image": sorted(next(iter(each.values())) for each in image["LaunchPermissions"]),
            "database": sorted(name for each in first for name in each["AttributeValues"]),
            "cluster": sorted(name for each in second for name in each["AttributeValues"]),
        }


def make_copies(response_world: ResponseWorld) -> Copies:
    world = response_world
    world.world.make_organization()
    member = world.world.make_account("shop", "shop@example.com")
    world.settings = make_settings({"management_account_id": world.account_id})
    ec2, rds = world.client("ec2"), world.client("rds")
    volume = ec2.create_volume(Size=1, AvailabilityZone=f"{REGION}a")["VolumeId"]
    snapshot = ec2.create_snapshot(VolumeId=volume)["SnapshotId"]
    people = [{"Group": "all"}, {"UserId": FOREIGN}, {"UserId": member}]
    ec2.modify_snapshot_attribute(
        SnapshotId=snapshot,
        Attribute="createVolumePermission",
        CreateVolumePermission={"Add": people},
    )
    made = ec2.run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1)["Instances"][0]
    image = ec2.create_image(InstanceId=made["InstanceId"], Name="web")["ImageId"]
    ec2.modify_image_attribute(ImageId=image, LaunchPermission={"Add": people})
    create = {"MasterUsername": "root", "MasterUserPassword": "not-a-secret"}
    rds.create_db_instance(
        DBInstanceIdentifier="orders",
        Engine="mysql",
        DBInstanceClass="db.t3.micro",
        AllocatedStorage=20,
        **create,
    )
    rds.create_db_snapshot(DBInstanceIdentifier="orders", DBSnapshotIdentifier="orders-copy")
    rds.modify_db_snapshot_attribute(
        DBSnapshotIdentifier="orders-copy",
        AttributeName="restore",
        ValuesToAdd=["all", FOREIGN, member],
    )
    rds.create_db_cluster(DBClusterIdentifier="ledger", Engine="aurora-mysql", **create)
    rds.create_db_cluster_snapshot(
        DBClusterIdentifier="ledger", DBClusterSnapshotIdentifier="ledger-copy"
    )
    rds.modify_db_cluster_snapshot_attribute(
        DBClusterSnapshotIdentifier="ledger-copy",
        AttributeName="restore",
        ValuesToAdd=[FOREIGN, member],
    )
    return Copies(world, snapshot, image, member)
