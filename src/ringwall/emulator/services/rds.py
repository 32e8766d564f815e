"""RDS: the security group of an instance that names none, where moto wants a default VPC."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

GROUP = "VpcSecurityGroupIds.VpcSecurityGroupId.1"


@emulates("rds", "CreateDBInstance")
def create_instance(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Give an instance the "default EC2 VPC security group for the DB subnet group's VPC".

    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
    """
    if call.parameters.get("VpcSecurityGroupIds") or call.parameters.get("DBClusterIdentifier"):
        return None
    vpc_id = _find_vpc(call)
    if vpc_id is None:
        return None  # moto says that there is no such subnet group
    group = moto_backend("ec2", call.account_id, call.region).get_default_security_group(vpc_id)
    form = [*parse_qsl(call.body.decode(), keep_blank_values=True), (GROUP, group.id)]
    body = urlencode(form).encode()
    environ = {**call.environ, "CONTENT_LENGTH": str(len(body))}
    return state.ask_moto(replace(call, body=body, environ=environ))


def _find_vpc(call: EmulatedCall) -> str | None:
    name = call.parameters.get("DBSubnetGroupName")
    if name:
        groups = moto_backend("rds", call.account_id, call.region).subnet_groups
        return groups[name.lower()].vpc_id if name.lower() in groups else None
    default = moto_backend("ec2", call.account_id, call.region).get_default_vpc()
    return None if default is None else str(default.id)
