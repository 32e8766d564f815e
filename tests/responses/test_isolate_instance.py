"""Isolating an instance: cut off and without credentials, its traces kept, and undone."""

from typing import Any

import pytest
from response_world import CASE, ResponseWorld, list_operations
from suspect_instance import SuspectEstate, build_suspect

PLAYBOOK = "ec2.isolate_instance"


@pytest.fixture
def estate(response_world: ResponseWorld) -> SuspectEstate:
    return build_suspect(response_world)


def test_an_instance_is_isolated_and_comes_back(estate: SuspectEstate) -> None:
    world, ec2 = estate.world, estate.world.client("ec2")
    before = estate.look()
    assert before["is_member"]
    assert before["is_target"]
    report = world.respond(PLAYBOOK, estate.threat())
    after = estate.look()
    quarantine = ec2.describe_security_groups(
        Filters=[{"Name": "group-name", "Values": ["ringwall-quarantine"]}]
    )["SecurityGroups"]
    assert len(quarantine) == 1
    assert quarantine[0]["IpPermissions"] == quarantine[0]["IpPermissionsEgress"] == []
    assert len(after["groups"]) == 2
    assert all(groups == [quarantine[0]["GroupId"]] for groups in after["groups"].values())
    assert after["flags"] == [True, True, "stop"]
    assert [each["Ebs"]["DeleteOnTermination"] for each in after["disks"]] == [False, False]
    assert f"ringwall:case={CASE}" in after["tags"]
    assert (after["is_member"], after["is_target"], after["classic"]) == (False, False, [])
    assert after["sizes"] == before["sizes"]
    assert after["members"] == before["members"]
    assert after["profile"] == ""
    assert after["address"] == [("", None)]
    snapshots = ec2.describe_snapshots(Filters=[{"Name": "tag:ringwall:case", "Values": [CASE]}])[
        "Snapshots"
    ]
    assert len({one["VolumeId"] for one in snapshots}) == 2
    assert world.plan(PLAYBOOK, estate.threat()).changes == ()
    world.undo(report.run.id)
    assert estate.look() == before
