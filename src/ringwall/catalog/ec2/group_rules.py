"""Rules of security groups as rows of their own: how they are read, and written."""

from typing import Any

from ringwall.catalog.ec2.network_keys import NOT_YET
from ringwall.catalog.ec2.protocols import NUMBERS
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update
from ringwall.model.table import Column, Row, integer, text

COLUMNS: tuple[Column, ...] = (
    text("group_id", "GroupId", "The security group."),
    text(
        "ip_protocol",
        "(IpProtocol=='6' && 'tcp') || (IpProtocol=='17' && 'udp') || IpProtocol",
        "tcp, udp, icmp, icmpv6, another number, or -1 for all.",
    ),
    integer("from_port", "FromPort", "The lowest port (0 for all), or the ICMP type."),
    integer("to_port", "ToPort", "The highest port (65535 for all), or the ICMP code."),
    text(
        "peer",
        "not_null(CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupInfo.GroupId)",
        "The peer: a block of addresses, a prefix list (pl-...) or a security group (sg-...).",
    ),
    text("description", "Description", "The rule's description."),
)
"""The columns of both tables: a rule with one peer."""
_NAMES = ("group_id", "ip_protocol", "from_port", "to_port", "peer")


def make_lifecycle(direction: str) -> Lifecycle:
    """Return how rules of a direction, ingress or egress, come and go: AWS changes none."""
    is_egress = direction == "egress"
    return Lifecycle(
        table=f"ec2_security_group_{direction}",
        find=Find(
            "ec2.describe_security_group_rules",
            {"Filters": [{"Name": "group-id", "Values": ["{group_id}"]}]},
            items=f"SecurityGroupRules[?IsEgress==`{str(is_egress).lower()}`]",
            match={
                COLUMNS[1].path: "{ip_protocol}",
                "FromPort": "{from_port}",
                "ToPort": "{to_port}",
                COLUMNS[4].path: "{peer}",
            },
            absent=("InvalidGroup.NotFound", "InvalidGroupId.NotFound"),
        ),
        identity=_NAMES,
        ids=(),
        create=Step(
            f"ec2.authorize_security_group_{direction}",
            build=write_rule,
            retry=NOT_YET,
            blast="availability",
        ),
        creates=(*_NAMES, "description"),
        given=("peer_kind",),
        erase=Step(
            f"ec2.revoke_security_group_{direction}", build=write_rule, blast="availability"
        ),
        updates=(
            Update(
                ("description",),
                Step(
                    f"ec2.update_security_group_rule_descriptions_{direction}",
                    build=write_rule,
                    blast="none",
                ),
            ),
        ),
    )


def write_rule(names: Row) -> Row:
    """Return the parameters that allow what a rule says, or take it back.

    Where the peer is not there yet, the row says what it is: `peer_kind` is group, list or block.
    """
    protocol = str(names["ip_protocol"])
    permission: dict[str, Any] = {
        "IpProtocol": NUMBERS.get(protocol, protocol)
        if protocol not in {"tcp", "udp"}
        else protocol
    }
    if protocol != "-1":
        permission |= {"FromPort": names["from_port"], "ToPort": names["to_port"]}
    member, key = MEMBERS[names.get("peer_kind") or find_kind(names["peer"])]
    said = {"Description": names["description"]} if names.get("description") else {}
    permission[member] = [{key: names["peer"], **said}]
    return {"GroupId": names["group_id"], "IpPermissions": [permission]}


MEMBERS = {
    "block": ("IpRanges", "CidrIp"),
    "block6": ("Ipv6Ranges", "CidrIpv6"),
    "list": ("PrefixListIds", "PrefixListId"),
    "group": ("UserIdGroupPairs", "GroupId"),
}
"""Where a permission has its peers of each kind."""


def find_kind(peer: str) -> str:
    """Return what a peer is whose id is known: one of the keys of `MEMBERS`."""
    if peer.startswith("pl-"):
        return "list"
    if peer.startswith("sg-"):
        return "group"
    return "block6" if ":" in peer else "block"
