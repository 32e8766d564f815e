"""Where a transit gateway sends packets: to which attachment, and to which zone of it.

https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html
"""

import hashlib
from collections.abc import Iterator
from ipaddress import ip_address, ip_network
from typing import Any

from ringwall.emulator.on_moto.moto_client import moto_backends
from ringwall.emulator.traffic.filters import PacketFlow
from ringwall.emulator.traffic.interfaces import TrafficInterface, TrafficNetwork


def find_entry(
    network: TrafficNetwork, sender: TrafficInterface, gateway_id: str
) -> TrafficInterface | None:
    """Return the interface by which packets come to a gateway: that of the sender's own zone.

    None where the VPC is not attached, or not in that zone.
    """
    for held in sender.backend.transit_gateway_attachments.values():
        is_own = (held.transit_gateway_id, held.resource_id) == (gateway_id, sender.vpc_id)
        if is_own and held.state == "available":
            for each in network.by_attachment.get(held.id, ()):
                if each.zone_id == sender.zone_id:
                    return each
    return None


def find_exit(
    network: TrafficNetwork, entry: TrafficInterface, flow: PacketFlow
) -> TrafficInterface | None:
    """Return the interface by which packets leave a gateway; None where it drops them.

    They stay in their zone, unless the attachment has appliance mode: then both directions of a
    connection have the zone that follows from its addresses and ports.
    """
    attachment = entry.backend.transit_gateway_attachments[entry.attachment_id]
    target = _look_up(attachment.transit_gateway_route_table, flow.destination)
    if target is None or target.state != "available":
        return None
    ways = sorted(network.by_attachment.get(target.id, ()), key=lambda each: each.zone_id)
    if not ways:
        return None
    if dict(target.options).get("ApplianceModeSupport") == "enable":
        return ways[_hash(*sorted(_ends(flow)), flow.protocol) % len(ways)]
    near = (each for each in ways if each.zone_id == entry.zone_id)
    return next(near, None) or ways[_hash(*_ends(flow), flow.protocol) % len(ways)]


def _look_up(table: Any, destination: str) -> Any:
    """Return the attachment that a table names by the longest prefix; None for a blackhole.

    Of equal prefixes, a static route comes before one that is propagated.
    """
    if table is None:
        return None
    address = ip_address(destination)
    found = [
        (network.prefixlen, is_static, attachment)
        for is_static, block, attachment in (*_static(table), *_propagated(table))
        if (network := ip_network(block)).version == address.version and address in network
    ]
    return max(found, key=lambda each: each[:2])[2] if found else None


def _static(table: Any) -> Iterator[tuple[bool, str, Any]]:
    for block, route in table.routes.items():
        target = (route.get("transitGatewayAttachments") or {}).get("transitGatewayAttachmentId")
        is_active = route["state"] == "active"
        yield True, block, _find(table, target) if target and is_active else None


def _propagated(table: Any) -> Iterator[tuple[bool, str, Any]]:
    for item in table.route_table_propagation:
        attachment = _find(table, item.transitGatewayAttachmentId)
        if attachment is None:
            continue
        region = table.ec2_backend.region_name
        vpc = moto_backends("ec2")[attachment.resource_owner_id][region].vpcs.get(
            attachment.resource_id
        )
        for part in vpc.cidr_block_association_set if vpc is not None else ():
            yield False, part["cidr_block"], attachment


def _find(table: Any, attachment_id: str) -> Any:
    return table.ec2_backend.transit_gateway_attachments.get(attachment_id)


def _ends(flow: PacketFlow) -> tuple[tuple[str, int], tuple[str, int]]:
    return (flow.source, flow.source_port), (flow.destination, flow.destination_port)


def _hash(*of: object) -> int:
    return int.from_bytes(hashlib.sha256(repr(of).encode()).digest()[:4], "big")
