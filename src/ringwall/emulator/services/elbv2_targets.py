"""Load balancing: targets that are registered, deregistered, and used by a load balancer or not."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

UNUSED = {
    "State": "unused",
    "Reason": "Target.NotInUse",
    "Description": "Target group is not configured to receive traffic from the load balancer",
}


@emulates("elbv2", "RegisterTargets")
def check_targets(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse instances that do not exist; let moto register the rest."""
    group = _find_group(call)
    if getattr(group, "target_type", "instance") not in {None, "instance"}:
        return
    known = {i.id for i in moto_backend("ec2", call.account_id, call.region).all_instances()}
    missing = [t["Id"] for t in call.parameters["Targets"] if t["Id"] not in known]
    if missing:
        raise Fault("InvalidTarget", f"The following targets are not valid: '{missing[0]}'")


@emulates("elbv2", "DeregisterTargets")
def deregister_targets(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Deregister targets: "If the specified target does not exist, the action is successful".

    https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeregisterTargets.html
    """
    group = _find_group(call)
    wanted = [{"Id": t["Id"]} for t in call.parameters["Targets"] if t["Id"] in group.targets]
    group.deregister(wanted)
    return {}


@emulates("elbv2", "DescribeTargetHealth")
def describe_health(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the health of targets: none is used where no load balancer sends to the group."""
    answer = state.ask_moto(call)
    if _find_group(call).load_balancer_arns:
        return answer
    for item in answer["TargetHealthDescriptions"]:
        if item["TargetHealth"]["State"] == "healthy":
            item["TargetHealth"] = dict(UNUSED)
    return answer


def _find_group(call: EmulatedCall) -> Any:
    backend = moto_backend("elbv2", call.account_id, call.region)
    found = backend.target_groups.get(call.parameters["TargetGroupArn"])
    if found is None:
        raise Fault("TargetGroupNotFound", "One or more target groups not found")
    return found


@emulates("elbv2", "DeleteTargetGroup")
def delete_group(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Do nothing for a target group that is gone, as AWS; moto deletes the others.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteTargetGroup.html
    """
    held = moto_backend("elbv2", call.account_id, call.region).target_groups
    return None if call.parameters["TargetGroupArn"] in held else {}
