"""Contains an ECS task: its service makes no new one, or only isolated ones, and it is stopped."""

from collections.abc import Iterator
from typing import Any

from ringwall.catalog.ecs.threatened_task import (
    CLUSTER,
    SERVICE,
    TASK,
    ThreatenedTask,
    open_task,
)
from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import AccessDenied
from ringwall.model.response_playbook import HumanStep, ResponseOption, responds
from ringwall.model.table import Row
from ringwall.model.threat import Scene, Threat
from ringwall.model.write_shape import WriteShape

WHICH = {"cluster": CLUSTER, "service": SERVICE}
SCALED = {
    "ServiceNamespace": "ecs",
    "ScalableDimension": "ecs:service:DesiredCount",
    "ResourceId": rf"service/{CLUSTER}/{SERVICE}",
}
SUSPENDED = (
    "DynamicScalingInSuspended",
    "DynamicScalingOutSuspended",
    "ScheduledScalingSuspended",
)
WRITES = (
    WriteShape("ecs.update_service", {**WHICH, "desiredCount": range(100001)}),
    WriteShape(
        "ecs.update_service",
        {
            **WHICH,
            "networkConfiguration": {
                "awsvpcConfiguration": {
                    "subnets": [r"subnet-[0-9a-f]{8,17}"],
                    "securityGroups": [r"sg-[0-9a-f]{8,17}"],
                    "assignPublicIp": "ENABLED|DISABLED",
                }
            },
        },
    ),
    WriteShape("ecs.stop_task", {"cluster": CLUSTER, "task": TASK, "reason": r"[\w .-]{1,255}"}),
    WriteShape(
        "application-autoscaling.register_scalable_target",
        {**SCALED, "SuspendedState": dict.fromkeys(SUSPENDED, bool)},
    ),
)


