"""EC2: what is created and deleted with a VPC or subnet, if moto differs from AWS."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import hold
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.services.ec2_ipam import find_planned
from ringwall.emulator.services.ec2_ipam_pools import allocate_for_vpc, release
from ringwall.emulator.state import EmulatorState


@emulates("ec2", "CreateVpc")
def create_vpc(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Let the default group allow traffic from itself, as AWS does; take addresses of a pool."""
    pool = call.parameters.get("Ipv4IpamPoolId")
    if pool:
        length = call.parameters.get("Ipv4NetmaskLength")
        cidr = allocate_for_vpc(state, call, pool, length)
        body = urlencode([*_read_form(call), ("CidrBlock", cidr)]).encode()
        environ = {**call.environ, "CONTENT_LENGTH": str(len(body))}
        call = replace(call, body=body, environ=environ)
    answer = state.ask_moto(call)
    if pool:
        held = find_planned(state, call, "pool", pool)["allocations"].values()
        newest = next(item for item in held if item["Cidr"] == answer["Vpc"]["CidrBlock"])
        newest["ResourceId"] = answer["Vpc"]["VpcId"]
    backend = moto_backend("ec2", call.account_id, call.region)
    vpc_id = answer["Vpc"]["VpcId"]
    group = backend.get_security_group_by_name_or_id("default", vpc_id)
    itself = [{"GroupId": group.id, "UserId": call.account_id}]
    backend.authorize_security_group_ingress(
        group.id, "-1", "-1", "-1", [], source_groups=itself, vpc_id=vpc_id
    )
    return answer


def _read_form(call: EmulatedCall) -> list[tuple[str, str]]:
    """Return the parameters of a request without those that moto does not know."""
    given = parse_qsl(call.body.decode(), keep_blank_values=True)
    gone = {"Ipv4IpamPoolId", "Ipv4NetmaskLength", "CidrBlock"}
    return [(name, value) for name, value in given if name not in gone]


@emulates("ec2", "DeleteVpc")
def delete_vpc(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete the VPC's network ACLs too, which moto does not; free its addresses in a pool."""
    answer = state.ask_moto(call)
    for pool_id, pool in hold(state, call, "pool").items():
        for item in list(pool["allocations"].values()):
            if item.get("ResourceId") == call.parameters["VpcId"]:
                release(state, call, pool_id, item["Cidr"])
    acls = moto_backend("ec2", call.account_id, call.region).network_acls
    for acl_id in [key for key, acl in acls.items() if acl.vpc_id == call.parameters["VpcId"]]:
        del acls[acl_id]
    return answer


@emulates("ec2", "CreateSubnet")
def create_subnet(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Assign no public addresses; moto makes the first subnet of a zone a default one."""
    answer = state.ask_moto(call)
    backend = moto_backend("ec2", call.account_id, call.region)
    subnet = backend.get_subnet(answer["Subnet"]["SubnetId"])
    subnet.default_for_az = subnet.map_public_ip_on_launch = False
    answer["Subnet"] |= {"DefaultForAz": False, "MapPublicIpOnLaunch": False}
    return answer
