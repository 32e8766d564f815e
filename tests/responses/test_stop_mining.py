"""Stopping what mines: found in all Regions by actor, size and tags, cut off, stopped, undone."""

from datetime import UTC, datetime
from typing import Any

import pytest
from killed_response import choose_some
from mined_account import FAR, IMAGE, Mine, launch, make_mine, make_mined_member
from response_world import CASE, REGION, ResponseWorld, list_operations, make_settings

PLAYBOOK = "ec2.stop_mining"


@pytest.fixture
def mine(response_world: ResponseWorld) -> Mine:
    return make_mine(response_world)


def test_miners_of_all_regions_stop_and_come_back(mine: Mine) -> None:
    before = mine.look()
    report = mine.world.respond(PLAYBOOK, mine.threat())
    assert mine.states() == {
        mine.by_actor: "stopped",
        mine.big: "stopped",
        mine.far: "stopped",
        mine.honest: "running",
    }
    after = mine.look()
    assert after["sizes"] == [(0, 0, 0, 0)]
    assert after["policies"] == [f"ringwall-revoke-{mine.by_actor}"]
    assert after[REGION]["profiles"] == []
    assert [after[one]["groups"].count('["ringwall-quarantine"]') for one in (REGION, FAR)] == [
        2,
        1,
    ]
    assert f"ringwall:case={CASE}" in after[FAR]["tags"]
    assert mine.world.plan(PLAYBOOK, mine.threat()).changes == ()
    mine.world.undo(report.run.id)
    assert mine.look() == before


def test_the_actor_is_known_by_an_access_key_too(mine: Mine) -> None:
    planned = mine.world.plan(PLAYBOOK, mine.threat(actor="", access_key=mine.key), stop="no")
    assert any(mine.by_actor in one.resource for one in planned.changes)
    assert "ec2.stop_instances" not in list_operations(planned)


def test_nobody_known_leaves_what_is_big_and_untagged(mine: Mine) -> None:
    planned = mine.world.plan(PLAYBOOK, mine.threat(actor=""))
    touched = {one.resource.rpartition("/")[2] for one in planned.changes}
    assert {mine.big, mine.far} <= touched
    assert touched.isdisjoint({mine.by_actor, mine.honest, mine.tagged})


def test_an_instance_that_is_named_is_stopped_wherever_it_is(mine: Mine) -> None:
    arn = f"arn:aws:ec2:{REGION}:{mine.world.account_id}:instance/{mine.honest}"
    mine.world.respond(PLAYBOOK, mine.threat("instance", arn))
    assert mine.states()[mine.honest] == "stopped"


def test_what_is_older_is_left(mine: Mine) -> None:
    late = int(datetime.now(UTC).timestamp() * 1000) + 60_000
    planned = mine.world.plan(PLAYBOOK, mine.threat(first_at=late))
    assert planned.changes == ()


def test_a_region_where_nobody_may_look_does_not_keep_others_from_it(mine: Mine) -> None:
    mine.world.world.emulator.deny(f"ec2:DescribeInstances@*/{REGION}")
    planned = mine.world.plan(PLAYBOOK, mine.threat())
    mine.world.world.emulator.allow()
    assert any(mine.far in one.resource for one in planned.changes)
    assert any(f"Look for miners in {REGION}" == step.what for step in planned.steps)


def test_other_services_are_left_to_a_person(mine: Mine) -> None:
    told = " ".join(step.what for step in mine.world.plan(PLAYBOOK, mine.threat()).steps)
    for service in ("ECS", "Batch", "EMR", "Lightsail", "SageMaker"):
        assert service in told


def test_spot_fleets_and_requests_launch_no_more(mine: Mine) -> None:
    ec2 = mine.world.client("ec2")
    role = f"arn:aws:iam::{mine.world.account_id}:role/app"
    config = {
        "IamFleetRole": role,
        "TargetCapacity": 2,
        "Type": "maintain",
        "LaunchSpecifications": [{"ImageId": IMAGE, "InstanceType": "t3.micro"}],
    }
    ec2.request_spot_fleet(SpotFleetRequestConfig=config)
    own = ec2.request_spot_instances(
        InstanceCount=1,
        Type="persistent",
        LaunchSpecification={"ImageId": IMAGE, "InstanceType": "t3.micro"},
    )["SpotInstanceRequests"][0]["SpotInstanceRequestId"]
    before = mine.look()
    report = mine.world.respond(PLAYBOOK, mine.threat())
    assert mine.look()[REGION]["capacities"] == [0]
    left = ec2.describe_spot_instance_requests()["SpotInstanceRequests"]
    assert own not in {one["SpotInstanceRequestId"] for one in left if one["State"] == "active"}
    mine.world.undo(report.run.id)
    assert mine.look() == before


@pytest.fixture
def member(response_world: ResponseWorld) -> str:
    """Return an account of an organization that has service control policies."""
    return make_mined_member(response_world)


def test_a_policy_keeps_the_account_from_launching(
    response_world: ResponseWorld, member: str
) -> None:
    world = response_world
    arn = f"arn:aws:organizations::{world.account_id}:account/o-1/{member}"
    threat = world.threat("account", arn, account_id=member)
    ec2 = world.world.enter(member, "ec2")
    launch(ec2, "t3.micro")
    report = world.respond(PLAYBOOK, threat, scp="yes")
    with pytest.raises(Exception, match="UnauthorizedOperation"):
        launch(ec2, "t3.micro")
    assert world.plan(PLAYBOOK, threat, scp="yes").changes == ()
    world.undo(report.run.id)
    launch(ec2, "t3.micro")
    names = world.client("organizations").list_policies(Filter="SERVICE_CONTROL_POLICY")
    assert [one["Name"] for one in names["Policies"]] == ["FullAWSAccess"]


def test_a_policy_that_cannot_be_is_told(mine: Mine) -> None:
    planned = mine.world.plan(PLAYBOOK, mine.threat(), scp="yes")
    assert planned.steps[0].why == "no management account is set"
    assert "organizations.create_policy" not in list_operations(planned)


@pytest.mark.slow
@pytest.mark.parametrize("region", [FAR, REGION])
def test_a_kill_at_any_point_leads_to_the_same_end(mine: Mine, region: str) -> None:
    mine.world.settings = make_settings({"regions": (region,)})
    mine.world.die_everywhere(PLAYBOOK, mine.threat(), mine.look)


@pytest.mark.slow
def test_a_kill_in_a_whole_account_leads_to_the_same_end(mine: Mine) -> None:
    """Not after each of its hundred acts, which takes too long: that is tried Region by Region.

    It is killed after the first act of each kind, such as the first intent of an operation, and
    after some of the others, chosen by chance once and for all.
    """
    mine.world.die_everywhere(PLAYBOOK, mine.threat(), mine.look, choose=choose_some)


@pytest.mark.slow
def test_a_kill_at_any_point_of_a_policy_leads_to_the_same_end(
    response_world: ResponseWorld, member: str
) -> None:
    world = response_world
    arn = f"arn:aws:organizations::{world.account_id}:account/o-1/{member}"
    threat = world.threat("account", arn, account_id=member)
    client = world.client("organizations")

    def look() -> Any:
        kind = "SERVICE_CONTROL_POLICY"
        held = client.list_policies_for_target(TargetId=member, Filter=kind)["Policies"]
        every = client.list_policies(Filter=kind)["Policies"]
        return [sorted(one["Name"] for one in some) for some in (held, every)]

    world.die_everywhere(PLAYBOOK, threat, look, scp="yes")
