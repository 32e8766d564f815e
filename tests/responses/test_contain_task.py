"""Containing an ECS task: stopped for good, its service as it was after an undo."""

from typing import Any

import pytest
from response_world import ResponseWorld, list_operations
from running_tasks import make_service, make_task_network, make_threat, run

ID = "ecs.contain_task"
SCALABLE = {
    "ServiceNamespace": "ecs",
    "ScalableDimension": "ecs:service:DesiredCount",
    "ResourceId": "service/shop/web",
}


@pytest.fixture
def network(response_world: ResponseWorld) -> dict[str, Any]:
    """Return the network of a service, in whose VPC there is a quarantine group."""
    return make_task_network(response_world)


@pytest.fixture
def ecs(response_world: ResponseWorld, network: dict[str, Any]) -> Any:
    """Return a client of ECS, where a service has a task."""
    return make_service(response_world, network)


def look(world: ResponseWorld) -> Any:
    """Return the service, and how it scales by itself."""
    ecs, scaling = world.client("ecs"), world.client("application-autoscaling")
    found = ecs.describe_services(cluster="shop", services=["web"])["services"][0]
    targets = scaling.describe_scalable_targets(ServiceNamespace="ecs")["ScalableTargets"]
    # AWS always says what is suspended, the emulator where somebody has set it.
    suspended = [any((one.get("SuspendedState") or {}).values()) for one in targets]
    capacities = [(one["ResourceId"], one["MinCapacity"]) for one in targets]
    return found["desiredCount"], found["networkConfiguration"], capacities, suspended


def status_of(ecs: Any, task: str) -> str:
    return str(ecs.describe_tasks(cluster="shop", tasks=[task])["tasks"][0]["desiredStatus"])


def test_a_task_is_stopped_and_its_service_comes_back(
    response_world: ResponseWorld, ecs: Any, network: dict[str, Any]
) -> None:
    task = run(ecs, network, group="service:web")
    before = look(response_world)
    threat = make_threat(response_world, task)
    planned = response_world.plan(ID, threat)
    assert list_operations(planned) == ["ecs.update_service", "ecs.stop_task"]
    assert planned.changes[-1].irreversible
    report = response_world.respond(ID, threat)
    assert (look(response_world)[0], status_of(ecs, task)) == (0, "STOPPED")
    assert response_world.plan(ID, threat).changes == ()
    response_world.undo(report.run.id)
    assert look(response_world) == before
    assert status_of(ecs, task) == "STOPPED"


def test_nothing_scales_the_service_up_again(
    response_world: ResponseWorld, ecs: Any, network: dict[str, Any]
) -> None:
    scaling = response_world.client("application-autoscaling")
    scaling.register_scalable_target(
        **SCALABLE,
        MinCapacity=1,
        MaxCapacity=4,
        SuspendedState={
            "DynamicScalingInSuspended": True,
            "DynamicScalingOutSuspended": False,
            "ScheduledScalingSuspended": False,
        },
    )
    task = run(ecs, network, group="service:web")
    before = look(response_world)
    report = response_world.respond(ID, make_threat(response_world, task))
    found = scaling.describe_scalable_targets(ServiceNamespace="ecs")["ScalableTargets"][0]
    assert set(found["SuspendedState"].values()) == {True}
    response_world.undo(report.run.id)
    assert look(response_world) == before


def test_new_tasks_are_isolated(
    response_world: ResponseWorld, ecs: Any, network: dict[str, Any]
) -> None:
    task = run(ecs, network, group="service:web")
    threat = make_threat(response_world, task)
    chosen = {"service": "quarantine", "stop": "no"}
    planned = response_world.plan(ID, threat, **chosen)
    assert planned.changes == ()
    assert any("Create the security group" in step.what for step in planned.steps)
    ec2 = response_world.client("ec2")
    name = response_world.settings.quarantine_group
    made = ec2.create_security_group(GroupName=name, Description="q", VpcId=network["vpc"])
    assert response_world.plan(ID, threat, **chosen).changes == ()  # it lets everything out
    everywhere = ec2.describe_security_groups(GroupIds=[made["GroupId"]])["SecurityGroups"][0]
    rules = everywhere["IpPermissionsEgress"]
    ec2.revoke_security_group_egress(GroupId=made["GroupId"], IpPermissions=rules)
    before = look(response_world)
    report = response_world.respond(ID, threat, **chosen)
    found = look(response_world)[1]["awsvpcConfiguration"]
    assert found["securityGroups"] == [made["GroupId"]]
    assert found["assignPublicIp"] == "DISABLED"
    assert response_world.plan(ID, threat, **chosen).changes == ()
    response_world.undo(report.run.id)
    assert look(response_world) == before


def test_a_service_that_is_only_named_is_left_alone(
    response_world: ResponseWorld, ecs: Any, network: dict[str, Any]
) -> None:
    task = run(ecs, network)
    planned = response_world.plan(ID, make_threat(response_world, task))
    assert list_operations(planned) == ["ecs.stop_task"]
    told = " ".join(step.what for step in planned.steps)
    assert "role/task: iam.contain_role" in told


def test_sessions_are_told_where_the_task_runs_on(
    response_world: ResponseWorld, ecs: Any, network: dict[str, Any]
) -> None:
    task = run(ecs, network, enableExecuteCommand=True)
    threat = make_threat(response_world, task)
    told = " ".join(step.what for step in response_world.plan(ID, threat, stop="no").steps)
    assert "ssm describe-sessions" in told


@pytest.mark.parametrize(
    ("resource", "told"),
    [
        ("arn:aws:ecs:eu-west-1:123456789012:service/shop/web", "is no ECS task"),
        ("arn:aws:ecs:eu-west-1:123456789012:task/shop/x;rm", "is no ECS task"),
        (f"arn:aws:ecs:eu-west-1:999999999999:task/shop/{'0' * 32}", "respond there"),
        (f"arn:aws:ecs:eu-west-1:123456789012:task/shop/{'0' * 32}", "no such task any more"),
        (f"arn:aws:ecs:eu-west-1:123456789012:task/none/{'0' * 32}", "no such task any more"),
    ],
)
def test_what_is_no_task_of_ours_is_left_to_a_person(
    response_world: ResponseWorld, ecs: Any, resource: str, told: str
) -> None:
    assert ecs.list_clusters()["clusterArns"]
    threat = response_world.threat("task", resource, account_id="123456789012")
    planned = response_world.plan(ID, threat)
    assert planned.changes == ()
    assert told in planned.steps[0].what


@pytest.mark.slow
def test_a_kill_at_any_point_leads_to_the_same_end(
    response_world: ResponseWorld, ecs: Any, network: dict[str, Any]
) -> None:
    response_world.client("application-autoscaling").register_scalable_target(
        **SCALABLE, MinCapacity=1, MaxCapacity=4
    )
    task = run(ecs, network, group="service:web")
    response_world.die_everywhere(
        ID, make_threat(response_world, task), lambda: look(response_world)
    )
    assert status_of(ecs, task) == "STOPPED"
