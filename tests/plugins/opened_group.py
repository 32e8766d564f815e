"""A security group, and what opens it."""

from typing import Any

from response_world import REGION, ResponseWorld

WORLD = "0.0.0.0/0"


def make_web_group(response_world: ResponseWorld) -> str:
    """Return a group that lets web clients in, and an office."""
    ec2 = response_world.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    made = ec2.create_security_group(GroupName="web", Description="web", VpcId=vpc)
    group = str(made["GroupId"])
    open_port(response_world, group, 443, WORLD)
    open_port(response_world, group, 22, "198.51.100.0/24")
    return group


def open_port(world: ResponseWorld, group: str, port: int, block: str, **more: Any) -> str:
    """Open a port; return the id of the event."""
    ranges = "Ipv6Ranges" if ":" in block else "IpRanges"
    key = "CidrIpv6" if ":" in block else "CidrIp"
    peer = {key: block, "Description": "for 'a' test"}
    rule = {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, ranges: [peer]}
    client = world.client("ec2")
    client.authorize_security_group_ingress(GroupId=group, IpPermissions=[rule], **more)
    return last_event(world)


def last_event(world: ResponseWorld) -> str:
    return str(world.client("cloudtrail").lookup_events(MaxResults=1)["Events"][0]["EventId"])


def make_threat(world: ResponseWorld, group: str, *events: str) -> Any:
    arn = f"arn:aws:ec2:{REGION}:{world.account_id}:security-group/{group}"
    return world.threat("security_group", arn, evidence={"events": [*events]})
