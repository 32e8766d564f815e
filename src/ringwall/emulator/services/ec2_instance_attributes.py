"""EC2: attributes of instances that moto takes unread or does not show, and their protection."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

BEHAVIORS = ("stop", "terminate")
VALUES = (
    "InstanceType",
    "Kernel",
    "Ramdisk",
    "UserData",
    "DisableApiTermination",
    "DisableApiStop",
    "InstanceInitiatedShutdownBehavior",
    "SourceDestCheck",
    "EbsOptimized",
    "EnaSupport",
    "SriovNetSupport",
    "BlockDeviceMappings",
    "Groups",
)
"""Each may be changed alone: "You can specify only one attribute at a time".

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceAttribute.html
"""
NEEDS_STOP = frozenset({"InstanceType", "Kernel", "Ramdisk", "UserData", "EbsOptimized"})


@emulates("ec2", "ModifyInstanceAttribute")
def modify_instance(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Change one attribute of an instance."""
    given = [name for name in VALUES if call.parameters.get(name) is not None]
    if len(given) > 1:
        message = "Fields for multiple attribute types specified."
        raise Fault("InvalidParameterCombination", message)
    instance = _find(call)
    name = given[0] if given else ""
    if name in NEEDS_STOP and instance.state != "stopped":
        message = f"The instance '{instance.id}' is not in the 'stopped' state."
        raise Fault("IncorrectInstanceState", message)
    if name == "InstanceInitiatedShutdownBehavior":
        behavior = call.parameters[name].get("Value")
        if behavior not in BEHAVIORS:
            message = f"Value ({behavior}) for parameter value is invalid."
            raise Fault("InvalidParameterValue", message)
        instance.instance_initiated_shutdown_behavior = behavior
        return {}
    if name == "BlockDeviceMappings":
        return _change_disks(call, instance)
    if name == "Groups":
        return _change_groups(call, instance)
    answer = state.ask_moto(call)
    if name == "SourceDestCheck" and 0 in instance.nics:
        instance.nics[0].source_dest_check = call.parameters[name].get("Value")
    return answer


def _change_disks(call: EmulatedCall, instance: Any) -> Mapping[str, Any]:
    for mapping in call.parameters["BlockDeviceMappings"]:
        device = mapping.get("DeviceName")
        if device not in instance.block_device_mapping:
            message = f"No device is currently mapped at {device}"
            raise Fault("InvalidInstanceAttributeValue", message)
        chosen = (mapping.get("Ebs") or {}).get("DeleteOnTermination")
        if chosen is not None:
            instance.block_device_mapping[device].delete_on_termination = chosen
    return {}


def _change_groups(call: EmulatedCall, instance: Any) -> Mapping[str, Any]:
    """Give the instance's primary interface other groups, of its own VPC."""
    backend = moto_backend("ec2", call.account_id, call.region)
    groups = []
    for group_id in call.parameters["Groups"]:
        group = backend.get_security_group_from_id(group_id)
        if group is None or group.vpc_id != instance.vpc_id:
            message = f"The security group '{group_id}' does not exist in VPC '{instance.vpc_id}'"
            raise Fault("InvalidGroup.NotFound", message)
        groups.append(group)
    if len(instance.nics) > 1:
        message = "There are multiple interfaces attached to instance. Please specify an interface."
        raise Fault("InvalidInstanceID", message)
    instance.security_groups = groups
    return {}


@emulates("ec2", "DescribeInstanceAttribute")
def describe_instance_attribute(
    state: EmulatorState, call: EmulatedCall
) -> Mapping[str, Any] | None:
    """Return one attribute; moto shows no disks."""
    if call.parameters.get("Attribute") != "blockDeviceMapping":
        return state.ask_moto(call)
    instance = _find(call)
    shown = [
        {
            "DeviceName": name,
            "Ebs": {
                "VolumeId": device.volume_id,
                "DeleteOnTermination": bool(device.delete_on_termination),
                "Status": "attached",
                "AttachTime": device.attach_time,
            },
        }
        for name, device in instance.block_device_mapping.items()
    ]
    return {"InstanceId": instance.id, "BlockDeviceMappings": shown}


@emulates("ec2", "StopInstances", "TerminateInstances")
def check_protection(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Refuse the whole call where one instance is protected; moto changes those before it.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html
    """
    backend = moto_backend("ec2", call.account_id, call.region)
    stops = call.operation.startswith("Stop")
    flag = "disableApiStop" if stops else "disableApiTermination"
    wanted = set(call.parameters.get("InstanceIds") or ())
    for instance in backend.all_instances():
        if instance.id not in wanted:
            continue
        if instance.disable_api_stop if stops else instance.disable_api_termination:
            verb = "stopped" if stops else "terminated"
            message = (
                f"The instance '{instance.id}' may not be {verb}. Modify its '{flag}' instance "
                "attribute and try again."
            )
            raise Fault("OperationNotPermitted", message)
        if stops and instance.state == "terminated":
            message = f"The instance '{instance.id}' is not in a state from which it can be stopped"
            raise Fault("IncorrectInstanceState", message)
    return None


def _find(call: EmulatedCall) -> Any:
    instance_id = call.parameters["InstanceId"]
    backend = moto_backend("ec2", call.account_id, call.region)
    found = next((i for i in backend.all_instances() if i.id == instance_id), None)
    if found is None:
        message = f"The instance ID '{instance_id}' does not exist"
        raise Fault("InvalidInstanceID.NotFound", message)
    return found
