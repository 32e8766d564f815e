"""EC2: the groups of network interfaces and of instances, which are one thing on AWS."""

from collections.abc import Mapping
from typing import Any

from moto.ec2.models.elastic_network_interfaces import NetworkInterface
from moto.ec2.models.instances import Instance

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

_GROUPS = "_group_set"
"""Where moto keeps the groups of an interface."""


def _read_groups(instance: Instance) -> list[Any]:
    primary = instance.__dict__.get("nics", {}).get(0)
    held = instance.__dict__.get("launch_groups", ())
    return list(primary.__dict__[_GROUPS] if primary is not None else held)


def _write_groups(instance: Instance, groups: list[Any]) -> None:
    instance.__dict__["launch_groups"] = list(groups)
    primary = instance.__dict__.get("nics", {}).get(0)
    if primary is not None:
        primary.__dict__[_GROUPS] = list(groups)


def _read_own_groups(interface: NetworkInterface) -> list[Any]:
    return list(interface.__dict__[_GROUPS])


# "When you specify a security group for an instance, it is that of its primary network interface";
# moto keeps two lists, and shows the union of both with every interface.
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceAttribute.html
setattr(Instance, "security_groups", property(_read_groups, _write_groups))  # noqa: B010
setattr(NetworkInterface, "group_set", property(_read_own_groups))  # noqa: B010


@emulates("ec2", "ModifyNetworkInterfaceAttribute")
def modify_interface(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change an interface; moto forgets whether it is deleted with its instance."""
    interface = moto_backend("ec2", call.account_id, call.region).enis.get(
        call.parameters["NetworkInterfaceId"]
    )
    _check_groups(call, interface)
    answer = state.ask_moto(call)
    attachment = call.parameters.get("Attachment") or {}
    if "DeleteOnTermination" in attachment:
        if attachment.get("AttachmentId") != interface.attachment_id:
            message = f"The attachment '{attachment.get('AttachmentId')}' does not exist"
            raise Fault("InvalidAttachmentID.NotFound", message)
        interface.delete_on_termination = attachment["DeleteOnTermination"]
    return answer


def _check_groups(call: EmulatedCall, interface: Any) -> None:
    """Refuse groups that do not exist, and those of another VPC."""
    backend = moto_backend("ec2", call.account_id, call.region)
    for group_id in call.parameters.get("Groups") or ():
        group = backend.get_security_group_from_id(group_id)
        if group is None:
            message = f"The security group '{group_id}' does not exist"
            raise Fault("InvalidGroup.NotFound", message)
        if interface is not None and group.vpc_id != interface.vpc_id:
            message = (
                f"You have specified two resources that belong to different networks: "
                f"{group_id} and {interface.id}"
            )
            raise Fault("InvalidGroup.NotFound", message)


@emulates("ec2", "DescribeNetworkInterfaceAttribute")
def describe_interface_attribute(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return one attribute of an interface."""
    name = call.parameters.get("Attribute") or ""
    interface_id = call.parameters["NetworkInterfaceId"]
    interface = moto_backend("ec2", call.account_id, call.region).enis.get(interface_id)
    if interface is None:
        message = f"The network interface '{interface_id}' does not exist"
        raise Fault("InvalidNetworkInterfaceID.NotFound", message)
    found: dict[str, dict[str, Any]] = {
        "description": {"Description": {"Value": interface.description}},
        "groupSet": {
            "Groups": [{"GroupId": g.id, "GroupName": g.name} for g in interface.group_set]
        },
        "sourceDestCheck": {"SourceDestCheck": {"Value": interface.source_dest_check}},
        "attachment": {"Attachment": _show_attachment(interface)} if interface.attachment else {},
    }
    if name not in found:
        raise Fault("InvalidParameterValue", f"Value ({name}) for parameter attribute is invalid.")
    return {"NetworkInterfaceId": interface_id} | found[name]


def _show_attachment(interface: Any) -> dict[str, Any]:
    return {
        "AttachmentId": interface.attachment_id,
        "DeleteOnTermination": bool(interface.delete_on_termination),
        "DeviceIndex": interface.device_index,
        "InstanceId": interface.instance.id,
        "InstanceOwnerId": interface.instance.owner_id,
        "Status": "attached",
        "AttachTime": interface.attach_time,
    }
