"""VPC endpoints, with their policies."""

from ringwall.model.table import (
    Call,
    Table,
    boolean,
    document,
    moment,
    text,
    texts,
)

vpc_endpoint = Table(
    name="ec2_vpc_endpoint",
    doc="A private way from a VPC to a service; its policy stands in policy_statement.",
    cloudformation="AWS::EC2::VPCEndpoint",
    list=Call("ec2.describe_vpc_endpoints", "VpcEndpoints"),
    arn="arn:{partition}:ec2:{region}:{account_id}:vpc-endpoint/{VpcEndpointId}",
    account="OwnerId",
    tags="Tags",
    columns=(
        text("vpc_endpoint_id", "VpcEndpointId", "The endpoint's id: vpce-..."),
        text("vpc_endpoint_type", "VpcEndpointType", "Interface, Gateway or GatewayLoadBalancer."),
        text("vpc_id", "VpcId", "The VPC that it serves."),
        text("service_name", "ServiceName", "The service that it leads to."),
        text("state", "State", "Available where it works."),
        document("policy_document", "PolicyDocument", "What it lets through; {} for anything."),
        texts("route_table_ids", "RouteTableIds", "Route tables that lead to it."),
        texts("subnet_ids", "SubnetIds", "Subnets that it stands in."),
        texts("security_group_ids", "Groups[].GroupId", "Its security groups."),
        boolean("private_dns_enabled", "PrivateDnsEnabled", "The service's own name leads here."),
        moment("creation_timestamp", "CreationTimestamp", "When it was made."),
    ),
    policy="policy_document",
    policy_type="endpoint",
)
