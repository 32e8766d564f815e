"""Security groups."""

from collections.abc import Iterator, Sequence

from ringwall.catalog.ec2.addresses import are_world, count_public, is_world, parse_cidr
from ringwall.catalog.ec2.protocols import read_ports, read_protocol
from ringwall.catalog.members import take_list
from ringwall.model.blueprint.wanted import OWNER_TAG
from ringwall.model.table import Call, Derived, Row, Table, document, text


def explode_group(group: Row, _: Row) -> Iterator[Row]:
    """Yield a row per rule of a security group: per permission and per peer of it."""
    rows = list(_rules(group))
    for direction in ("ingress", "egress"):
        _mark_together([row for row in rows if row["direction"] == direction])
    yield from rows


def _rules(group: Row) -> Iterator[Row]:
    for direction, permissions in (
        ("ingress", take_list(group, "IpPermissions")),
        ("egress", take_list(group, "IpPermissionsEgress")),
    ):
        for permission in permissions:
            protocol = read_protocol(permission["IpProtocol"])
            from_port, to_port = read_ports(
                protocol, permission.get("FromPort"), permission.get("ToPort")
            )
            for peer in _peers(permission):
                yield {
                    "group_id": group.get("GroupId", ""),
                    "direction": direction,
                    "ip_protocol": protocol,
                    "from_port": from_port,
                    "to_port": to_port,
                    **peer,
                }


def _mark_together(rows: Sequence[Row]) -> None:
    """Mark the rules whose blocks are the internet only together, at each of a rule's ports."""
    blocks = [(row, row["cidr_ipv4"] or row["cidr_ipv6"]) for row in rows if not row["is_world"]]
    blocks = [(row, cidr) for row, cidr in blocks if cidr]
    if not are_world(cidr for _, cidr in blocks):
        return
    open_at: dict[tuple[str, int], bool] = {}

    def is_open(protocol: str, port: int) -> bool:
        if (protocol, port) not in open_at:
            open_at[protocol, port] = are_world(
                cidr
                for row, cidr in blocks
                if row["ip_protocol"] in {protocol, "-1"}
                and row["from_port"] <= port <= row["to_port"]
            )
        return open_at[protocol, port]

    # Only where a rule begins or has ended, others are in force.
    edges = {edge for row, _ in blocks for edge in (row["from_port"], row["to_port"] + 1)}
    together = [
        row
        for row, cidr in blocks
        if count_public(parse_cidr(cidr))
        and all(
            is_open(row["ip_protocol"], port)
            for port in {row["from_port"], *edges}
            if row["from_port"] <= port <= row["to_port"]
        )
    ]
    for row in together:
        row["is_world"] = True


def _peers(permission: Row) -> Iterator[Row]:
    no_peer = {
        "cidr_ipv4": "",
        "cidr_ipv6": "",
        "prefix_list_id": "",
        "referenced_group_id": "",
        "referenced_account_id": "",
    }
    for member, name, key in (
        ("IpRanges", "cidr_ipv4", "CidrIp"),
        ("Ipv6Ranges", "cidr_ipv6", "CidrIpv6"),
        ("PrefixListIds", "prefix_list_id", "PrefixListId"),
        ("UserIdGroupPairs", "referenced_group_id", "GroupId"),
    ):
        for peer in take_list(permission, member):
            row = {**no_peer, name: peer[key], "description": peer.get("Description", "")}
            row["referenced_account_id"] = peer.get("UserId", "")
            row["peer"] = row[name]
            # The contents of a prefix list are in ec2_prefix_list.
            row["is_world"] = name.startswith("cidr") and is_world(row[name])
            yield row


def pick_default(group: Row, _: Row) -> Iterator[Row]:
    """Yield a row for the default group of a VPC."""
    if group["GroupName"] == "default":
        yield {
            "group_id": group.get("GroupId", ""),
            "vpc_id": group.get("VpcId", ""),
            "ip_permissions": take_list(group, "IpPermissions"),
            "ip_permissions_egress": take_list(group, "IpPermissionsEgress"),
        }


def explode_own_ingress(group: Row, _: Row) -> Iterator[Row]:
    """Yield a row per ingress rule of a group that a blueprint made."""
    return _explode_own(group, "ingress")


def explode_own_egress(group: Row, _: Row) -> Iterator[Row]:
    """Yield a row per egress rule of a group that a blueprint made."""
    return _explode_own(group, "egress")


def _explode_own(group: Row, direction: str) -> Iterator[Row]:
    if not any(tag.get("Key") == OWNER_TAG for tag in group.get("Tags") or ()):
        return
    for rule in _rules(group):
        if rule["direction"] == direction:
            names = ("group_id", "ip_protocol", "from_port", "to_port", "peer", "description")
            yield {name: rule[name] for name in names}


security_group = Table(
    name="ec2_security_group",
    doc="A security group; its rules are in security_group_rule.",
    cloudformation="AWS::EC2::SecurityGroup",
    list=Call("ec2.describe_security_groups", "SecurityGroups", {"MaxResults": 1000}),
    arn="arn:{partition}:ec2:{region}:{account_id}:security-group/{GroupId}",
    account="OwnerId",
    tags="Tags",
    columns=(
        text("group_id", "GroupId", "The group's ID: sg-..."),
        text(
            "group_name",
            "GroupName",
            "The group's name; default for the default group of a VPC.",
            required=True,
        ),
        text("group_description", "Description", "Its description.", property="GroupDescription"),
        text("vpc_id", "VpcId", "Its VPC."),
        document("ip_permissions", "IpPermissions", "Its ingress rules, as EC2 has them.", []),
        document(
            "ip_permissions_egress",
            "IpPermissionsEgress",
            "Its egress rules, as EC2 has them.",
            [],
        ),
    ),
    derived=(
        Derived("security_group_rule", explode_group),
        Derived("ec2_default_security_group", pick_default),
        Derived("ec2_security_group_ingress", explode_own_ingress),
        Derived("ec2_security_group_egress", explode_own_egress),
    ),
)
