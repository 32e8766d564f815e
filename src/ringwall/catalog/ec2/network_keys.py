"""The keys of the rows of a blueprint's VPCs, and what all of their sections say."""

from ringwall.catalog.ec2.network_plan import MAIN, PlannedVpc
from ringwall.model.blueprint.wanted import Ref, RowKey

SECTION = "infrastructure.network"
NOT_YET = (
    "InvalidVpcID.NotFound",
    "InvalidSubnetID.NotFound",
    "InvalidRouteTableID.NotFound",
    "InvalidNetworkAclID.NotFound",
    "InvalidGroup.NotFound",
    "InvalidGroupId.NotFound",
    "InvalidInternetGatewayID.NotFound",
    "InvalidAllocationID.NotFound",
)
"""What AWS answers where what a call names was made just now."""
IN_USE = ("DependencyViolation",)
"""What it answers where something that is being deleted is still there."""


def network_key(vpc: PlannedVpc, table: str, name: str = MAIN) -> RowKey:
    """Return the key of a part of a VPC: of another than the account's own, with its name first."""
    if vpc.name != MAIN:
        name = vpc.name if name == MAIN else f"{vpc.name} {name}"
    return RowKey(vpc.account, vpc.region, table, name)


def vpc_ref(vpc: PlannedVpc) -> Ref:
    """Return the VPC's id, as it will be known."""
    return Ref(network_key(vpc, "ec2_vpc"), "vpc_id")


def subnet_ref(vpc: PlannedVpc, name: str) -> Ref:
    """Return the id of one of its subnets."""
    return Ref(network_key(vpc, "ec2_subnet", name), "subnet_id")
