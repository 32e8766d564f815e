"""Samples of threats from instances, and what is about them: groups, copies, miners, sessions."""

from collections.abc import Mapping
from typing import Any

from opened_group import last_event, make_threat, make_web_group, open_port
from shared_samples import FOREIGN, make_copies
from suspect_extras import make_vault, prepare_memory
from suspect_instance import build_suspect

Made = tuple[Any, Mapping[str, str]]


def kept_instance(world: Any) -> Made:
    estate = build_suspect(world)
    make_vault(estate)
    return estate.threat(), {}


def captured_instance(world: Any) -> Made:
    estate = build_suspect(world)
    prepare_memory(estate)
    return estate.threat(), {"memory": "yes", "snapshots": "no"}


def stopped_instance(world: Any) -> Made:
    estate = build_suspect(world)
    open_quarantine(world, estate.facts["vpc"])
    threat = estate.threat(address="203.0.114.9")
    return threat, {"stop": "yes", "nacl": "yes", "snapshots": "no"}


def open_quarantine(world: Any, vpc: str) -> None:
    """Make the group that isolates, and open it as an attacker does."""
    ec2, name = world.client("ec2"), world.settings.quarantine_group
    group = ec2.create_security_group(GroupName=name, Description="x", VpcId=vpc)["GroupId"]
    rule = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22}
    rule["IpRanges"] = [{"CidrIp": "0.0.0.0/0"}]
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[rule])


def opened_group(world: Any) -> Made:
    group = make_web_group(world)
    tags = [{"ResourceType": "security-group-rule", "Tags": [{"Key": "team", "Value": "a"}]}]
    first = open_port(world, group, 3389, "0.0.0.0/0", TagSpecifications=tags)
    peer = {"IpRanges": [{"CidrIp": "203.0.113.9/32"}]}
    rule = {"IpProtocol": "tcp", "FromPort": 9000, "ToPort": 9001, **peer}
    world.client("ec2").authorize_security_group_egress(GroupId=group, IpPermissions=[rule])
    return make_threat(world, group, first, last_event(world)), {}


def shared_image(world: Any) -> Made:
    copies, ec2 = make_copies(world), world.client("ec2")
    image = ec2.describe_images(ImageIds=[copies.image])["Images"][0]
    own = image["BlockDeviceMappings"][0]["Ebs"]["SnapshotId"]
    people = {"Add": [{"UserId": FOREIGN}]}
    ec2.modify_snapshot_attribute(SnapshotId=own, CreateVolumePermission=people)
    return copies.threat("image", f"image/{copies.image}"), {}


def shared_database(world: Any) -> Made:
    return make_copies(world).threat("database", "db:orders"), {}


def shared_cluster(world: Any) -> Made:
    return make_copies(world).threat("database", "cluster:ledger"), {}
