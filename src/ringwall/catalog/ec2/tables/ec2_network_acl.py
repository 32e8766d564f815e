"""Network ACLs."""

from collections.abc import Iterator

from ringwall.catalog.ec2.addresses import address_range, is_world
from ringwall.catalog.ec2.protocols import read_ports, read_protocol
from ringwall.catalog.members import take_list
from ringwall.model.table import Call, Derived, Row, Table, boolean, text, texts


def explode_acl(acl: Row, _: Row) -> Iterator[Row]:
    """Yield a row per entry of a network ACL, the last one ("*": 32767) included."""
    entries = take_list(acl, "Entries")
    if not entries:
        # Its last entry, which denies what no other one matches, can't be removed.
        # https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html
        raise LookupError("a network ACL without its last entry")
    for entry in entries:
        protocol = read_protocol(entry["Protocol"])
        if entry["RuleAction"] not in {"allow", "deny"}:
            raise ValueError(f"an entry neither allows nor denies: {entry['RuleAction']!r:.40}")
        ports = entry.get("PortRange") or {}
        from_port, to_port = read_ports(protocol, ports.get("From"), ports.get("To"))
        cidr = entry.get("CidrBlock") or entry.get("Ipv6CidrBlock") or ""
        first, last = address_range(cidr)
        yield {
            "network_acl_id": acl.get("NetworkAclId", ""),
            "rule_number": entry["RuleNumber"],
            "is_egress": entry["Egress"],
            "rule_action": entry["RuleAction"],
            "protocol": protocol,
            "from_port": from_port,
            "to_port": to_port,
            "cidr_block": entry.get("CidrBlock", ""),
            "ipv6_cidr_block": entry.get("Ipv6CidrBlock", ""),
            "is_world": is_world(cidr),
            "first_address": first,
            "last_address": last,
        }


def explode_acl_associations(acl: Row, _: Row) -> Iterator[Row]:
    """Yield a row per subnet that uses a network ACL."""
    for association in take_list(acl, "Associations"):
        yield {
            "network_acl_id": association["NetworkAclId"],
            "subnet_id": association["SubnetId"],
            "association_id": association["NetworkAclAssociationId"],
        }


def pick_default(acl: Row, _: Row) -> Iterator[Row]:
    """Yield a row for the ACL of those subnets of a VPC that name none."""
    if not acl["IsDefault"]:
        return
    entries = take_list(acl, "Entries")
    yield {
        "network_acl_id": acl.get("NetworkAclId", ""),
        "vpc_id": acl["VpcId"],
        "lets_all_in": any(is_first_of_aws(entry, is_egress=False) for entry in entries),
        "lets_all_out": any(is_first_of_aws(entry, is_egress=True) for entry in entries),
    }


def is_first_of_aws(entry: Row, *, is_egress: bool) -> bool:
    """Whether an entry is one of those that AWS makes a default ACL with: 100, which allows all."""
    return (
        entry["RuleNumber"] == FIRST
        and entry["Egress"] is is_egress
        and entry["RuleAction"] == "allow"
        and entry["Protocol"] == "-1"
        and entry.get("CidrBlock") == "0.0.0.0/0"
    )


FIRST = 100
"""https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html"""
network_acl = Table(
    name="ec2_network_acl",
    doc="A network ACL; its entries are in ec2_network_acl_entry.",
    cloudformation="AWS::EC2::NetworkAcl",
    list=Call("ec2.describe_network_acls", "NetworkAcls"),
    arn="arn:{partition}:ec2:{region}:{account_id}:network-acl/{NetworkAclId}",
    account="OwnerId",
    tags="Tags",
    columns=(
        text("network_acl_id", "NetworkAclId", "The ACL's ID: acl-...", property="Id"),
        text("vpc_id", "VpcId", "The VPC that it is part of.", required=True),
        boolean("is_default", "IsDefault", "Subnets of its VPC use it by default.", required=True),
        texts("subnet_ids", "Associations[].SubnetId", "The subnets that use it.", required=True),
    ),
    derived=(
        Derived("ec2_network_acl_entry", explode_acl),
        Derived("ec2_subnet_network_acl_association", explode_acl_associations),
        Derived("ec2_default_network_acl", pick_default),
    ),
)
