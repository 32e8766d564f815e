"""Network ACLs of a blueprint's VPCs: they deny, whatever a security group allows."""

from collections.abc import Iterator
from dataclasses import dataclass

from ringwall.catalog.ec2.network_keys import SECTION, network_key, subnet_ref, vpc_ref
from ringwall.catalog.ec2.network_plan import Tier
from ringwall.catalog.ec2.sections.network import ANYWHERE, NetworkRows, list_networks
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Ref, Wanted

WHY = "a port that somebody opens in a security group stays closed to the internet"
FIRST, STEP = 100, 10
EPHEMERAL = (1024, 65535)
"""The ports that answers come back to."""


@dataclass(frozen=True)
class AclRule:
    """One entry, about the peers of a block; None for all ports."""

    action: str
    cidr: str
    protocol: str = "-1"
    ports: tuple[int, int] = (0, 65535)


@wants(SECTION)
def want_network_acls(landscape: Landscape) -> Iterator[Wanted]:
    """Have a network ACL for each kind of subnet, with explicit denials."""
    for rows in list_networks(landscape):
        yield from want_acls(rows)


def want_acls(rows: NetworkRows) -> Iterator[Wanted]:
    """Yield the network ACL of each kind of subnet of a VPC."""
    for tier in rows.tiers:
        yield from _want_acl(rows, tier)


def _want_acl(rows: NetworkRows, tier: Tier) -> Iterator[Wanted]:
    yield rows.want("ec2_network_acl", tier, {"vpc_id": vpc_ref(rows.vpc)}, WHY, tagged=True)
    acl = Ref(network_key(rows.vpc, "ec2_network_acl", tier), "network_acl_id")
    for is_egress, entries in ((False, ingress(rows, tier)), (True, egress(rows, tier))):
        for number, entry in enumerate(entries):
            rule = FIRST + STEP * number
            yield rows.want(
                "ec2_network_acl_entry",
                f"{tier} {'out' if is_egress else 'in'} {rule}",
                {
                    "network_acl_id": acl,
                    "rule_number": rule,
                    "is_egress": is_egress,
                    "rule_action": entry.action,
                    "protocol": entry.protocol,
                    "from_port": entry.ports[0],
                    "to_port": entry.ports[1],
                    "cidr_block": entry.cidr,
                },
                WHY,
            )
    for subnet in rows.subnets(tier):
        yield rows.want(
            "ec2_subnet_network_acl_association",
            subnet.name,
            {"subnet_id": subnet_ref(rows.vpc, subnet.name), "network_acl_id": acl},
            WHY,
            needs=tuple(
                network_key(rows.vpc, "ec2_network_acl_entry", f"{tier} {way} {FIRST}")
                for way in ("in", "out")
            ),
        )


def ingress(rows: NetworkRows, tier: Tier) -> list[AclRule]:
    """Return what comes into a kind of subnet, the first that matches first.

    Within the addresses that are inside, security groups decide. From the internet, the denied
    ports never come in; into private subnets only answers do, into isolated ones only those of
    AWS's services.
    """
    own = [AclRule("allow", rows.inside)]
    denied = [
        AclRule("deny", ANYWHERE, protocol, (port, port))
        for port in rows.settings.denied_ports
        for protocol in ("tcp", "udp")
    ]
    if tier not in {"private", "isolated"}:
        return [*own, *denied, AclRule("allow", ANYWHERE)]
    answers = [AclRule("allow", ANYWHERE, "tcp", EPHEMERAL)]
    if tier == "private":
        answers.append(AclRule("allow", ANYWHERE, "udp", EPHEMERAL))
    return [*own, *denied, *answers] if _reaches_out(rows, tier) else own


def egress(rows: NetworkRows, tier: Tier) -> list[AclRule]:
    """Return what leaves a kind of subnet."""
    if tier == "isolated":
        https = [AclRule("allow", ANYWHERE, "tcp", (443, 443))]
        return [AclRule("allow", rows.inside), *(https if _reaches_out(rows, tier) else [])]
    return [AclRule("allow", ANYWHERE)]


def _reaches_out(rows: NetworkRows, tier: Tier) -> bool:
    """Whether addresses of the internet answer: those of gateway endpoints are such, too."""
    return tier != "isolated" or bool(rows.settings.gateway_endpoints)
