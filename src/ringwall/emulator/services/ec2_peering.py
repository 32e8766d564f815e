"""EC2: the blocks of peered VPCs, of which moto shows the first one alone.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcPeeringConnectionVpcInfo.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState


@emulates("ec2", "DescribeVpcPeeringConnections")
def describe_peers(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return connections with all blocks; those of who was asked only once it has accepted."""
    answer = state.ask_moto(call)
    for shown in answer.get("VpcPeeringConnections", ()):
        _show_blocks(shown["RequesterVpcInfo"])
        if shown["Status"]["Code"] == "active":
            _show_blocks(shown["AccepterVpcInfo"])
        else:
            shown["AccepterVpcInfo"].pop("CidrBlock", None)
    return answer


def _show_blocks(info: Any) -> None:
    backend = moto_backend("ec2", info["OwnerId"], info["Region"])
    if (vpc := backend.vpcs.get(info["VpcId"])) is None:
        return
    four = [each["cidr_block"] for each in vpc.get_cidr_block_association_set(ipv6=False)]
    six = [each["cidr_block"] for each in vpc.get_cidr_block_association_set(ipv6=True)]
    info["CidrBlockSet"] = [{"CidrBlock": block} for block in four]
    if six:
        info["Ipv6CidrBlockSet"] = [{"Ipv6CidrBlock": block} for block in six]