@responds(
    "Contain an ECS task",
    "task",
    writes=WRITES,
    reads=(
        "application-autoscaling.describe_scalable_targets",
        "ec2.describe_security_groups",
        "ec2.describe_subnets",
        "ecs.describe_container_instances",
        "ecs.describe_services",
        "ecs.describe_task_definition",
        "ecs.describe_tasks",
        "ecs.list_tasks",
    ),
    risks=(
        "A task that is stopped is gone, with its memory and its disk.",
        "service=scale stops all tasks of the service, service=quarantine replaces them.",
        "Credentials of the task's role are good for hours: iam.contain_role ends them.",
        "A task on an instance may have taken it: ec2.isolate_instance isolates that.",
    ),
    rollback="The service has as many tasks as before, or the security groups that it had, and "
    "scales by itself as it did. The task that was stopped does not come back; the service starts "
    "others.",
    answers=("ecs.commands_are_run_in_many_tasks", "guardduty.*:ECS/*", "guardduty.*:Runtime/*"),
    options=(
        ResponseOption(
            "service",
            "What becomes of the service of the task: no tasks (scale), new tasks in the "
            "quarantine group (quarantine), or nothing (keep).",
            "scale",
            "scale|quarantine|keep",
        ),
        ResponseOption("stop", "Stop the task; what is in its memory is lost.", "yes", "yes|no"),
    ),
)
def contain_task(threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
    """Keep the service from starting the task anew, and stop it; tell what it could use."""
    task, chosen = open_task(threat, scene), scene.options
    yield _tell_evidence(task)
    if task.service is not None and chosen["service"] == "scale":
        yield from _scale(task, task.service)
    elif task.service is not None and chosen["service"] == "quarantine":
        yield from _isolate(task, task.service, scene.settings.quarantine_group)
    if chosen["stop"] == "yes":
        yield from _stop(task, threat.case)
    elif task.found.get("enableExecuteCommand"):
        target = f"aws ssm describe-sessions --state Active --region {task.reader.region}"
        what = f"End the sessions of ECS Exec in it: {target}; aws ssm terminate-session"
        yield HumanStep(task.arn, what, "who has a shell in the task keeps it")
    yield from _tell_roles(task)
    yield from _tell_instance(task)


def _tell_evidence(task: ThreatenedTask) -> HumanStep:
    images = [
        f"{one.get('image') or one.get('name')} {one.get('imageDigest') or ''}".strip()
        for one in task.found.get("containers") or ()
    ]
    command = f"aws ecs describe-tasks --cluster {task.cluster} --tasks {task.id}"
    return HumanStep(
        task.arn,
        f"Save what is known of the task: {command}; its logs, and the images "
        f"{', '.join(images) or '(none told)'}",
        "ECS forgets a task about an hour after it stopped",
    )


def _scale(task: ThreatenedTask, service: Row) -> Iterator[Change | HumanStep]:
    arn, name = service["serviceArn"], service["serviceName"]
    if service.get("schedulingStrategy") == "DAEMON":
        what = f"Delete the service {name}, or drain its instances: it is a daemon"
        yield HumanStep(arn, what, "it starts the task anew, and cannot be scaled to none")
        return
    yield from _suspend_scaling(task, arn, name)
    before = service["desiredCount"]
    if before == 0:
        return
    which = {"cluster": task.cluster, "service": name}
    yield task.make(
        resource=arn,
        write=Write("ecs.update_service", {**which, "desiredCount": 0}),
        probe=_probe_service(task, name, "services[0].desiredCount"),
        before=before,
        after=0,
        why="the service does not start the task anew; all its tasks stop",
        undo=Write("ecs.update_service", {**which, "desiredCount": before}),
    )


def _probe_service(task: ThreatenedTask, name: str, take: str) -> Probe:
    return Probe("ecs.describe_services", {"cluster": task.cluster, "services": [name]}, take)


def _suspend_scaling(task: ThreatenedTask, arn: str, name: str) -> Iterator[Change | HumanStep]:
    """Yield the Change that lets nothing scale the service up again."""
    resource = f"service/{task.cluster}/{name}"
    asked = {"ServiceNamespace": "ecs", "ResourceIds": [resource]}
    operation = "application-autoscaling.describe_scalable_targets"
    try:
        targets: list[Any] = list(task.reader.items(operation, "ScalableTargets", **asked))
    except AccessDenied as error:
        what = "Look whether Application Auto Scaling scales the service up again, and suspend it"
        yield HumanStep(arn, what, str(error))
        return
    if not targets:
        return
    found = targets[0].get("SuspendedState") or {}
    before = {name: bool(found.get(name)) for name in SUSPENDED}
    after = dict.fromkeys(SUSPENDED, True)
    if before == after:
        return
    which = {
        "ServiceNamespace": "ecs",
        "ScalableDimension": "ecs:service:DesiredCount",
        "ResourceId": resource,
    }
    take = ", ".join(f"{member}: SuspendedState.{member} || `false`" for member in SUSPENDED)
    write = "application-autoscaling.register_scalable_target"
    yield task.make(
        resource=arn,
        write=Write(write, {**which, "SuspendedState": after}),
        probe=Probe(operation, asked, f"ScalableTargets[0].{{{take}}}"),
        before=before,
        after=after,
        why="nothing scales the service up again",
        undo=Write(write, {**which, "SuspendedState": before}),
        blast="config",
    )


def _isolate(task: ThreatenedTask, service: Row, group: str) -> Iterator[Change | HumanStep]:
    """Yield the Change by which new tasks of the service are in the quarantine group."""
    arn, name = service["serviceArn"], service["serviceName"]
    network = (service.get("networkConfiguration") or {}).get("awsvpcConfiguration")
    if not network:
        what = "Isolate the instance on which the task runs: ec2.isolate_instance"
        yield HumanStep(arn, what, "its tasks have no network interfaces of their own")
        return
    quarantine = _find_group(task, network["subnets"][0], group)
    if quarantine is None:
        what = f"Create the security group {group} without rules in the VPC, and plan again"
        yield HumanStep(arn, what, "there is none that is empty: nothing isolates the tasks")
        return
    before = {
        "subnets": sorted(network["subnets"]),
        "securityGroups": sorted(network.get("securityGroups") or ()),
        "assignPublicIp": network.get("assignPublicIp") or "DISABLED",
    }
    after = {**before, "securityGroups": [quarantine], "assignPublicIp": "DISABLED"}
    if before == after:
        return
    which = {"cluster": task.cluster, "service": name}

    def write(shown: dict[str, Any]) -> Write:
        configuration = {"awsvpcConfiguration": shown}
        return Write("ecs.update_service", {**which, "networkConfiguration": configuration})

    yield task.make(
        resource=arn,
        write=write(after),
        probe=_probe_service(
            task,
            name,
            "services[0].networkConfiguration.awsvpcConfiguration.{subnets: sort(subnets), "
            "securityGroups: sort(securityGroups || `[]`), "
            "assignPublicIp: assignPublicIp || 'DISABLED'}",
        ),
        before=before,
        after=after,
        why="new tasks of the service reach nothing, and replace those that run",
        undo=write(before),
    )


def _find_group(task: ThreatenedTask, subnet: str, name: str) -> str | None:
    """Return the id of the quarantine group of a subnet's VPC; None unless it lets nothing pass."""
    found: Any = task.reader.call("ec2.describe_subnets", SubnetIds=[subnet])["Subnets"]
    filters = [
        {"Name": "group-name", "Values": [name]},
        {"Name": "vpc-id", "Values": [found[0]["VpcId"]]},
    ]
    for group in task.reader.call("ec2.describe_security_groups", Filters=filters)[
        "SecurityGroups"
    ]:
        if not group["IpPermissions"] and not group["IpPermissionsEgress"]:
            return str(group["GroupId"])
    return None


def _stop(task: ThreatenedTask, case: str) -> Iterator[Change]:
    if task.found.get("desiredStatus") == "STOPPED":
        return
    yield task.make(
        write=Write(
            "ecs.stop_task",
            {"cluster": task.cluster, "task": task.id, "reason": f"contained in {case}"},
        ),
        probe=Probe(
            "ecs.describe_tasks",
            {"cluster": task.cluster, "tasks": [task.id]},
            "tasks[0].desiredStatus",
        ),
        before="RUNNING",
        after="STOPPED",
        why="nothing of the task runs any more, and no shell in it stays open",
        irreversible="a task that was stopped does not start again",
        blast="irreversible",
    )


def _tell_roles(task: ThreatenedTask) -> Iterator[HumanStep]:
    answer = task.reader.call(
        "ecs.describe_task_definition", taskDefinition=task.found["taskDefinitionArn"]
    )
    overrides = task.found.get("overrides") or {}
    for member in ("taskRoleArn", "executionRoleArn"):
        role = overrides.get(member) or answer["taskDefinition"].get(member)
        if role:
            what = f"Contain the role {role}: iam.contain_role"
            yield HumanStep(str(role), what, "what ran in the task may have its credentials")


def _tell_instance(task: ThreatenedTask) -> Iterator[HumanStep]:
    arn = task.found.get("containerInstanceArn")
    if not arn:
        return
    answer: Any = task.reader.call(
        "ecs.describe_container_instances", cluster=task.cluster, containerInstances=[arn]
    )
    for one in answer["containerInstances"]:
        instance = one.get("ec2InstanceId")
        what = f"Isolate the instance {instance}, if the task took it: ec2.isolate_instance"
        yield HumanStep(str(arn), what, "tasks on an instance share its kernel")
