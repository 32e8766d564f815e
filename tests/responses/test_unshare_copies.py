"""Taking back what others can copy: snapshots, images, snapshots of databases."""

from collections.abc import Callable

import pytest
from response_world import ResponseWorld, list_operations
from shared_samples import FOREIGN, OTHER, Copies, make_copies

PLAYBOOK = "ec2.unshare_copies"


@pytest.fixture
def copies(response_world: ResponseWorld) -> Copies:
    return make_copies(response_world)


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
