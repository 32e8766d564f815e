"""Prefix lists: the CIDR blocks that rules and routes refer to by a name."""

from collections.abc import Iterable, Iterator

from ringwall.catalog.ec2.addresses import are_world
from ringwall.catalog.midway import unless_gone
from ringwall.model.table import Reader, Row, Table, boolean, integer, text, texts


def _lists(reader: Reader) -> Iterator[Row]:
    found = reader.items("ec2.describe_managed_prefix_lists", "PrefixLists", MaxResults=100)
    for item in found:
        entries: list[Row] = []
        with unless_gone("InvalidPrefixListID.NotFound", "InvalidPrefixListId.NotFound"):
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
            yield {**item, "Cidrs": cidrs, "IsWorld": _are_world(cidrs)}


def _are_world(cidrs: Iterable[str]) -> bool | None:
    try:
        return are_world(cidrs)
    except ValueError:
        return None


prefix_list = Table(
    name="ec2_prefix_list",
    doc=(
        "A named list of CIDR blocks that rules and routes refer to. AWS-managed lists, and lists "
        "that other accounts share with this one, are listed as well."
    ),
    cloudformation="AWS::EC2::PrefixList",
    fetch=_lists,
    arn="PrefixListArn",
    tags="Tags",
    columns=(
        text("prefix_list_id", "PrefixListId", "The list's ID: pl-..."),
        text("prefix_list_name", "PrefixListName", "The list's name."),
        text("owner_id", "OwnerId", "The account that owns the list, or AWS."),
        text("address_family", "AddressFamily", "IPv4 or IPv6."),
        integer("max_entries", "MaxEntries", "The largest number of blocks."),
        texts(
            "cidrs",
            "Cidrs",
            "The blocks; [] for AWS-managed lists, which are not read.",
            property="Entries[].Cidr",
            default=[],
        ),
        boolean(
            "is_world",
            "IsWorld",
            "The blocks are the internet, as in security_group_rule.",
            absent=None,
        ),
    ),
)
