"""VPC peering connections."""

from ringwall.model.table import Call, Table, text, texts

vpc_peering_connection = Table(
    name="ec2_vpc_peering_connection",
    doc="A peering connection between two VPCs; each of their accounts has a row of it.",
    cloudformation="AWS::EC2::VPCPeeringConnection",
    list=Call(
        "ec2.describe_vpc_peering_connections", "VpcPeeringConnections", {"MaxResults": 1000}
    ),
    arn="arn:{partition}:ec2:{region}:{account_id}:vpc-peering-connection/{VpcPeeringConnectionId}",
    tags="Tags",
    columns=(
        text(
            "vpc_peering_connection_id",
            "VpcPeeringConnectionId",
            "The connection's ID: pcx-...",
            property="Id",
        ),
        text("status", "Status.Code", "active, pending-acceptance, deleted, ...", required=True),
        text(
            "requester_vpc_id",
            "RequesterVpcInfo.VpcId",
            "The VPC that asked for it.",
            property="VpcId",
            required=True,
        ),
        text(
            "requester_owner_id",
            "RequesterVpcInfo.OwnerId",
            "The account of that VPC.",
            required=True,
        ),
        texts(
            "requester_cidr_blocks",
            "RequesterVpcInfo.[CidrBlockSet[].CidrBlock, Ipv6CidrBlockSet[].Ipv6CidrBlock][][]",
            "The blocks of that VPC, IPv4 and IPv6; [] unless the connection is active.",
        ),
        text(
            "accepter_vpc_id",
            "AccepterVpcInfo.VpcId",
            "The VPC that was asked.",
            property="PeerVpcId",
            required=True,
        ),
        text(
            "accepter_owner_id",
            "AccepterVpcInfo.OwnerId",
            "The account of that VPC.",
            property="PeerOwnerId",
            required=True,
        ),
        texts(
            "accepter_cidr_blocks",
            "AccepterVpcInfo.[CidrBlockSet[].CidrBlock, Ipv6CidrBlockSet[].Ipv6CidrBlock][][]",
            "The blocks of that VPC, IPv4 and IPv6; [] unless the connection is active.",
        ),
    ),
)
