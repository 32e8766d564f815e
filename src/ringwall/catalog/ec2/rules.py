"""Security groups, network ACLs and route tables, exploded into one row per rule."""

from collections.abc import Iterator

from ringwall.catalog.ec2.addresses import address_range, is_world
from ringwall.catalog.iam.statements import explode_policy
from ringwall.model.table import Row

PROTOCOLS = {"1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6"}
"""Numbers that EC2 accepts where it also has a name for the protocol."""
ALL_PORTS = (0, 65535)


def explode_group(group: Row, _: Row) -> Iterator[Row]:
    """Yield a row per rule of a security group: per permission and per peer of it."""
    for direction, permissions in (
        ("ingress", group.get("IpPermissions")),
        ("egress", group.get("IpPermissionsEgress")),
    ):
        for permission in permissions or ():
            protocol = str(permission.get("IpProtocol", "-1"))
            from_port, to_port = _ports(
                protocol, permission.get("FromPort"), permission.get("ToPort")
            )
            for peer in _peers(permission):
                yield {
                    "group_id": group.get("GroupId", ""),
                    "direction": direction,
                    "ip_protocol": PROTOCOLS.get(protocol, protocol),
                    "from_port": from_port,
                    "to_port": to_port,
                    **peer,
                }


def _ports(protocol: str, from_port: int | None, to_port: int | None) -> tuple[int, int]:
    """Return a rule's ports: EC2 names none, or -1, where it means all of them."""
    is_icmp = PROTOCOLS.get(protocol, protocol) in {"icmp", "icmpv6"}
    if protocol == "-1" or from_port is None or to_port is None:
        return ALL_PORTS
    return ALL_PORTS if from_port == -1 and not is_icmp else (from_port, to_port)


def _peers(permission: Row) -> Iterator[Row]:
    nobody = {
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
        for peer in permission.get(member) or ():
            row = {**nobody, name: peer.get(key, ""), "description": peer.get("Description", "")}
            row["referenced_account_id"] = peer.get("UserId", "")
            row["peer"] = row[name]
            # What a prefix list holds stands in ec2_prefix_list.
            row["is_world"] = name.startswith("cidr") and is_world(row[name])
            yield row


def explode_acl(acl: Row, _: Row) -> Iterator[Row]:
    """Yield a row per entry of a network ACL, the last one ("*": 32767) included."""
    for entry in acl.get("Entries") or ():
        protocol = str(entry.get("Protocol", "-1"))
        ports = entry.get("PortRange") or {}
        from_port, to_port = _ports(protocol, ports.get("From"), ports.get("To"))
        cidr = entry.get("CidrBlock") or entry.get("Ipv6CidrBlock") or ""
        first, last = address_range(cidr)
        yield {
            "network_acl_id": acl.get("NetworkAclId", ""),
            "rule_number": entry.get("RuleNumber"),
            "is_egress": bool(entry.get("Egress")),
            "rule_action": entry.get("RuleAction"),
            "protocol": PROTOCOLS.get(protocol, protocol),
            "from_port": from_port,
            "to_port": to_port,
            "cidr_block": entry.get("CidrBlock", ""),
            "ipv6_cidr_block": entry.get("Ipv6CidrBlock", ""),
            "is_world": is_world(cidr),
            "first_address": first,
            "last_address": last,
        }


TARGETS = (
    "GatewayId",
    "NatGatewayId",
    "NetworkInterfaceId",
    "InstanceId",
    "TransitGatewayId",
    "VpcPeeringConnectionId",
    "EgressOnlyInternetGatewayId",
    "CarrierGatewayId",
    "LocalGatewayId",
    "CoreNetworkArn",
    "OdbNetworkArn",
)
"""Members of a route of which one names where it leads."""


def explode_routes(table: Row, _: Row) -> Iterator[Row]:
    """Yield a row per route of a route table."""
    for route in table.get("Routes") or ():
        yield {
            "route_table_id": table.get("RouteTableId", ""),
            "vpc_id": table.get("VpcId", ""),
            "destination_cidr_block": route.get("DestinationCidrBlock", ""),
            "destination_ipv6_cidr_block": route.get("DestinationIpv6CidrBlock", ""),
            "destination_prefix_list_id": route.get("DestinationPrefixListId", ""),
            "target": next((route[name] for name in TARGETS if route.get(name)), ""),
            "instance_id": route.get("InstanceId", ""),
            "state": route.get("State", ""),
            "origin": route.get("Origin", ""),
        }


def explode_endpoint(endpoint: Row, _: Row) -> Iterator[Row]:
    """Yield a row per statement of a VPC endpoint's policy; it limits, it grants nothing."""
    return explode_policy(endpoint.get("PolicyDocument"), "ec2_vpc_endpoint", "endpoint")
