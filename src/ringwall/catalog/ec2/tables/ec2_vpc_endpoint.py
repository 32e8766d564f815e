"""VPC endpoints, with their policies."""

from collections.abc import Iterator

from ringwall.model.table import (
    Call,
    Derived,
    Row,
    Table,
    boolean,
    document,
    moment,
    text,
    texts,
)


def explode_route_tables(endpoint: Row, _: Row) -> Iterator[Row]:
    """Yield a row per route table that has routes to an endpoint."""
    for table in endpoint.get("RouteTableIds") or ():
        yield {"vpc_endpoint_id": endpoint.get("VpcEndpointId", ""), "route_table_id": table}


def explode_subnets(endpoint: Row, _: Row) -> Iterator[Row]:
    """Yield a row per subnet that an endpoint has an address in."""
    for subnet in endpoint.get("SubnetIds") or ():
        yield {"vpc_endpoint_id": endpoint.get("VpcEndpointId", ""), "subnet_id": subnet}


vpc_endpoint = Table(
    name="ec2_vpc_endpoint",
    doc="A VPC endpoint; the statements of its policy are in policy_statement.",
    cloudformation="AWS::EC2::VPCEndpoint",
    list=Call("ec2.describe_vpc_endpoints", "VpcEndpoints"),
    arn="arn:{partition}:ec2:{region}:{account_id}:vpc-endpoint/{VpcEndpointId}",
    account="OwnerId",
    tags="Tags",
    columns=(
        text("vpc_endpoint_id", "VpcEndpointId", "The endpoint's ID: vpce-...", property="Id"),
        text(
            "vpc_endpoint_type",
            "VpcEndpointType",
            "Interface, Gateway or GatewayLoadBalancer.",
            default="Gateway",
            required=True,
        ),
        text("vpc_id", "VpcId", "Its VPC.", required=True),
        text(
            "service_name",
            "ServiceName",
            "The service that it connects to.",
            default="",
        ),
        text("state", "State", "Available where it can be used."),
        document(
            "policy_document",
            "PolicyDocument",
            "The endpoint policy; {} where everything is allowed.",
            default={},
        ),
        texts(
            "route_table_ids", "RouteTableIds", "Route tables that have routes to it.", default=[]
        ),
        texts("subnet_ids", "SubnetIds", "Its subnets.", default=[]),
        texts(
            "security_group_ids",
            "Groups[].GroupId",
            "Its security groups.",
            property="SecurityGroupIds",
            default=[],
            unless="VpcEndpointType && VpcEndpointType != 'Gateway'",
        ),
        boolean(
            "private_dns_enabled",
            "PrivateDnsEnabled",
            "The service's own DNS name resolves to it.",
            default=False,
        ),
        moment("creation_timestamp", "CreationTimestamp", "When it was created."),
    ),
    derived=(
        Derived("ec2_vpc_endpoint_route_table", explode_route_tables),
        Derived("ec2_vpc_endpoint_subnet", explode_subnets),
    ),
    policy="policy_document",
    policy_type="endpoint",
)
