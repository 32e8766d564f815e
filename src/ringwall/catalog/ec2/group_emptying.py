"""Revokes all rules of a security group, each so that it can come back as it was."""

import json
from collections.abc import Iterator, Mapping

from ringwall.catalog.ec2.open_rules import KEPT, READ, TAGS
from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.table import Reader, Row
from ringwall.model.write_shape import Shape, WriteShape

DESCRIPTION = "(?s).{0,255}"
PEERS: Mapping[str, Shape] = {
    "IpProtocol": r"-1|[a-z0-9]{1,10}",
    "FromPort?": range(-1, 65536),
    "ToPort?": range(-1, 65536),
    "IpRanges?": [{"CidrIp": r"[\d./]{9,18}", "Description?": DESCRIPTION}],
    "Ipv6Ranges?": [{"CidrIpv6": r"[0-9a-fA-F:./]{2,43}", "Description?": DESCRIPTION}],
    "PrefixListIds?": [{"PrefixListId": "pl-[0-9a-f]{8,17}", "Description?": DESCRIPTION}],
    "UserIdGroupPairs?": [
        {"GroupId": "sg-[0-9a-f]{8,17}", "UserId?": r"\d{12}", "Description?": DESCRIPTION}
    ],
}
GROUP: Mapping[str, Shape] = {"GroupId": "sg-[0-9a-f]{8,17}", "IpPermissions": [PEERS]}
INBOUND = ("ec2.revoke_security_group_ingress", "ec2.authorize_security_group_ingress")
OUTBOUND = ("ec2.revoke_security_group_egress", "ec2.authorize_security_group_egress")
WRITES = tuple(
    shape
    for revoke, authorize in (INBOUND, OUTBOUND)
    for shape in (
        WriteShape(revoke, GROUP),
        WriteShape(authorize, {**GROUP, "TagSpecifications?": TAGS}, also=("ec2:CreateTags",)),
    )
)


def empty_group(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Yield a Change for each rule of the group, inbound and outbound."""
    group = finding.resource.rpartition("/")[2]
    asked = {"Filters": [{"Name": "group-id", "Values": [group]}]}
    for rule in reader.items(READ, "SecurityGroupRules", **asked):
        yield _revoke(rule, group, asked, finding, reader)


def _revoke(rule: Row, group: str, asked: Row, finding: Finding, reader: Reader) -> Change:
    revoke, authorize = OUTBOUND if rule["IsEgress"] else INBOUND
    undo: Row = {"GroupId": group, "IpPermissions": [_permission(rule)]}
    if tags := rule.get("Tags"):
        undo["TagSpecifications"] = [{"ResourceType": "security-group-rule", "Tags": tags}]
    permission = _permission({**rule, "Description": None})
    direction = "outbound" if rule["IsEgress"] else "inbound"
    return Change(
        account_id=finding.account_id,
        region=reader.region,
        resource=finding.resource,
        write=Write(revoke, {"GroupId": group, "IpPermissions": [permission]}),
        # The rule is identified by its content: when undo restores it, it has a new id.
        probe=Probe(READ, asked, _path(rule)),
        before=[{name: rule[name] for name in KEPT if rule.get(name) is not None}],
        after=[],
        why=f"the group should have no rules: what is in it loses its {direction} traffic with "
        f"{_peer(rule)[1]}, but for connections that are open",
        layer=finding.layer,
        blast="availability",
        undo=Write(authorize, undo),
    )


def _peer(rule: Row) -> tuple[str, str, Row]:
    """Return the list of a permission that the rule's peer is in, its name, and the item."""
    if group := rule.get("ReferencedGroupInfo"):
        owner = {"UserId": group["UserId"]} if group.get("UserId") else {}
        return "UserIdGroupPairs", group["GroupId"], {"GroupId": group["GroupId"], **owner}
    for ranges, member, name in (
        ("PrefixListIds", "PrefixListId", "PrefixListId"),
        ("IpRanges", "CidrIp", "CidrIpv4"),
        ("Ipv6Ranges", "CidrIpv6", "CidrIpv6"),
    ):
        if rule.get(name):
            return ranges, rule[name], {member: rule[name]}
    raise KeyError("SecurityGroupRules[].ReferencedGroupInfo")


def _permission(rule: Row) -> Row:
    """Return the rule as IpPermissions want it."""
    ports = {
        name: rule[name]
        for name in ("FromPort", "ToPort")
        if rule.get(name) is not None and rule["IpProtocol"] != "-1"
    }
    ranges, _, peer = _peer(rule)
    told = {"Description": rule["Description"]} if rule.get("Description") else {}
    return {"IpProtocol": rule["IpProtocol"], **ports, ranges: [{**peer, **told}]}


def _path(rule: Row) -> str:
    """Return the JMESPath of the rules like this one: same way, protocol, ports and peer."""
    same = ["IsEgress" if rule["IsEgress"] else "!IsEgress"]
    same += [
        f"{name}==`{json.dumps(rule[name])}`"
        for name in ("IpProtocol", "FromPort", "ToPort", "CidrIpv4", "CidrIpv6", "PrefixListId")
        if rule.get(name) is not None
    ]
    if group := rule.get("ReferencedGroupInfo"):
        same.append(f"ReferencedGroupInfo.GroupId=='{group['GroupId']}'")
    shape = ", ".join(f"{name}: {name}" for name in KEPT if rule.get(name) is not None)
    return f"SecurityGroupRules[?{' && '.join(same)}].{{{shape}}}"
