"""EC2: what is created and deleted with a VPC or subnet, if moto differs from AWS."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState


@emulates("ec2", "CreateVpc")
def create_vpc(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Let the default group allow traffic from itself, as AWS does."""
    answer = state.ask_moto(call)
    backend = moto_backend("ec2", call.account_id, call.region)
    vpc_id = answer["Vpc"]["VpcId"]
    group = backend.get_security_group_by_name_or_id("default", vpc_id)
    itself = [{"GroupId": group.id, "UserId": call.account_id}]
    backend.authorize_security_group_ingress(
        group.id, "-1", "-1", "-1", [], source_groups=itself, vpc_id=vpc_id
    )
    return answer


@emulates("ec2", "DeleteVpc")
def delete_vpc(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete the VPC's network ACLs too, which moto does not."""
    answer = state.ask_moto(call)
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
