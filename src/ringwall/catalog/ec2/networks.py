"""Networks: VPCs, subnets, route tables, network ACLs, and what logs their traffic."""

from ringwall.catalog.ec2.rules import explode_acl, explode_routes
from ringwall.model.table import (
    Call,
    Column,
    Derived,
    Table,
    boolean,
    document,
    integer,
    moment,
    text,
    texts,
)

vpc = Table(
    name="ec2_vpc",
    doc="A virtual network.",
    cloudformation="AWS::EC2::VPC",
    list=Call("ec2.describe_vpcs", "Vpcs"),
    arn="arn:{partition}:ec2:{region}:{account_id}:vpc/{VpcId}",
    account="OwnerId",
    tags="Tags",
    columns=(
        text("vpc_id", "VpcId", "The network's id: vpc-..."),
        text("cidr_block", "CidrBlock", "Its first IPv4 block."),
        texts("cidr_blocks", "CidrBlockAssociationSet[].CidrBlock", "All of its IPv4 blocks."),
        texts(
            "ipv6_cidr_blocks",
            "Ipv6CidrBlockAssociationSet[].Ipv6CidrBlock",
            "All of its IPv6 blocks.",
        ),
        boolean("is_default", "IsDefault", "AWS made it, with the region."),
        text("state", "State", "pending, available or deleting."),
        text("dhcp_options_id", "DhcpOptionsId", "Its DHCP options."),
        text("instance_tenancy", "InstanceTenancy", "default, dedicated or host."),
        text(
            "internet_gateway_block_mode",
            "BlockPublicAccessStates.InternetGatewayBlockMode",
            "What VPC Block Public Access stops: off, block-bidirectional or block-ingress.",
        ),
    ),
)

subnet = Table(
    name="ec2_subnet",
    doc="A subnet of a VPC. One that is shared stands in its owner's account alone.",
    cloudformation="AWS::EC2::Subnet",
    list=Call("ec2.describe_subnets", "Subnets"),
    arn="arn:{partition}:ec2:{region}:{account_id}:subnet/{SubnetId}",
    account="OwnerId",
    tags="Tags",
    columns=(
        text("subnet_id", "SubnetId", "The subnet's id: subnet-..."),
        text("vpc_id", "VpcId", "The VPC that it is part of."),
        text("cidr_block", "CidrBlock", "Its IPv4 block."),
        texts(
            "ipv6_cidr_blocks", "Ipv6CidrBlockAssociationSet[].Ipv6CidrBlock", "Its IPv6 blocks."
        ),
        text("availability_zone", "AvailabilityZone", "The zone that it lies in: eu-west-1a."),
        boolean(
            "map_public_ip_on_launch",
            "MapPublicIpOnLaunch",
            "Instances get a public IPv4 address without asking for one.",
        ),
        boolean(
            "assign_ipv6_address_on_creation",
            "AssignIpv6AddressOnCreation",
            "Network interfaces get an IPv6 address without asking for one.",
        ),
        boolean("default_for_az", "DefaultForAz", "AWS made it, with the region."),
        text("state", "State", "pending, available or unavailable."),
    ),
)

route_table = Table(
    name="ec2_route_table",
    doc=(
        "A route table. A subnet that no table names uses the main table of its VPC; the routes "
        "stand in ec2_route."
    ),
    cloudformation="AWS::EC2::RouteTable",
    list=Call("ec2.describe_route_tables", "RouteTables"),
    arn="arn:{partition}:ec2:{region}:{account_id}:route-table/{RouteTableId}",
    account="OwnerId",
    tags="Tags",
    columns=(
        text("route_table_id", "RouteTableId", "The table's id: rtb-..."),
        text("vpc_id", "VpcId", "The VPC that it is part of."),
        boolean("is_main", "Associations[?Main]", "Subnets of its VPC use it by default."),
        texts("subnet_ids", "Associations[].SubnetId", "Subnets that name it."),
        texts("gateway_ids", "Associations[].GatewayId", "Gateways whose traffic it routes."),
        document("routes", "Routes", "The routes.", absent=[]),
        texts("propagating_vgws", "PropagatingVgws[].GatewayId", "Gateways that add routes."),
    ),
    derived=(Derived("ec2_route", explode_routes),),
)

