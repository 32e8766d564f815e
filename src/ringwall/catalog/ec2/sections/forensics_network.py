"""The VPC where evidence is examined: nothing is joined to it."""

from collections.abc import Iterator

import msgspec

from ringwall.catalog.ec2.network_plan import find_forensics, find_zones
from ringwall.catalog.ec2.sections.network import NetworkRows, want_whole
from ringwall.catalog.ec2.sections.network_acls import want_acls
from ringwall.catalog.ec2.sections.network_endpoints import want_endpoints_of
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Wanted

SECTION = "response.forensics"


@wants(SECTION)
def want_forensics_network(landscape: Landscape) -> Iterator[Wanted]:
    """Have a VPC of isolated subnets alone, from which AWS's services are reached by endpoints."""
    wanted = landscape.settings.response.forensics.network
    for account, vpc in find_forensics(landscape):
        settings = msgspec.structs.replace(
            account.settings.infrastructure.network,
            public_subnets=False,
            nat="none",
            zones=wanted.zones,
            gateway_endpoints=("s3",),
            interface_endpoints=wanted.interface_endpoints,
        )
        zones = find_zones(account.settings, vpc.region)
        rows = NetworkRows(
            landscape, settings, zones, vpc, ("isolated",), section=SECTION, layer="response"
        )
        yield from want_whole(rows)
        yield from want_acls(rows)
        yield from want_endpoints_of(rows)
