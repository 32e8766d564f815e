"""Ways in and out of networks: gateways, addresses, interfaces and endpoints."""

from ringwall.catalog.ec2.rules import explode_endpoint
from ringwall.model.table import (
    Call,
    Derived,
    Table,
    boolean,
    document,
    moment,
    text,
    texts,
)

internet_gateway = Table(
    name="ec2_internet_gateway",
    doc="A gateway between a VPC and the internet.",
    cloudformation="AWS::EC2::InternetGateway",
    list=Call("ec2.describe_internet_gateways", "InternetGateways"),
    arn="arn:{partition}:ec2:{region}:{account_id}:internet-gateway/{InternetGatewayId}",
    account="OwnerId",
    tags="Tags",
    columns=(
        text("internet_gateway_id", "InternetGatewayId", "The gateway's id: igw-..."),
        texts("vpc_ids", "Attachments[].VpcId", "The VPC that it is attached to; [] for none."),
    ),
)

nat_gateway = Table(
    name="ec2_nat_gateway",
    doc="A gateway by which private subnets reach out; deleted ones linger for an hour.",
    cloudformation="AWS::EC2::NatGateway",
    list=Call("ec2.describe_nat_gateways", "NatGateways"),
    arn="arn:{partition}:ec2:{region}:{account_id}:natgateway/{NatGatewayId}",
    tags="Tags",
    columns=(
        text("nat_gateway_id", "NatGatewayId", "The gateway's id: nat-..."),
        text("vpc_id", "VpcId", "The VPC that it is part of."),
        text("subnet_id", "SubnetId", "The subnet that it stands in; '' for a regional one."),
        text("state", "State", "pending, available, failed, deleting or deleted."),
        text("connectivity_type", "ConnectivityType", "public or private."),
        texts("public_ips", "NatGatewayAddresses[].PublicIp", "Its public addresses."),
    ),
)

eip = Table(
    name="ec2_eip",
    doc="An Elastic IP address.",
    cloudformation="AWS::EC2::EIP",
    list=Call("ec2.describe_addresses", "Addresses"),
    arn="arn:{partition}:ec2:{region}:{account_id}:elastic-ip/{AllocationId}",
    tags="Tags",
    columns=(
        text("allocation_id", "AllocationId", "The allocation's id: eipalloc-..."),
        text("public_ip", "PublicIp", "The address."),
        text("association_id", "AssociationId", "What ties it to an interface; '' where unused."),
        text("instance_id", "InstanceId", "The instance that has it; '' for none."),
        text("network_interface_id", "NetworkInterfaceId", "The interface that has it."),
        text("private_ip_address", "PrivateIpAddress", "The address that it stands for inside."),
    ),
)

network_interface = Table(
    name="ec2_network_interface",
    doc="A network interface: of an instance, a load balancer, a database, an endpoint, ...",
    cloudformation="AWS::EC2::NetworkInterface",
    list=Call("ec2.describe_network_interfaces", "NetworkInterfaces", {"MaxResults": 1000}),
    arn="arn:{partition}:ec2:{region}:{account_id}:network-interface/{NetworkInterfaceId}",
    account="OwnerId",
    tags="TagSet",
    columns=(
        text("network_interface_id", "NetworkInterfaceId", "The interface's id: eni-..."),
        text("vpc_id", "VpcId", "The VPC that it is part of."),
        text("subnet_id", "SubnetId", "The subnet that it stands in."),
        text("interface_type", "InterfaceType", "interface, natGateway, vpc_endpoint, lambda, ..."),
        text("status", "Status", "available, in-use, ..."),
        text("description", "Description", "What its maker wrote of it."),
        text("private_ip_address", "PrivateIpAddress", "Its first private address."),
        text("public_ip", "Association.PublicIp", "Its first public IPv4 address; '' for none."),
        texts(
            "public_ips",
            "PrivateIpAddresses[].Association.PublicIp",
            "All of its public IPv4 addresses.",
        ),
        texts("ipv6_addresses", "Ipv6Addresses[].Ipv6Address", "All of its IPv6 addresses."),
        texts("group_set", "Groups[].GroupId", "Its security groups."),
        boolean("source_dest_check", "SourceDestCheck", "It drops traffic of others."),
        text("instance_id", "Attachment.InstanceId", "The instance that has it; '' for none."),
        text("instance_owner_id", "Attachment.InstanceOwnerId", "The account or service using it."),
        text("requester_id", "RequesterId", "Who asked for it on the account's behalf."),
        boolean("requester_managed", "RequesterManaged", "An AWS service looks after it."),
    ),
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
    derived=(Derived("policy_statement", explode_endpoint),),
)