route = Table(
    name="ec2_route",
    doc="One route of a route table; arn is the table's.",
    columns=(
        Column("route_table_id", "TEXT", "The table that holds it."),
        Column("vpc_id", "TEXT", "The VPC of the table."),
        Column("destination_cidr_block", "TEXT", "Where to, as an IPv4 block."),
        Column("destination_ipv6_cidr_block", "TEXT", "Where to, as an IPv6 block."),
        Column("destination_prefix_list_id", "TEXT", "Where to, as a prefix list."),
        Column("target", "TEXT", "What takes the traffic: local, igw-..., nat-..., tgw-..."),
        Column("instance_id", "TEXT", "The instance that takes it, where one does."),
        Column("state", "TEXT", "active, or blackhole where the target is gone."),
        Column("origin", "TEXT", "CreateRouteTable, CreateRoute or EnableVgwRoutePropagation."),
    ),
)

network_acl = Table(
    name="ec2_network_acl",
    doc="A network ACL; its entries stand in ec2_network_acl_entry.",
    cloudformation="AWS::EC2::NetworkAcl",
    list=Call("ec2.describe_network_acls", "NetworkAcls"),
    arn="arn:{partition}:ec2:{region}:{account_id}:network-acl/{NetworkAclId}",
    account="OwnerId",
    tags="Tags",
    columns=(
        text("network_acl_id", "NetworkAclId", "The ACL's id: acl-..."),
        text("vpc_id", "VpcId", "The VPC that it is part of."),
        boolean("is_default", "IsDefault", "Subnets of its VPC use it by default."),
        texts("subnet_ids", "Associations[].SubnetId", "Subnets that it guards."),
    ),
    derived=(Derived("ec2_network_acl_entry", explode_acl),),
)

network_acl_entry = Table(
    name="ec2_network_acl_entry",
    doc="One entry of a network ACL; arn is the ACL's. The first that fits decides.",
    columns=(
        Column("network_acl_id", "TEXT", "The ACL that holds it."),
        Column("rule_number", "BIGINT", "Its place in the order; 32767 is the last, *."),
        Column("is_egress", "BOOLEAN", "It speaks of traffic that leaves the subnet."),
        Column("rule_action", "TEXT", "allow or deny."),
        Column("protocol", "TEXT", "tcp, udp, icmp, icmpv6, another number, or -1 for all."),
        Column("from_port", "BIGINT", "The lowest port; 0 for all."),
        Column("to_port", "BIGINT", "The highest port; 65535 for all."),
        Column("cidr_block", "TEXT", "The peer as an IPv4 block; '' where it is IPv6."),
        Column("ipv6_cidr_block", "TEXT", "The peer as an IPv6 block; '' where it is IPv4."),
        Column("is_world", "BOOLEAN", "The peer is the internet, as in security_group_rule."),
        Column(
            "first_address",
            "TEXT",
            "The block's first address in hex: 8 digits for IPv4, 32 for IPv6. Texts compare as "
            "the addresses do.",
        ),
        Column("last_address", "TEXT", "The block's last address, written likewise."),
    ),
)

flow_log = Table(
    name="ec2_flow_log",
    doc="A log of the traffic of a VPC, a subnet or a network interface.",
    cloudformation="AWS::EC2::FlowLog",
    list=Call("ec2.describe_flow_logs", "FlowLogs"),
    arn="arn:{partition}:ec2:{region}:{account_id}:vpc-flow-log/{FlowLogId}",
    tags="Tags",
    columns=(
        text("flow_log_id", "FlowLogId", "The log's id: fl-..."),
        text("logged_resource_id", "ResourceId", "Whose traffic: vpc-..., subnet-... or eni-..."),
        text("traffic_type", "TrafficType", "ACCEPT, REJECT or ALL."),
        text("flow_log_status", "FlowLogStatus", "ACTIVE where it runs."),
        text("deliver_logs_status", "DeliverLogsStatus", "SUCCESS or FAILED; '' before the first."),
        text("deliver_logs_error_message", "DeliverLogsErrorMessage", "Why delivery failed."),
        text("log_destination_type", "LogDestinationType", "cloud-watch-logs, s3 or a stream."),
        text("log_destination", "LogDestination", "The ARN of the bucket, group or stream."),
        text("log_group_name", "LogGroupName", "The log group, where it goes to one."),
        text("log_format", "LogFormat", "The fields of each line."),
        integer("max_aggregation_interval", "MaxAggregationInterval", "Seconds that a line spans."),
        moment("creation_time", "CreationTime", "When it was made."),
    ),
)
