"""Revokes exactly those rules of a security group that open some ports to the internet."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ringwall.catalog.ec2.addresses import are_world, is_world
from ringwall.catalog.ec2.protocols import ALL_PORTS, read_protocol
from ringwall.catalog.ec2.security_group_rules import (
    KEPT,
    authorize,
    describe_ports,
    describe_rules,
    find_same,
    revoke,
)
from ringwall.catalog.rulefile import read_rule
from ringwall.model.change import Change
from ringwall.model.errors import NeedsHuman
from ringwall.model.finding import Finding
from ringwall.model.table import Reader, Row
from ringwall.model.write_shape import Shape, WriteShape

CONTROLS = Path(__file__).parent / "controls"
PEERS: Mapping[str, Shape] = {
    "IpProtocol": r"-1|[a-z0-9]{1,10}",
    "FromPort?": range(-1, 65536),
    "ToPort?": range(-1, 65536),
    "IpRanges?": [{"CidrIp": r"[\d./]{9,18}", "Description?": "(?s).{0,255}"}],
    "Ipv6Ranges?": [{"CidrIpv6": r"[0-9a-fA-F:./]{2,43}", "Description?": "(?s).{0,255}"}],
}
GROUP: Mapping[str, Shape] = {"GroupId": "sg-[0-9a-f]{8,17}", "IpPermissions": [PEERS]}
TAGS: Shape = [
    {
        "ResourceType": "security-group-rule",
        "Tags": [{"Key": "(?s).{1,128}", "Value": "(?s).{0,256}"}],
    }
]
WRITES = (
    WriteShape("ec2.revoke_security_group_ingress", GROUP),
    WriteShape(
        "ec2.authorize_security_group_ingress",
        {**GROUP, "TagSpecifications?": TAGS},
        also=("ec2:CreateTags",),
    ),
)


def close_ports(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Yield a Change for each rule of the group that opens a port of the finding's control."""
    ports = read_rule(CONTROLS / f"{finding.rule.partition('.')[2]}.sql").parameters
    group = finding.resource.rpartition("/")[2]
    rules = [
        {**rule, "GroupId": group}
        for rule in describe_rules(reader, group)
        if not rule["IsEgress"] and _is_about(rule, ports)
    ]
    blocks = [rule.get("CidrIpv4") or rule.get("CidrIpv6") for rule in rules]
    rules, together = [rule for rule in rules if _opens(rule)], are_world(filter(None, blocks))
    if together and not rules:
        raise NeedsHuman(
            f"{group}: no rule alone opens the ports to the internet, but all together do; revoke "
            "those that nobody needs"
        )
    lists = sorted({rule["PrefixListId"] for rule in rules if rule.get("PrefixListId")})
    if lists and all(rule.get("PrefixListId") for rule in rules):
        raise NeedsHuman(
            f"{group}: the ports are open to prefix list {', '.join(lists)}; remove the internet "
            "from the list, which other groups may use too"
        )
    for rule in rules:
        if not rule.get("PrefixListId"):
            yield _revoke(rule, finding, reader)


def _is_about(rule: Row, ports: Mapping[str, Any]) -> bool:
    protocol = read_protocol(rule["IpProtocol"])
    if protocol not in ports["protocols"]:
        return False
    lowest, highest = rule.get("FromPort", -1), rule.get("ToPort", -1)
    if protocol == "-1" or lowest == -1:
        lowest, highest = ALL_PORTS
    return any(lowest <= port <= highest for port in ports["ports"])


def _opens(rule: Row) -> bool:
    cidr = rule.get("CidrIpv4") or rule.get("CidrIpv6")
    return is_world(cidr) if cidr else bool(rule.get("PrefixListId"))


def _revoke(rule: Row, finding: Finding, reader: Reader) -> Change:
    cidr = rule.get("CidrIpv4") or rule["CidrIpv6"]
    before = {name: rule[name] for name in KEPT if rule.get(name) is not None}
    return Change(
        account_id=finding.account_id,
        region=reader.region,
        resource=finding.resource,
        write=revoke(rule),
        probe=find_same(rule),
        before=[before],
        after=[],
        why=f"anyone on the internet ({cidr}) can reach {describe_ports(rule)}; those who need "
        "it have to use another way",
        layer="infrastructure",
        blast="availability",
        undo=authorize(rule),
    )
