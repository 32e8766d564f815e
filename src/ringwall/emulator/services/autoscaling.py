"""Auto Scaling: instances that leave and join a group, within its sizes.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-detach-attach-instances.html
"""

from collections.abc import Mapping
from typing import Any

from moto.autoscaling import models
from moto.moto_api._internal import mock_random

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

# Moto chooses the zone of an instance by chance: another one in each run.
setattr(models, "random", mock_random)  # noqa: B010


@emulates("autoscaling", "DetachInstances", "EnterStandby")
def leave_group(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Take instances out of a group, which starts others unless it becomes smaller."""
    group = _find_group(call)
    wanted = list(call.parameters.get("InstanceIds") or ())
    _check_members(group, wanted)
    shrinks = bool(call.parameters.get("ShouldDecrementDesiredCapacity"))
    if shrinks and group.desired_capacity - len(wanted) < group.min_size:
        verb = "detach" if call.operation.startswith("Detach") else "place into standby"
        raise _out_of_bounds(group, f"{verb} {len(wanted)}")
    before = set(_name_members(group))
    desired = group.desired_capacity
    answer = state.ask_moto(call)
    if not shrinks:
        _limit_launches(call, group, before)
        group.desired_capacity = desired
    _leave_target_groups(call, group, wanted)
    return answer


def _limit_launches(call: EmulatedCall, group: Any, before: set[str]) -> None:
    """Undo what a group started though its process Launch is suspended."""
    if not any("Launch" in str(process) for process in group.suspended_processes):
        return
    started = set(_name_members(group)) - before
    group.instance_states = [s for s in group.instance_states if s.instance.id not in started]
    reservations = moto_backend("ec2", call.account_id, call.region).reservations
    for key in list(reservations):
        held = reservations[key].instances
        reservations[key].instances = [i for i in held if i.id not in started]
        if not reservations[key].instances:
            del reservations[key]


def _leave_target_groups(call: EmulatedCall, group: Any, wanted: list[str]) -> None:
    """An instance that leaves is deregistered from the group's target groups."""
    backend = moto_backend("elbv2", call.account_id, call.region)
    for arn in group.target_group_arns:
        target_group = backend.target_groups.get(arn)
        if target_group is not None:
            target_group.deregister(
                [{"Id": name} for name in wanted if name in target_group.targets]
            )


@emulates("autoscaling", "AttachInstances")
def join_group(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Put instances into a group, whose desired capacity grows by as many."""
    group = _find_group(call)
    wanted = list(call.parameters.get("InstanceIds") or ())
    ec2 = moto_backend("ec2", call.account_id, call.region)
    running = {i.id for i in ec2.all_instances() if i.state == "running"}
    for name in wanted:
        if name not in running:
            message = f"Invalid Instance ID(s): [{name}] specified, or not in running state"
            raise Fault("ValidationError", message)
    groups = moto_backend("autoscaling", call.account_id, call.region).autoscaling_groups
    for other in groups.values():
        for name in set(wanted) & set(_name_members(other)):
            message = f"Instance {name} is already part of AutoScalingGroup:{other.name}"
            raise Fault("ValidationError", message)
    if group.desired_capacity + len(wanted) > group.max_size:
        raise _out_of_bounds(group, f"attach {len(wanted)} more")
    desired = group.desired_capacity + len(wanted)
    answer = state.ask_moto(call)
    group.desired_capacity = desired
    return answer


@emulates("autoscaling", "TerminateInstanceInAutoScalingGroup", "ExitStandby")
def check_group(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse what is not of a group, and what would leave too few or too many instances."""
    if call.operation == "ExitStandby":
        group = _find_group(call)
        wanted = list(call.parameters.get("InstanceIds") or ())
        _check_members(group, wanted)
        if group.desired_capacity + len(wanted) > group.max_size:
            raise _out_of_bounds(group, f"return to service {len(wanted)}")
        return
    groups = moto_backend("autoscaling", call.account_id, call.region).autoscaling_groups
    name = call.parameters["InstanceId"]
    found = next((g for g in groups.values() if name in _name_members(g)), None)
    if found is None:
        message = f"Instance Id not found - No managed instance found for instance ID: {name}"
        raise Fault("ValidationError", message)
    shrinks = call.parameters.get("ShouldDecrementDesiredCapacity")
    if shrinks and found.desired_capacity - 1 < found.min_size:
        message = (
            "Currently, desiredSize equals minSize "
            f"({found.min_size}). Terminating instance without replacement will violate group's "
            "min size constraint. Either set shouldDecrementDesiredCapacity flag to false or lower "
            "group's min size."
        )
        raise Fault("ValidationError", message)


def _find_group(call: EmulatedCall) -> Any:
    name = call.parameters["AutoScalingGroupName"]
    groups = moto_backend("autoscaling", call.account_id, call.region).autoscaling_groups
    if name not in groups:
        message = f"AutoScalingGroup name not found - AutoScalingGroup '{name}' not found"
        raise Fault("ValidationError", message)
    return groups[name]


def _name_members(group: Any) -> list[str]:
    return [str(member.instance.id) for member in group.instance_states]


def _check_members(group: Any, wanted: list[str]) -> None:
    missing = [name for name in wanted if name not in _name_members(group)]
    if missing:
        message = f"The instance {missing[0]} is not part of Auto Scaling group {group.name}."
        raise Fault("ValidationError", message)


def _out_of_bounds(group: Any, what: str) -> Fault:
    sizes = f"min-size={group.min_size}, max-size={group.max_size}"
    message = (
        f"AutoScalingGroup {group.name} has {sizes}, and desired-size={group.desired_capacity}. "
        f"To {what} instance, please update the AutoScalingGroup sizes appropriately."
    )
    return Fault("ValidationError", message)
