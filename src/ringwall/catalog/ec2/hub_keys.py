"""The keys of the rows of a hub: of its transit gateway, and of its firewall."""

from ringwall.catalog.ec2.network_keys import network_key
from ringwall.catalog.ec2.network_plan import HUB, MAIN, PlannedVpc, find_hubs
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.wanted import Ref, RowKey


def gateway_key(account: str, region: str) -> RowKey:
    """Return the key of the transit gateway of a Region."""
    return RowKey(account, region, "ec2_transit_gateway", HUB)


def gateway_ref(vpc: PlannedVpc) -> Ref:
    """Return the id of the transit gateway beside a hub's VPC."""
    return Ref(gateway_key(vpc.account, vpc.region), "transit_gateway_id")


def hub_attachment_key(vpc: PlannedVpc) -> RowKey:
    """Return the key of the attachment of a VPC, of a hub's or another."""
    return network_key(vpc, "ec2_transit_gateway_vpc_attachment", "transit")


def firewall_key(account: str, region: str) -> RowKey:
    """Return the key of the firewall of a hub."""
    return RowKey(account, region, "networkfirewall_firewall", MAIN)


def endpoint_ref(vpc: PlannedVpc, subnet: str) -> Ref:
    """Return the id of the firewall's endpoint in a subnet of the hub."""
    key = RowKey(vpc.account, vpc.region, "networkfirewall_firewall_endpoint", subnet)
    return Ref(key, "endpoint_id")


FIREWALL_LOGS = "firewall-logs"
"""The kind of the buckets that firewalls log to, and of their keys."""


def find_logged_regions(landscape: Landscape) -> tuple[str, ...]:
    """Return the Regions whose firewalls log to a bucket of the log archive."""
    wanted = landscape.settings.infrastructure.network_firewall
    if not (wanted.enabled and wanted.log_types):
        return ()
    regions = (vpc.region for _, vpc in find_hubs(landscape))
    return tuple(region for region in regions if region in landscape.logs.regions)
