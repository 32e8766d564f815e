"""Taking back what others can copy: snapshots, images, snapshots of databases."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from response_world import REGION, ResponseWorld, list_operations, make_settings

PLAYBOOK = "ec2.unshare_copies"
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


@pytest.fixture
def copies(response_world: ResponseWorld) -> Copies:
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


CASES: dict[str, tuple[str, Callable[[Copies], str]]] = {
    "snapshot": ("snapshot", lambda copies: f"snapshot/{copies.snapshot}"),
    "image": ("image", lambda copies: f"image/{copies.image}"),
    "database": ("database", lambda _: "snapshot:orders-copy"),
    "database of its name": ("database", lambda _: "db:orders"),
    "cluster": ("database", lambda _: "cluster-snapshot:ledger-copy"),
    "cluster of its name": ("database", lambda _: "cluster:ledger"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_shared_outside_is_taken_back_and_given_again(copies: Copies, case: str) -> None:
    kind, name = CASES[case]
    threat, before = copies.threat(kind, name(copies)), copies.look()
    report = copies.world.respond(PLAYBOOK, threat)
    assert copies.look() == {**before, case.split(maxsplit=1)[0]: [copies.member]}
    planned = copies.world.plan(PLAYBOOK, threat)
    assert planned.changes == ()
    assert any("cannot be recalled" in step.why for step in planned.steps)
    copies.world.undo(report.run.id)
    assert copies.look() == before


def test_snapshots_of_an_image_are_taken_back_too(copies: Copies) -> None:
    ec2 = copies.world.client("ec2")
    image = ec2.describe_images(ImageIds=[copies.image])["Images"][0]
    own = image["BlockDeviceMappings"][0]["Ebs"]["SnapshotId"]
    people = {"Add": [{"UserId": FOREIGN}]}
    ec2.modify_snapshot_attribute(SnapshotId=own, CreateVolumePermission=people)
    planned = copies.world.plan(PLAYBOOK, copies.threat("image", f"image/{copies.image}"))
    assert list_operations(planned) == [
        "ec2.modify_image_attribute",
        "ec2.modify_snapshot_attribute",
    ]


@pytest.mark.parametrize(
    ("keep", "left"), [("none", []), (FOREIGN, [FOREIGN]), (f"{OTHER},{FOREIGN}", [FOREIGN])]
)
def test_who_keeps_access_can_be_chosen(copies: Copies, keep: str, left: list[str]) -> None:
    threat = copies.threat("snapshot", f"snapshot/{copies.snapshot}")
    copies.world.respond(PLAYBOOK, threat, keep=keep)
    assert copies.look()["snapshot"] == left


def test_own_accounts_that_nobody_knows_do_not_delay_it(copies: Copies) -> None:
    copies.world.world.emulator.deny("organizations:ListAccounts")
    threat = copies.threat("snapshot", f"snapshot/{copies.snapshot}")
    planned = copies.world.plan(PLAYBOOK, threat)
    copies.world.world.emulator.allow()
    assert planned.changes[0].after == []
    assert any("Share again" in step.what for step in planned.steps)


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:ec2:eu-west-1::snapshot/snap-0' || true",
        "arn:aws:ec2:eu-west-1::snapshot/snap-0123456789abcdef0",
        "arn:aws:ec2:eu-west-1:999999999999:image/ami-0123456789abcdef0",
        "arn:aws:ec2:eu-west-1::image/ami-0123456789abcdef0",
        "arn:aws:rds:eu-west-1:123456789012:snapshot:nowhere",
        "arn:aws:rds:eu-west-1:123456789012:snapshot:rds:auto",
        "snap",
    ],
)
def test_what_is_no_copy_of_ours_is_left_to_a_person(
    response_world: ResponseWorld, arn: str
) -> None:
    threat = response_world.threat("snapshot", arn, account_id=response_world.account_id)
    planned = response_world.plan(PLAYBOOK, threat)
    assert planned.changes == ()
    assert planned.steps


@pytest.mark.slow
@pytest.mark.parametrize("case", ["snapshot", "image", "database", "cluster"])
def test_a_kill_at_any_point_leads_to_the_same_end(copies: Copies, case: str) -> None:
    kind, name = CASES[case]
    copies.world.die_everywhere(PLAYBOOK, copies.threat(kind, name(copies)), copies.look)
