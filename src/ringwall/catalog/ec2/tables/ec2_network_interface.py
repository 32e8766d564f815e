"""Network interfaces."""

from ringwall.model.table import Call, Table, boolean, text, texts

_FIRST_ADDRESS = (
    "PrimaryPrivateIpAddress || PrivateIpAddress"
    " || (PrivateIpAddresses[?contains([`true`, 'true'], Primary)].PrivateIpAddress | [0])"
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
        text(
            "network_interface_id",
            "NetworkInterfaceId",
            "The interface's ID: eni-...",
            property="Id",
        ),
        text("vpc_id", "VpcId", "The VPC that it is part of.", required=True),
        text("subnet_id", "SubnetId", "Its subnet.", required=True),
        text(
            "interface_type",
            "InterfaceType",
            "interface, natGateway, vpc_endpoint, lambda, ...",
            default="interface",
        ),
        text("status", "Status", "available, in-use, ..."),
        text("description", "Description", "Its description.", default=""),
        text(
            "private_ip_address",
            "PrivateIpAddress",
            "Its first private address.",
            property=_FIRST_ADDRESS,
        ),
        text("public_ip", "Association.PublicIp", "Its first public IPv4 address; '' for none."),
        texts(
            "public_ips",
            "PrivateIpAddresses[].Association.PublicIp",
            "All of its public IPv4 addresses.",
        ),
        texts(
            "ipv6_addresses",
            "Ipv6Addresses[].Ipv6Address",
            "All of its IPv6 addresses.",
            property="Ipv6Addresses[].Ipv6Address",
        ),
        texts(
            "group_set",
            "Groups[].GroupId",
            "Its security groups.",
            property="GroupSet",
            required=True,
        ),
        boolean(
            "source_dest_check",
            "SourceDestCheck",
            "It drops traffic that is not from or to itself.",
            default=True,
        ),
        text(
            "instance_id",
            "Attachment.InstanceId",
            "The instance that it is attached to; '' for none.",
        ),
        text(
            "instance_owner_id",
            "Attachment.InstanceOwnerId",
            "The account or service that uses it.",
        ),
        text(
            "requester_id",
            "RequesterId",
            "The service or account that created it on the account's behalf.",
        ),
        boolean("requester_managed", "RequesterManaged", "An AWS service manages it."),
    ),
)
