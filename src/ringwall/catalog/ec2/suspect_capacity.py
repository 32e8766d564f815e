"""How an instance leaves the Auto Scaling group and the load balancers that use it.

An instance that joins a group raises the desired capacity by one. So it leaves with its place
(which lowers the desired capacity), and then the group is told to have as many as before. Undone,
the group first gives up one of those that replaced it, and then takes the instance back into the
place: the desired capacity is as it was, the maximum is never passed, and the group cannot choose
the very instance that came back to be ended.
https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-detach-attach-instances.html
"""

from collections.abc import Iterator
from dataclasses import replace

from ringwall.catalog.ec2.suspect import INSTANCE, Suspect
from ringwall.model.change import Change, Probe, Write
from ringwall.model.response_playbook import HumanStep
from ringwall.model.state import read_state
from ringwall.model.table import Row
from ringwall.model.write_shape import Shape, WriteShape

GROUP_NAME = r"[^\x00-\x1f]{1,255}"
UPDATE = "autoscaling.update_auto_scaling_group"
TARGET_GROUP = r"arn:[a-z-]+:elasticloadbalancing:{region}:{account_id}:targetgroup/[\w/-]{1,80}"
BALANCER = r"[A-Za-z0-9-]{1,32}"
TARGET: Shape = ({"Id": r"[\w.:-]{1,64}", "Port": range(1, 65536), "AvailabilityZone?": r"[\w-]+"},)
_CLASSIC: dict[str, Shape] = {
    "LoadBalancerName": BALANCER,
    "Instances": ({"InstanceId": INSTANCE},),
}
_GROUP: dict[str, Shape] = {"AutoScalingGroupName": GROUP_NAME}
WRITES = (
    WriteShape(
        "autoscaling.detach_instances",
        {**_GROUP, "InstanceIds": (INSTANCE,), "ShouldDecrementDesiredCapacity": True},
    ),
    WriteShape("autoscaling.attach_instances", {**_GROUP, "InstanceIds": (INSTANCE,)}),
    WriteShape(UPDATE, {**_GROUP, "MinSize?": range(100_000), "DesiredCapacity?": range(100_000)}),
    WriteShape("elbv2.deregister_targets", {"TargetGroupArn": TARGET_GROUP, "Targets": TARGET}),
    WriteShape("elbv2.register_targets", {"TargetGroupArn": TARGET_GROUP, "Targets": TARGET}),
    WriteShape("elb.deregister_instances_from_load_balancer", _CLASSIC),
    WriteShape("elb.register_instances_with_load_balancer", _CLASSIC),
)
READS = (
    "autoscaling.describe_auto_scaling_instances",
    "autoscaling.describe_auto_scaling_groups",
    "elbv2.describe_target_groups",
    "elbv2.describe_target_health",
    "elb.describe_load_balancers",
)
BY_ITSELF = "it serves until a person has done it, or ends it where it looks unhealthy"


def leave_group(suspect: Suspect) -> Iterator[Change | HumanStep]:
    """Take the instance out of its Auto Scaling group, which starts another one in its place."""
    probe = Probe(
        "autoscaling.describe_auto_scaling_instances",
        {"InstanceIds": [suspect.instance_id]},
        "AutoScalingInstances[0].{group: AutoScalingGroupName, state: LifecycleState}",
    )
    member = read_state(probe, suspect.site.reader)
    if not member or not member["group"]:
        return
    name, state = member["group"], str(member["state"])
    if state == "Standby":
        yield HumanStep(
            suspect.arn,
            f"Leave it in Standby in the Auto Scaling group {name}",
            "its group neither uses nor ends it there",
        )
        return
    if state != "InService":
        yield HumanStep(
            suspect.arn,
            f"Detach it from the Auto Scaling group {name}",
            f"it is {state}, and a group lets only those go that are in service",
        )
        return
    groups = suspect.site.reader.call(
        "autoscaling.describe_auto_scaling_groups", AutoScalingGroupNames=[name]
    )["AutoScalingGroups"]
    yield from _leave_with_place(suspect, groups[0])


