"""Security groups, their rules, and the prefix lists that rules name."""

from collections.abc import Iterable, Iterator

from ringwall.catalog.ec2.addresses import is_world
from ringwall.catalog.ec2.rules import explode_group
from ringwall.model.table import (
    Call,
    Column,
    Derived,
    Reader,
    Row,
    Table,
    boolean,
    integer,
    text,
    texts,
)

security_group = Table(
    name="ec2_security_group",
    doc="A security group; its rules stand in security_group_rule.",
    cloudformation="AWS::EC2::SecurityGroup",
    list=Call("ec2.describe_security_groups", "SecurityGroups", {"MaxResults": 1000}),
    arn="arn:{partition}:ec2:{region}:{account_id}:security-group/{GroupId}",
    account="OwnerId",
    tags="Tags",
    columns=(
        text("group_id", "GroupId", "The group's id: sg-..."),
        text("group_name", "GroupName", "The group's name; default for the one of each VPC."),
        text("group_description", "Description", "What its author wrote of it."),
        text("vpc_id", "VpcId", "The VPC in which it serves."),
    ),
    derived=(Derived("security_group_rule", explode_group),),
)

security_group_rule = Table(
    name="security_group_rule",
    doc="One rule of a security group with one peer; arn is the group's.",
    columns=(
        Column("group_id", "TEXT", "The group whose rule it is."),
        Column("direction", "TEXT", "ingress or egress."),
        Column("ip_protocol", "TEXT", "tcp, udp, icmp, icmpv6, another number, or -1 for all."),
        Column("from_port", "BIGINT", "The lowest port (0 for all), or the ICMP type."),
        Column("to_port", "BIGINT", "The highest port (65535 for all), or the ICMP code."),
        Column("cidr_ipv4", "TEXT", "The peer as an IPv4 block; '' where it is another kind."),
        Column("cidr_ipv6", "TEXT", "The peer as an IPv6 block; '' where it is another kind."),
        Column("prefix_list_id", "TEXT", "The peer as a prefix list; '' where it is not."),
        Column("referenced_group_id", "TEXT", "The peer as a security group; '' where not."),
        Column("referenced_account_id", "TEXT", "The account of that group, where AWS says so."),
        Column("peer", "TEXT", "The peer, whichever kind it is of."),
        Column("description", "TEXT", "What the rule's author wrote of it."),
        Column(
            "is_world",
            "BOOLEAN",
            "The peer is the internet: 0.0.0.0/0, ::/0, or a block too wide to be one network's "
            "(0.0.0.0/1). False for a prefix list: see ec2_prefix_list.",
        ),
    ),
)


def _lists(reader: Reader) -> Iterator[Row]:
    found = reader.items("ec2.describe_managed_prefix_lists", "PrefixLists", MaxResults=100)
    for item in found:
        entries: list[Row] = []
        if item["OwnerId"] != "AWS":  # AWS's own lists hold AWS's own addresses
            entries.extend(
                reader.items(
                    "ec2.get_managed_prefix_list_entries",
                    "Entries",
                    PrefixListId=item["PrefixListId"],
                    MaxResults=100,
                )
            )
        cidrs = [entry["Cidr"] for entry in entries]
        yield {**item, "Cidrs": cidrs, "IsWorld": _is_any_world(cidrs)}


def _is_any_world(cidrs: Iterable[str]) -> bool | None:
    try:
        return any([is_world(cidr) for cidr in cidrs])  # noqa: C419 - all must be readable
    except ValueError:
        return None


prefix_list = Table(
    name="ec2_prefix_list",
    doc=(
        "A named list of CIDR blocks that rules and routes point at. AWS's own lists and those "
        "of other accounts that are shared with this one stand here as well."
    ),
    cloudformation="AWS::EC2::PrefixList",
    fetch=_lists,
    arn="PrefixListArn",
    tags="Tags",
    columns=(
        text("prefix_list_id", "PrefixListId", "The list's id: pl-..."),
        text("prefix_list_name", "PrefixListName", "The list's name."),
        text("owner_id", "OwnerId", "The account that keeps the list, or AWS."),
        text("address_family", "AddressFamily", "IPv4 or IPv6."),
        integer("max_entries", "MaxEntries", "How many blocks it may hold."),
        texts("cidrs", "Cidrs", "The blocks; [] for AWS's own lists, which are not read."),
        boolean(
            "is_world",
            "IsWorld",
            "One of the blocks is the internet, as in security_group_rule.",
            absent=None,
        ),
    ),
)
