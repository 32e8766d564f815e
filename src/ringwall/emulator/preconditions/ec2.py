"""EC2: what is in use cannot be deleted, and how much of it there may be.

Moto refuses some of it: to delete a VPC with subnets, a network ACL or a route table in use.
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
"""

from collections.abc import Iterator
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.hooks import refuses
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.quotas import ACL_RULES, ADDRESSES, GATEWAYS, NAT_GATEWAYS, VPCS, find_limit
from ringwall.emulator.state import EmulatorState


def _backend(call: EmulatedCall) -> Any:
    return moto_backend("ec2", call.account_id, call.region)


def _depends(message: str) -> Fault:
    return Fault("DependencyViolation", message)


@refuses("ec2", "DeleteSecurityGroup")
def check_group(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse to delete a group that is default, in use by an interface, or named by a rule."""
    backend = _backend(call)
    wanted = call.parameters.get("GroupId") or call.parameters.get("GroupName")
    every = [group for groups in backend.groups.values() for group in groups.values()]
    group = next((one for one in every if wanted in {one.id, one.name}), None)
    if group is None:
        return
    if group.name == "default":
        message = f'the specified group: "{group.id}" name: "default" cannot be deleted by a user'
        raise Fault("CannotDelete", message)
    users = (one.id for eni in backend.enis.values() for one in eni.group_set)
    others = (one for one in every if one.id != group.id)
    if group.id in {*users, *(name for other in others for name in _named_groups(other))}:
        raise _depends(f"resource {group.id} has a dependent object")


def _named_groups(group: Any) -> Iterator[str]:
    for rule in (*group.ingress_rules, *group.egress_rules):
        pair = getattr(rule, "ip_range", None), getattr(rule, "source_group", None)
        for source in pair:
            if isinstance(source, dict) and source.get("GroupId"):
                yield source["GroupId"]


@refuses("ec2", "DeleteSubnet")
def check_subnet(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse to delete a subnet in which there are interfaces."""
    wanted = call.parameters["SubnetId"]
    if any(eni.subnet.id == wanted for eni in _backend(call).enis.values()):
        raise _depends(f"The subnet '{wanted}' has dependencies and cannot be deleted.")


@refuses("ec2", "DeleteVpc")
def check_vpc(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse to delete a VPC with groups, gateways, endpoints or interfaces of its own."""
    backend, wanted = _backend(call), call.parameters["VpcId"]
    groups = [group for group in backend.groups.get(wanted, {}).values() if group.name != "default"]
    gateways = [one for one in backend.internet_gateways.values() if _is_at(one, wanted)]
    endpoints = [
        one
        for one in backend.vpc_end_points.values()
        if one.vpc_id == wanted and one.state != "deleted"
    ]
    interfaces = [eni for eni in backend.enis.values() if eni.subnet.vpc_id == wanted]
    if groups or gateways or endpoints or interfaces:
        raise _depends(f"The vpc '{wanted}' has dependencies and cannot be deleted.")


def _is_at(gateway: Any, vpc_id: str) -> bool:
    return bool(gateway.vpc and gateway.vpc.id == vpc_id)


@refuses("ec2", "AttachInternetGateway")
def check_attachment(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse a second internet gateway for a VPC."""
    wanted = call.parameters["VpcId"]
    if any(_is_at(one, wanted) for one in _backend(call).internet_gateways.values()):
        message = f"Network {wanted} already has an internet gateway attached"
        raise Fault("InvalidParameterValue", message)


@refuses("ec2", "DetachInternetGateway")
def check_detachment(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse to detach a gateway while something in the VPC has a public address."""
    wanted = call.parameters["VpcId"]
    backend = _backend(call)
    if any(eni.subnet.vpc_id == wanted and eni.public_ip for eni in backend.enis.values()):
        message = (
            f"Network {wanted} has some mapped public address(es). Please unmap those public "
            "address(es) before detaching the gateway."
        )
        raise _depends(message)


@refuses("ec2", "DeleteNetworkInterface")
def check_interface(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse to delete an interface that is attached, or that a service uses."""
    backend, wanted = _backend(call), call.parameters["NetworkInterfaceId"]
    eni = backend.enis.get(wanted)
    if eni is None:
        return
    managed = {
        gateway._eni.id  # noqa: SLF001  # moto offers no other way
        for gateway in backend.nat_gateways.values()
        if gateway.state != "deleted"
    }
    if eni.instance or eni.attachment_id or wanted in managed:
        message = f"Network interface '{wanted}' is currently in use."
        raise Fault("InvalidNetworkInterface.InUse", message)


@refuses("ec2", "ReleaseAddress")
def check_address(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse to release an address that is associated: it is disassociated first."""
    wanted = {call.parameters.get("AllocationId"), call.parameters.get("PublicIp")} - {None, ""}
    for address in _backend(call).addresses:
        if {address.allocation_id, address.public_ip} & wanted and address.association_id:
            message = f"Address {address.public_ip} is in use."
            raise Fault("InvalidIPAddress.InUse", message)


@refuses("ec2", "DeleteRouteTable")
def check_route_table(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse to delete a VPC's main route table."""
    wanted = call.parameters["RouteTableId"]
    table = _backend(call).route_tables.get(wanted)
    if table is not None and table.main_association_id:
        raise _depends(f"The routeTable '{wanted}' has dependencies and cannot be deleted.")


@refuses("ec2", "CreateVpc")
def check_vpcs(state: EmulatorState, call: EmulatedCall) -> None:
    """Hold the quota of VPCs; the default one counts."""
    if len(_backend(call).vpcs) >= find_limit(state, call, VPCS):
        raise Fault("VpcLimitExceeded", "The maximum number of VPCs has been reached.")


@refuses("ec2", "AllocateAddress")
def check_addresses(state: EmulatorState, call: EmulatedCall) -> None:
    """Hold the quota of addresses."""
    if len(_backend(call).addresses) >= find_limit(state, call, ADDRESSES):
        message = "The maximum number of addresses has been reached."
        raise Fault("AddressLimitExceeded", message)


@refuses("ec2", "CreateInternetGateway")
def check_gateways(state: EmulatorState, call: EmulatedCall) -> None:
    """Hold the quota of internet gateways."""
    if len(_backend(call).internet_gateways) >= find_limit(state, call, GATEWAYS):
        message = "The maximum number of internet gateways has been reached."
        raise Fault("InternetGatewayLimitExceeded", message)


@refuses("ec2", "CreateNatGateway")
def check_nat_gateways(state: EmulatorState, call: EmulatedCall) -> None:
    """Hold the quota of NAT gateways of a zone; those that are deleted do not count."""
    backend = _backend(call)
    subnets = {
        subnet.id: subnet.availability_zone
        for zone in backend.subnets.values()
        for subnet in zone.values()
    }
    zone = subnets.get(call.parameters.get("SubnetId", ""))
    live = [one for one in backend.nat_gateways.values() if one.state not in {"deleted", "failed"}]
    if zone and sum(subnets.get(one.subnet_id) == zone for one in live) >= find_limit(
        state, call, NAT_GATEWAYS
    ):
        message = f"The maximum number of NAT Gateways has been reached in {zone}."
        raise Fault("NatGatewayLimitExceeded", message)


@refuses("ec2", "CreateNetworkAclEntry")
def check_entries(state: EmulatorState, call: EmulatedCall) -> None:
    """Hold the quota of a network ACL's rules in each direction, the last one not counted."""
    acl = _backend(call).network_acls.get(call.parameters["NetworkAclId"])
    if acl is None:
        return
    egress = str(call.parameters.get("Egress", False)).lower()
    same = [
        entry
        for entry in acl.network_acl_entries
        if str(entry.egress).lower() == egress and int(entry.rule_number) < LAST_RULE
    ]
    if len(same) >= find_limit(state, call, ACL_RULES):
        message = f"Network ACL {acl.id} has reached the limit of rules."
        raise Fault("NetworkAclEntryLimitExceeded", message)


LAST_RULE = 32767
"""The number of the rule `*`, which denies what no other one matches."""


@refuses("ec2", "CreateSecurityGroup")
def check_default_vpc(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse a group without a VPC where there is no default one; moto remembers a deleted one.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
    """
    if not call.parameters.get("VpcId") and _backend(call).get_default_vpc() is None:
        raise Fault("VPCIdNotSpecified", "No default VPC for this user")