def _leave_with_place(suspect: Suspect, group: Row) -> Iterator[Change]:
    name, arn = group["AutoScalingGroupName"], group["AutoScalingGroupARN"]
    desired, least = max(1, int(group["DesiredCapacity"])), int(group["MinSize"])
    is_least = desired <= least
    needs: tuple[str, ...] = ()
    if is_least:
        smaller = _resize(
            suspect,
            arn,
            name,
            ({"MinSize": least}, {"MinSize": desired - 1}),
            f"{name} has no more instances than it must: it may let this one go",
        )
        yield smaller
        needs = (smaller.id,)
    joined = {"AutoScalingGroupName": name, "InstanceIds": [suspect.instance_id]}
    detach = suspect.change(
        write=Write(
            "autoscaling.detach_instances", {**joined, "ShouldDecrementDesiredCapacity": True}
        ),
        probe=Probe(
            "autoscaling.describe_auto_scaling_instances",
            {"InstanceIds": [suspect.instance_id]},
            "AutoScalingInstances[0].AutoScalingGroupName",
            wait=120.0,
        ),
        before=name,
        after=None,
        why=f"{name} neither ends it when it looks unhealthy nor sends it work",
        blast="availability",
        undo=Write("autoscaling.attach_instances", joined),
        stage="contain",
        needs=needs,
    )
    yield detach
    sizes = {"MinSize": desired - 1, "DesiredCapacity": desired - 1}
    full = {"MinSize": least, "DesiredCapacity": desired}
    if not is_least:
        sizes, full = {"DesiredCapacity": desired - 1}, {"DesiredCapacity": desired}
    why = f"{name} starts another instance in its place, so that it has {desired} as before"
    yield replace(_resize(suspect, arn, name, (sizes, full), why), needs=(detach.id,))


def _resize(suspect: Suspect, arn: str, name: str, sizes: tuple[Row, Row], why: str) -> Change:
    before, after = sizes
    which = {"AutoScalingGroupName": name}
    take = ", ".join(f"{each}: {each}" for each in before)
    return suspect.site.change(
        arn,
        write=Write(UPDATE, {**which, **after}),
        probe=Probe(
            "autoscaling.describe_auto_scaling_groups",
            {"AutoScalingGroupNames": [name]},
            f"AutoScalingGroups[0].{{{take}}}",
        ),
        before=before,
        after=after,
        why=why,
        blast="availability",
        undo=Write(UPDATE, {**which, **before}),
        stage="contain",
    )


def leave_target_groups(suspect: Suspect) -> Iterator[Change]:
    """Deregister the instance, or its addresses, from all target groups."""
    reader = suspect.site.reader
    vpcs = {suspect.document.get("VpcId")} | {one["VpcId"] for one in suspect.interfaces}
    for group in reader.items("elbv2.describe_target_groups", "TargetGroups"):
        kind = group.get("TargetType", "instance")
        names = {"instance": {suspect.instance_id}, "ip": suspect.addresses}.get(kind, frozenset())
        if group.get("VpcId") not in vpcs or not names:
            continue
        arn = group["TargetGroupArn"]
        health = reader.call("elbv2.describe_target_health", TargetGroupArn=arn)
        for one in health["TargetHealthDescriptions"]:
            is_leaving = one.get("TargetHealth", {}).get("State") == "draining"
            if one["Target"]["Id"] in names and not is_leaving:
                yield _deregister(suspect, arn, one["Target"])


def _deregister(suspect: Suspect, arn: str, target: Row) -> Change:
    given = {name: target[name] for name in ("Id", "Port", "AvailabilityZone") if target.get(name)}
    which = {"TargetGroupArn": arn, "Targets": [given]}
    return suspect.site.change(
        arn,
        write=Write("elbv2.deregister_targets", which),
        probe=Probe(
            "elbv2.describe_target_health",
            {"TargetGroupArn": arn},
            "Target.Id",
            items="TargetHealthDescriptions[?TargetHealth.State!='draining']",
            match={"Target.Id": given["Id"], "Target.Port": given["Port"]},
        ),
        before=given["Id"],
        after=None,
        why="no load balancer sends it requests",
        blast="availability",
        undo=Write("elbv2.register_targets", which),
        stage="contain",
    )


def leave_classic_balancers(suspect: Suspect) -> Iterator[Change]:
    """Deregister the instance from Classic Load Balancers."""
    site = suspect.site
    for one in site.reader.items("elb.describe_load_balancers", "LoadBalancerDescriptions"):
        if suspect.instance_id not in {each["InstanceId"] for each in one.get("Instances") or ()}:
            continue
        name = one["LoadBalancerName"]
        which = {"LoadBalancerName": name, "Instances": [{"InstanceId": suspect.instance_id}]}
        yield site.change(
            site.name(f"loadbalancer/{name}", "elasticloadbalancing"),
            write=Write("elb.deregister_instances_from_load_balancer", which),
            probe=Probe(
                "elb.describe_load_balancers",
                {"LoadBalancerNames": [name]},
                "InstanceId",
                items="LoadBalancerDescriptions[0].Instances",
                match={"InstanceId": suspect.instance_id},
            ),
            before=suspect.instance_id,
            after=None,
            why="the load balancer sends it no requests",
            blast="availability",
            undo=Write("elb.register_instances_with_load_balancer", which),
            stage="contain",
        )
