"""Rules of security groups, each with its one peer: revoked, and authorized again as they were."""

import json
from collections.abc import Mapping
from typing import Any

from ringwall.catalog.ec2.suspect import GROUP
from ringwall.model.change import Probe, Write
from ringwall.model.table import Reader, Row
from ringwall.model.write_shape import Shape, WriteShape

READ_RULES = "ec2.describe_security_group_rules"
KEPT = ("IpProtocol", "FromPort", "ToPort", "CidrIpv4", "CidrIpv6", "PrefixListId", "Description")
_SAID = {"Description?": "(?s).{0,255}"}
PERMISSION: Mapping[str, Shape] = {
    "IpProtocol": r"-1|[a-z0-9]{1,10}",
    "FromPort?": range(-1, 65536),
    "ToPort?": range(-1, 65536),
    "IpRanges?": ({"CidrIp": r"[\d./]{9,18}", **_SAID},),
    "Ipv6Ranges?": ({"CidrIpv6": r"[0-9a-fA-F:./]{2,43}", **_SAID},),
    "PrefixListIds?": ({"PrefixListId": r"pl-[0-9a-f]{8,17}", **_SAID},),
    "UserIdGroupPairs?": (
        {
            "GroupId": GROUP,
            "UserId?": r"\d{12}",
            "VpcId?": r"vpc-[0-9a-f]{8,17}",
            "VpcPeeringConnectionId?": r"pcx-[0-9a-f]{8,17}",
            **_SAID,
        },
    ),
}
RULE: Mapping[str, Shape] = {"GroupId": GROUP, "IpPermissions": (PERMISSION,)}
TAGS: Shape = (
    {
        "ResourceType": "security-group-rule",
        "Tags": [{"Key": "(?s).{1,128}", "Value": "(?s).{0,256}"}],
    },
)
REVOKE = {
    "ingress": "ec2.revoke_security_group_ingress",
    "egress": "ec2.revoke_security_group_egress",
}
AUTHORIZE = {
    "ingress": "ec2.authorize_security_group_ingress",
    "egress": "ec2.authorize_security_group_egress",
}
"""Written in full: what a playbook calls is found in its code."""
WRITES = tuple(
    shape
    for direction in ("ingress", "egress")
    for shape in (
        WriteShape(REVOKE[direction], RULE),
        WriteShape(
            AUTHORIZE[direction],
            {**RULE, "TagSpecifications?": TAGS},
            also=("ec2:CreateTags",),
        ),
    )
)


def describe_rules(reader: Reader, group: str) -> list[Row]:
    """Return the rules of a security group, those of both directions."""
    asked = [{"Name": "group-id", "Values": [group]}]
    return list(reader.items(READ_RULES, "SecurityGroupRules", Filters=asked))


def revoke(rule: Row) -> Write:
    """Return the write that takes a rule away."""
    permission = write_permission({**rule, "Description": None})
    parameters = {"GroupId": rule["GroupId"], "IpPermissions": [permission]}
    return Write(REVOKE[_direction(rule)], parameters)


def authorize(rule: Row) -> Write:
    """Return the write that brings a rule back, with its description and its tags."""
    undo: Row = {"GroupId": rule["GroupId"], "IpPermissions": [write_permission(rule)]}
    # Nobody but AWS may set tags of its own.
    tags = [each for each in rule.get("Tags") or () if not each["Key"].startswith("aws:")]
    if tags:
        undo["TagSpecifications"] = [{"ResourceType": "security-group-rule", "Tags": tags}]
    return Write(AUTHORIZE[_direction(rule)], undo)


def find_same(rule: Row) -> Probe:
    """Return the probe of the rules like this one: the same protocol, ports and peer.

    A rule is identified by its content: when it is authorized again, it has a new id.
    """
    same = [
        f"{name}==`{json.dumps(rule[name])}`"
        for name in KEPT
        if rule.get(name) is not None and name != "Description"
    ]
    if group := (rule.get("ReferencedGroupInfo") or {}).get("GroupId"):
        same.append(f"ReferencedGroupInfo.GroupId==`{json.dumps(group)}`")
    direction = "IsEgress" if rule["IsEgress"] else "!IsEgress"
    shown = [f"{name}: {name}" for name in KEPT if rule.get(name) is not None]
    if group:
        shown.append("Group: ReferencedGroupInfo.GroupId")
    path = f"SecurityGroupRules[?{direction} && {' && '.join(same)}].{{{', '.join(shown)}}}"
    return Probe(READ_RULES, {"Filters": [{"Name": "group-id", "Values": [rule["GroupId"]]}]}, path)


def write_permission(rule: Row) -> Row:
    """Return a rule as IpPermissions want it."""
    permission: Row = {"IpProtocol": rule["IpProtocol"]}
    if rule["IpProtocol"] != "-1":
        ports = {name: rule.get(name) for name in ("FromPort", "ToPort")}
        permission |= {name: port for name, port in ports.items() if port is not None}
    member, peer = _find_peer(rule)
    if rule.get("Description"):
        peer["Description"] = rule["Description"]
    return {**permission, member: [peer]}


def describe_ports(rule: Row) -> str:
    """Return what a rule is about, in words: `tcp port 22`."""
    if rule["IpProtocol"] == "-1":
        return "every port"
    lowest, highest = rule.get("FromPort"), rule.get("ToPort")
    ports = f"port {lowest}" if lowest == highest else f"ports {lowest} to {highest}"
    return f"{rule['IpProtocol']} {ports}"


def name_peer(rule: Row) -> str:
    """Return who may come by a rule: a block of addresses, a prefix list or a group."""
    return next(map(str, _find_peer(rule)[1].values()))


def _find_peer(rule: Row) -> tuple[str, dict[str, Any]]:
    if rule.get("CidrIpv4"):
        return "IpRanges", {"CidrIp": rule["CidrIpv4"]}
    if rule.get("CidrIpv6"):
        return "Ipv6Ranges", {"CidrIpv6": rule["CidrIpv6"]}
    if rule.get("PrefixListId"):
        return "PrefixListIds", {"PrefixListId": rule["PrefixListId"]}
    group = rule["ReferencedGroupInfo"]
    names = ("GroupId", "UserId", "VpcId", "VpcPeeringConnectionId")
    pair = {name: group[name] for name in names if group.get(name)}
    if not pair.get("VpcPeeringConnectionId"):
        pair.pop("VpcId", None)
    return "UserIdGroupPairs", pair


def _direction(rule: Row) -> str:
    return "egress" if rule["IsEgress"] else "ingress"
