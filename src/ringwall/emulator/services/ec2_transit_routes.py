"""EC2: route tables of transit gateways: who looks routes up in them, and who adds routes.

https://docs.aws.amazon.com/vpc/latest/tgw/tgw-route-tables.html
"""

from collections.abc import Iterator, Mapping
from ipaddress import ip_network
from typing import Any

from moto.ec2.models.transit_gateway_route_tables import RouteTablePropagation

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend, moto_backends
from ringwall.emulator.services.ec2_transit_attachments import find_attachment
from ringwall.emulator.state import EmulatorState


def _find_table(call: EmulatedCall) -> Any:
    name = call.parameters["TransitGatewayRouteTableId"]
    backend = moto_backend("ec2", call.account_id, call.region)
    found = backend.transit_gateways_route_tables.get(name)
    if found is None:
        message = f"Transit Gateway Route Table {name} was deleted or does not exist."
        raise Fault("InvalidRouteTableID.NotFound", message)
    return found


@emulates("ec2", "AssociateTransitGatewayRouteTable", "DisassociateTransitGatewayRouteTable")
def associate(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Let an attachment look up its routes in a table; it does so in one."""
    table = _find_table(call)
    found = find_attachment(call, call.parameters["TransitGatewayAttachmentId"])
    held = found.transit_gateway_route_table
    backend = moto_backend("ec2", call.account_id, call.region)
    if call.operation.startswith("Associate"):
        if held is not None:
            message = (
                f"Transit Gateway Attachment {found.id} is already associated to a route table."
            )
            raise Fault("Resource.AlreadyAssociated", message)
        backend.set_route_table_association(found.id, table.id)
        found.transit_gateway_route_table, state = table, "associated"
    else:
        if held is None or held.id != table.id:
            message = f"{found.id} is not associated with {table.id}."
            raise Fault("InvalidAssociation.NotFound", message)
        table.route_table_associations.pop(found.id, None)
        found.transit_gateway_route_table, state = None, "disassociated"
    return {"Association": _show(found) | {"TransitGatewayRouteTableId": table.id, "State": state}}


def _show(found: Any) -> dict[str, str]:
    return {
        "TransitGatewayAttachmentId": found.id,
        "ResourceId": found.resource_id,
        "ResourceType": found.resource_type,
    }


@emulates(
    "ec2",
    "EnableTransitGatewayRouteTablePropagation",
    "DisableTransitGatewayRouteTablePropagation",
)
def propagate(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Let an attachment add its VPC's CIDRs to a table, or no longer."""
    table = _find_table(call)
    found = find_attachment(call, call.parameters["TransitGatewayAttachmentId"])
    held = [item.transitGatewayAttachmentId for item in table.route_table_propagation]
    enables = call.operation.startswith("Enable")
    if enables and found.id in held:
        message = f"Propagation {found.id} already exists in {table.id}."
        raise Fault("TransitGatewayRouteTablePropagation.Duplicate", message)
    if not enables and found.id not in held:
        message = f"Propagation {found.id} does not exist in {table.id}."
        raise Fault("TransitGatewayRouteTablePropagation.NotFound", message)
    if enables:
        table.route_table_propagation.append(
            RouteTablePropagation(
                resource_id=found.resource_id,
                resource_type=found.resource_type,
                state="enabled",
                transit_gateway_attachment_id=found.id,
            )
        )
    else:
        table.route_table_propagation = [
            item
            for item in table.route_table_propagation
            if item.transitGatewayAttachmentId != found.id
        ]
    state = "enabled" if enables else "disabled"
    return {"Propagation": _show(found) | {"TransitGatewayRouteTableId": table.id, "State": state}}


@emulates("ec2", "CreateTransitGatewayRoute", "ReplaceTransitGatewayRoute")
def set_route(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make or replace a static route, to an attachment or to nowhere."""
    table, cidr = _find_table(call), call.parameters["DestinationCidrBlock"]
    name, drops = (
        call.parameters.get("TransitGatewayAttachmentId"),
        call.parameters.get("Blackhole"),
    )
    if bool(name) == bool(drops):
        message = "Specify either TransitGatewayAttachmentId or Blackhole."
        raise Fault("InvalidParameterCombination", message)
    creates = call.operation.startswith("Create")
    if creates and cidr in table.routes:
        message = f"Route {cidr} already exists in Transit Gateway Route Table {table.id}."
        raise Fault("RouteAlreadyExists", message)
    if not creates and cidr not in table.routes:
        raise _no_route(table, cidr)
    route: dict[str, Any] = {
        "destinationCidrBlock": cidr,
        "prefixListId": None,
        "state": "blackhole" if drops else "active",
        "type": "static",
    }
    if name:
        found = find_attachment(call, name)
        route["transitGatewayAttachments"] = {
            "resourceId": found.resource_id,
            "resourceType": found.resource_type,
            "transitGatewayAttachmentId": found.id,
        }
    table.routes[cidr] = route
    return {"Route": _show_route(route)}


@emulates("ec2", "DeleteTransitGatewayRoute")
def delete_route(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete a static route."""
    table, cidr = _find_table(call), call.parameters["DestinationCidrBlock"]
    if cidr not in table.routes:
        raise _no_route(table, cidr)
    return {"Route": _show_route(table.routes.pop(cidr)) | {"State": "deleted"}}


def _no_route(table: Any, cidr: str) -> Fault:
    message = f"Route {cidr} does not exist in Transit Gateway Route Table {table.id}."
    return Fault("InvalidRoute.NotFound", message)


def _show_route(route: Mapping[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "DestinationCidrBlock": route["destinationCidrBlock"],
        "Type": route["type"],
        "State": route["state"],
    }
    target = route.get("transitGatewayAttachments")
    if target:
        shown["TransitGatewayAttachments"] = [
            {
                "ResourceId": target["resourceId"],
                "ResourceType": target["resourceType"],
                "TransitGatewayAttachmentId": target["transitGatewayAttachmentId"],
            }
        ]
    return shown


@emulates("ec2", "SearchTransitGatewayRoutes")
def search_routes(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return routes: static ones, and those that attachments propagate and no static one covers."""
    table = _find_table(call)
    shown = [_show_route(route) for route in table.routes.values()]
    known = {route["DestinationCidrBlock"] for route in shown}
    for route in _find_propagated(call, table):
        if route["DestinationCidrBlock"] not in known:
            known.add(route["DestinationCidrBlock"])
            shown.append(route)
    filters = {f["Name"]: f["Values"] for f in call.parameters.get("Filters") or ()}
    found = [route for route in shown if all(_fits(route, k, v) for k, v in filters.items())]
    return {"Routes": found, "AdditionalRoutesAvailable": False}


def _find_propagated(call: EmulatedCall, table: Any) -> Iterator[dict[str, Any]]:
    for item in table.route_table_propagation:
        found = find_attachment(call, item.transitGatewayAttachmentId)
        owner = moto_backends("ec2")[found.resource_owner_id][call.region]
        vpc = owner.vpcs.get(found.resource_id)
        for part in vpc.cidr_block_association_set if vpc is not None else ():
            yield {
                "DestinationCidrBlock": part["cidr_block"],
                "Type": "propagated",
                "State": "active",
                "TransitGatewayAttachments": [_show(found)],
            }


def _fits(route: Mapping[str, Any], name: str, values: list[str]) -> bool:
    cidr = ip_network(route["DestinationCidrBlock"])
    if name == "route-search.exact-match":
        return str(cidr) in values
    if name == "route-search.subnet-of-match":
        return any(cidr.subnet_of(ip_network(v)) for v in values)  # type: ignore[arg-type]
    if name == "route-search.supernet-of-match":
        return any(cidr.supernet_of(ip_network(v)) for v in values)  # type: ignore[arg-type]
    members = {"type": "Type", "state": "State"}
    if name in members:
        return route[members[name]] in values
    targets = route.get("TransitGatewayAttachments", ())
    ids = {"attachment.transit-gateway-attachment-id": "TransitGatewayAttachmentId"}
    member = ids.get(name) or "ResourceId"
    return any(target[member] in values for target in targets)
