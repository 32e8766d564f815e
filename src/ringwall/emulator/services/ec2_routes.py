"""EC2: routes of VPCs to transit gateways, of other accounts too, and to endpoints of firewalls.

https://docs.aws.amazon.com/vpc/latest/tgw/tgw-getting-started.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.services.ec2_transit_attachments import find_gateway
from ringwall.emulator.state import EmulatorState


@emulates("ec2", "CreateRoute", "ReplaceRoute")
def set_route(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make or replace a route: a transit gateway needs the VPC attached, whoever owns it.

    moto knows those of the account alone, and forgets the endpoint that a route is replaced by.
    """
    given = call.parameters
    gateway = _find_attached(call) if given.get("TransitGatewayId") else None
    answer = state.ask_moto(call)
    if gateway is None and call.operation == "CreateRoute":
        return answer
    backend = moto_backend("ec2", call.account_id, call.region)
    block = given.get("DestinationCidrBlock")
    for route in backend.route_tables[given["RouteTableId"]].routes:
        if block and route.destination_cidr_block == block and not route.local:
            route.transit_gateway = gateway
            route.vpc_endpoint_id = given.get("VpcEndpointId")
    return answer


def _find_attached(call: EmulatedCall) -> Any:
    gateway = find_gateway(call)
    backend = moto_backend("ec2", call.account_id, call.region)
    table = backend.route_tables.get(call.parameters["RouteTableId"])
    held = backend.transit_gateway_attachments.values()
    places = [(each.transit_gateway_id, each.resource_id, each.state) for each in held]
    if table is not None and (gateway.id, table.vpc_id, "available") not in places:
        message = f"Transit Gateway {gateway.id} is not attached to the VPC {table.vpc_id}."
        raise Fault("InvalidTransitGatewayID.NotFound", message)
    return gateway
