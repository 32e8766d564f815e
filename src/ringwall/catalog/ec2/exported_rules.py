"""Rules of security groups as CloudFormation has them."""

from functools import partial

from ringwall.catalog.ec2.group_rules import find_kind
from ringwall.model.export import PropertyWriter
from ringwall.model.table import Row


def make_writer(end: str) -> PropertyWriter:
    """Return what writes rules: `end` is what CloudFormation calls the peer, Source for one."""
    peers = {
        "block": "CidrIp",
        "block6": "CidrIpv6",
        "list": f"{end}PrefixListId",
        "group": f"{end}SecurityGroupId",
    }
    return PropertyWriter(
        ("ip_protocol", "from_port", "to_port", "peer"),
        ("IpProtocol", "FromPort", "ToPort", *peers.values()),
        partial(_write_rule, peers),
    )


def _write_rule(peers: dict[str, str], names: Row) -> Row:
    """Return the protocol, the ports and the peer of a rule; all protocols have no ports."""
    protocol = str(names["ip_protocol"])
    written: Row = {"IpProtocol": protocol}
    if protocol != "-1":
        written |= {"FromPort": names["from_port"], "ToPort": names["to_port"]}
    return {**written, peers[names.get("peer_kind") or find_kind(names["peer"])]: names["peer"]}
