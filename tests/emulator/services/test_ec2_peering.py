from typing import Any


def test_blocks_of_who_was_asked_show_once_it_has_accepted(client: Any) -> None:
    ec2 = client("ec2")
    here = ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    there = ec2.create_vpc(CidrBlock="10.2.0.0/16", AmazonProvidedIpv6CidrBlock=True)["Vpc"][
        "VpcId"
    ]
    ec2.associate_vpc_cidr_block(VpcId=there, CidrBlock="10.3.0.0/16")
    made = ec2.create_vpc_peering_connection(VpcId=here, PeerVpcId=there)["VpcPeeringConnection"]
    (waiting,) = ec2.describe_vpc_peering_connections()["VpcPeeringConnections"]
    assert waiting["RequesterVpcInfo"]["CidrBlockSet"] == [{"CidrBlock": "10.1.0.0/16"}]
    assert waiting["AccepterVpcInfo"].keys() & {"CidrBlock", "CidrBlockSet"} == set()
    ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=made["VpcPeeringConnectionId"])
    (active,) = ec2.describe_vpc_peering_connections()["VpcPeeringConnections"]
    blocks = [one["CidrBlock"] for one in active["AccepterVpcInfo"]["CidrBlockSet"]]
    assert blocks == ["10.2.0.0/16", "10.3.0.0/16"]
    assert len(active["AccepterVpcInfo"]["Ipv6CidrBlockSet"]) == 1
