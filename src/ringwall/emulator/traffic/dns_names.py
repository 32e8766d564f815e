"""Answers of a VPC's resolver by itself: private hosted zones, and the names of instances.

https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ringwall.emulator.on_moto.moto_client import moto_backends
from ringwall.emulator.traffic.interfaces import TrafficInterface
from ringwall.emulator.traffic.script import DnsAnswer

MAX_ALIASES = 8
INSTANCE_NAME = re.compile(r"ip-(\d+)-(\d+)-(\d+)-(\d+)\.(ec2|[a-z0-9-]+\.compute)\.internal")


@dataclass(frozen=True)
class ResolvedName:
    """What a resolver answers."""

    rcode: str
    answers: tuple[DnsAnswer, ...] = ()


def resolve_inside(interface: TrafficInterface, name: str, kind: str) -> ResolvedName | None:
    """Return what the VPC's own names answer; None for a name of the internet."""
    wanted = name.rstrip(".").lower()
    zones = [zone for zone in _find_zones(interface.vpc_id) if _is_in(wanted, zone)]
    if zones:
        zone = max(zones, key=lambda zone: len(zone.name))
        return _ask(zone, wanted, kind)
    matched = INSTANCE_NAME.fullmatch(wanted)
    if matched and interface.backend.vpcs[interface.vpc_id].enable_dns_hostnames:
        address = DnsAnswer(".".join(matched.groups()[:4]))
        return ResolvedName("NOERROR", (address,) if kind == "A" else ())
    return None


def _find_zones(vpc_id: str) -> Iterator[Any]:
    for _, _, backend in moto_backends("route53").iter_backends():
        for zone in backend.zones.values():
            if zone.private_zone and any(vpc.get("vpc_id") == vpc_id for vpc in zone.vpcs):
                yield zone


def _is_in(name: str, zone: Any) -> bool:
    apex = str(zone.name).rstrip(".").lower()
    return name == apex or name.endswith(f".{apex}")


def _ask(zone: Any, name: str, kind: str) -> ResolvedName:
    """Return a zone's answer: it follows names within the zone, and makes none up beyond it."""
    found: list[DnsAnswer] = []
    for _ in range(MAX_ALIASES):
        sets = _find_sets(zone, name)
        if not sets:
            return ResolvedName("NOERROR" if found else "NXDOMAIN", tuple(found))
        chosen = next((each for each in sets if each.type == kind), None)
        target = str((chosen.alias_target or {}).get("DNSName", "")) if chosen else ""
        if target:
            name = target.rstrip(".").lower()
            continue
        if chosen is not None:
            found += (DnsAnswer(str(value), kind) for value in _values(chosen))
            return ResolvedName("NOERROR", tuple(found))
        other = next((each for each in sets if each.type == "CNAME"), None)
        if other is None:
            return ResolvedName("NOERROR", tuple(found))
        (name,) = (str(value).rstrip(".").lower() for value in _values(other)[:1])
        found.append(DnsAnswer(f"{name}.", "CNAME"))
    return ResolvedName("SERVFAIL")


def _find_sets(zone: Any, name: str) -> list[Any]:
    """Return the record sets of a name: its own, or those of the nearest wildcard."""
    by_name: dict[str, list[Any]] = {}
    for each in zone.rrsets:
        by_name.setdefault(_plain(str(each.name)), []).append(each)
    if name in by_name:
        return by_name[name]
    labels = name.split(".")
    wildcards = (".".join(["*", *labels[depth:]]) for depth in range(1, len(labels)))
    return next((by_name[each] for each in wildcards if each in by_name), [])


def _plain(name: str) -> str:
    return name.rstrip(".").lower().replace("\\052", "*")


def _values(record_set: Any) -> Sequence[str]:
    return [r["Value"] if isinstance(r, dict) else r for r in record_set.records or ()]
