"""EC2: VPCs on a transit gateway, of its own account and of those that it is shared with.

https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html
"""

from collections.abc import Iterator, Mapping
from typing import Any

from moto.ec2.models.transit_gateway_attachments import TransitGatewayVpcAttachment
from moto.ec2.models.transit_gateway_route_tables import RouteTablePropagation
from moto.ec2.utils import convert_tag_spec

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.made_interfaces import ATTACHMENT, place_interfaces
from ringwall.emulator.on_moto.moto_client import moto_backend, moto_backends
from ringwall.emulator.shares import find_shared_arns
from ringwall.emulator.state import EmulatorState

DEFAULTS = {
    "AssociationDefaultRouteTableId": "DefaultRouteTableAssociation",
    "PropagationDefaultRouteTableId": "DefaultRouteTablePropagation",
}


class AttachedVpc(TransitGatewayVpcAttachment):
    """A VPC on a gateway, which another account may own: moto takes the VPC's for both."""

    gateway_owner_id = ""

    @property
    def transit_gateway_owner_id(self) -> str:
        """The account of the gateway."""
        return self.gateway_owner_id


@emulates("ec2", "CreateTransitGateway")
def create_gateway(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a gateway; it has a default route table only where it is asked to use one."""
    answer = state.ask_moto(call)
    backend = moto_backend("ec2", call.account_id, call.region)
    gateway = backend.transit_gateways[answer["TransitGateway"]["TransitGatewayId"]]
    table = backend.transit_gateways_route_tables[gateway.default_route_table.id]
    shown = answer["TransitGateway"]["Options"]
    for name, flag in DEFAULTS.items():
        if gateway.options.get(flag) == "disable":
            gateway.options.pop(name, None)
            shown.pop(name, None)
    table.default_association_route_table = (
        gateway.options.get("DefaultRouteTableAssociation") != "disable"
    )
    table.default_propagation_route_table = (
        gateway.options.get("DefaultRouteTablePropagation") != "disable"
    )
    if not (table.default_association_route_table or table.default_propagation_route_table):
        del backend.transit_gateways_route_tables[table.id]
    return answer


@emulates("ec2", "DescribeTransitGateways")
def describe_gateways(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Tell of the account's gateways, and of those that are shared with it."""
    own = moto_backend("ec2", call.account_id, call.region).transit_gateways
    lent = {gateway.id: gateway for gateway in _find_shared(call)}
    own.update(lent)
    try:
        return state.ask_moto(call)
    finally:
        for name in lent:
            del own[name]


def find_gateway(call: EmulatedCall) -> Any:
    """Return a gateway of the account, or one that is shared with it."""
    name = call.parameters["TransitGatewayId"]
    own = moto_backend("ec2", call.account_id, call.region).transit_gateways
    for held in (*own.values(), *_find_shared(call)):
        if held.id == name:
            return held
    message = f"Transit Gateway {name} was deleted or does not exist."
    raise Fault("InvalidTransitGatewayID.NotFound", message)


def _find_shared(call: EmulatedCall) -> Iterator[Any]:
    """Yield the gateways of other accounts that are shared with this one."""
    shared = {arn.rpartition("/")[2] for arn in find_shared_arns(call.account_id, call.region)}
    for owner, region, backend in moto_backends("ec2").iter_backends():
        if region == call.region and owner != call.account_id:
            yield from (g for g in backend.transit_gateways.values() if g.id in shared)


@emulates("ec2", "CreateTransitGatewayVpcAttachment")
def attach_vpc(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Attach a VPC; the owner of a gateway that is shared must accept it, unless it is told not to.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTransitGatewayVpcAttachment.html
    """
    given, gateway = call.parameters, find_gateway(call)
    backend = moto_backend("ec2", call.account_id, call.region)
    _check_subnets(call, backend)
    for held in backend.transit_gateway_attachments.values():
        if (held.transit_gateway_id, held.resource_id) == (gateway.id, given["VpcId"]):
            message = f"{gateway.id} has non-deleted Transit Gateway Attachments with same VPC ID."
            raise Fault("DuplicateTransitGatewayAttachment", message)
    tags = convert_tag_spec(given.get("TagSpecifications") or [])
    made = AttachedVpc(
        backend,
        transit_gateway=gateway,
        vpc_id=given["VpcId"],
        subnet_ids=list(given["SubnetIds"]),
        tags=tags.get("transit-gateway-attachment", {}),
        options=dict(given.get("Options") or {}),
    )
    made.transit_gateway_route_table = None
    owner = gateway.ec2_backend
    made.gateway_owner_id = owner.account_id
    for place in (backend, owner):
        place.transit_gateway_attachments[made.id] = made
    accepts = gateway.options.get("AutoAcceptSharedAttachments") == "enable"
    if owner.account_id == call.account_id or accepts:
        _join_defaults(gateway, made)
    else:
        made.state = "pendingAcceptance"
    return {"TransitGatewayVpcAttachment": show_attachment(made)}


def _check_subnets(call: EmulatedCall, backend: Any) -> None:
    subnets = {s.id: s for zone in backend.subnets.values() for s in zone.values()}
    zones = []
    for name in call.parameters["SubnetIds"]:
        subnet = subnets.get(name)
        if subnet is None or subnet.vpc_id != call.parameters["VpcId"]:
            raise Fault("InvalidSubnetID.NotFound", f"The subnet ID '{name}' does not exist")
        if subnet.availability_zone in zones:
            message = "Only one subnet per availability zone can be attached."
            raise Fault("DuplicateSubnetsInSameZone", message)
        zones.append(subnet.availability_zone)


def _join_defaults(gateway: Any, attachment: Any) -> None:
    """Associate an attachment with the default route table and let it propagate, if so told."""
    attachment.state = "available"
    _place(attachment, attachment.subnet_ids)
    table = gateway.default_route_table
    owner = gateway.ec2_backend
    if gateway.options.get("DefaultRouteTableAssociation") != "disable":
        attachment.transit_gateway_route_table = table
        owner.set_route_table_association(attachment.id, table.id)
    if gateway.options.get("DefaultRouteTablePropagation") != "disable":
        table.route_table_propagation.append(
            RouteTablePropagation(
                resource_id=attachment.resource_id,
                resource_type=attachment.resource_type,
                state="enabled",
                transit_gateway_attachment_id=attachment.id,
            )
        )


def _place(attachment: Any, subnets: list[str]) -> None:
    """Have an interface of an attachment in each of its subnets."""
    place_interfaces(attachment.ec2_backend, ATTACHMENT, attachment.id, subnets)


@emulates("ec2", "ModifyTransitGatewayVpcAttachment")
def modify_attachment(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change the options or the subnets of an attachment."""
    found = find_attachment(call, call.parameters["TransitGatewayAttachmentId"])
    state.ask_moto(call)
    if found.state == "available":
        _place(found, found.subnet_ids)
    return {"TransitGatewayVpcAttachment": show_attachment(found)}


@emulates("ec2", "AcceptTransitGatewayVpcAttachment", "RejectTransitGatewayVpcAttachment")
def answer_attachment(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Accept or reject an attachment of another account, as the gateway's owner."""
    found = find_attachment(call, call.parameters["TransitGatewayAttachmentId"])
    backend = moto_backend("ec2", call.account_id, call.region)
    gateway = backend.transit_gateways.get(found.transit_gateway_id)
    if gateway is None or found.state != "pendingAcceptance":
        message = f"{found.id} is in an invalid state."
        raise Fault("IncorrectState", message)
    if call.operation.startswith("Accept"):
        _join_defaults(gateway, found)
    else:
        found.state = "rejected"
    return {"TransitGatewayVpcAttachment": show_attachment(found)}


@emulates("ec2", "DeleteTransitGatewayVpcAttachment")
def detach_vpc(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Detach a VPC: it leaves its route table, and propagates no longer."""
    found = find_attachment(call, call.parameters["TransitGatewayAttachmentId"])
    for _, region, backend in moto_backends("ec2").iter_backends():
        if region != call.region or found.id not in backend.transit_gateway_attachments:
            continue
        del backend.transit_gateway_attachments[found.id]
        for table in backend.transit_gateways_route_tables.values():
            table.route_table_associations.pop(found.id, None)
            table.route_table_propagation = [
                item
                for item in table.route_table_propagation
                if item.transitGatewayAttachmentId != found.id
            ]
            for route in table.routes.values():
                target = route.get("transitGatewayAttachments") or {}
                if target.get("transitGatewayAttachmentId") == found.id:
                    route["state"] = "blackhole"
    _place(found, [])
    found.state = "deleted"
    found.transit_gateway_route_table = None
    return {"TransitGatewayVpcAttachment": show_attachment(found)}


def find_attachment(call: EmulatedCall, name: str) -> Any:
    """Return an attachment that the account sees; a Fault where there is none."""
    backend = moto_backend("ec2", call.account_id, call.region)
    found = backend.transit_gateway_attachments.get(name)
    if found is None:
        message = f"Transit Gateway Attachment {name} was deleted or does not exist."
        raise Fault("InvalidTransitGatewayAttachmentID.NotFound", message)
    return found


def show_attachment(found: Any) -> dict[str, Any]:
    """Return an attachment of a VPC as its descriptions show it."""
    return {
        "TransitGatewayAttachmentId": found.id,
        "TransitGatewayId": found.transit_gateway_id,
        "VpcId": found.resource_id,
        "VpcOwnerId": found.resource_owner_id,
        "State": found.state,
        "SubnetIds": list(found.subnet_ids),
        "CreationTime": found.create_time,
        "Options": dict(found.options),
        "Tags": [{"Key": tag["key"], "Value": tag["value"]} for tag in found.get_tags()],
    }
