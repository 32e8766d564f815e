"""EC2: NAT gateways of a zone and of a Region, and logs to buckets of other accounts.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNatGateway.html
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import hold
from ringwall.emulator.needs.templates import find_partition
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

REGIONAL = "regional"


@emulates("ec2", "CreateNatGateway")
def create_nat_gateway(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a gateway in a subnet, or one of a VPC that is in all its zones."""
    given = call.parameters
    mode = given.get("AvailabilityMode") or "zonal"
    if mode == REGIONAL:
        return _create_regional(state, call)
    if not given.get("SubnetId"):
        raise Fault("MissingParameter", "The request must contain the parameter subnetId")
    is_public = (given.get("ConnectivityType") or "public") == "public"
    if is_public and not given.get("AllocationId"):
        message = (
            "The request must include the AllocationId parameter. Add the required parameter and "
            "retry the request."
        )
        raise Fault("MissingParameter", message)
    return _show_mode(state, call, state.ask_moto(call))


def _create_regional(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a regional gateway: moto needs a subnet, which AWS neither takes nor shows."""
    given, backend = call.parameters, moto_backend("ec2", call.account_id, call.region)
    vpc_id = given.get("VpcId")
    if vpc_id not in backend.vpcs or given.get("SubnetId"):
        message = "A regional NAT gateway needs a VpcId, and takes no SubnetId"
        raise Fault("InvalidParameterCombination", message)
    subnets = [s for zone in backend.subnets.values() for s in zone.values() if s.vpc_id == vpc_id]
    if not subnets:
        message = "A regional NAT gateway in a VPC without subnets is not emulated"
        raise Fault("UnsupportedOperation", message)
    form = [p for p in parse_qsl(call.body.decode()) if p[0] not in {"VpcId", "AvailabilityMode"}]
    body = urlencode([*form, ("SubnetId", subnets[0].id)]).encode()
    environ = {**call.environ, "CONTENT_LENGTH": str(len(body))}
    answer = state.ask_moto(replace(call, body=body, environ=environ))
    made = answer["NatGateway"]["NatGatewayId"]
    hold(state, call, "regional_nat")[made] = {"vpc": vpc_id}
    return _show_mode(state, call, answer)


@emulates("ec2", "DescribeNatGateways")
def describe_nat_gateways(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return gateways; a regional one has a VPC and no subnet."""
    return _show_mode(state, call, state.ask_moto(call))


def _show_mode(
    state: EmulatorState, call: EmulatedCall, answer: Mapping[str, Any]
) -> Mapping[str, Any]:
    regional = hold(state, call, "regional_nat")
    one = answer.get("NatGateway")
    for gateway in [one] if one else answer.get("NatGateways", ()):
        gateway.setdefault("ConnectivityType", "public")
        is_regional = gateway["NatGatewayId"] in regional
        gateway["AvailabilityMode"] = REGIONAL if is_regional else "zonal"
        if is_regional:
            gateway.pop("SubnetId", None)
            for address in gateway.get("NatGatewayAddresses", ()):
                address.pop("NetworkInterfaceId", None)
                address.pop("PrivateIp", None)
    return answer


def _partition(call: EmulatedCall) -> str:
    return find_partition(call.region)
