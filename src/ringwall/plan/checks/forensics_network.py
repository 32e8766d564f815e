"""What is wrong with the VPC where evidence is examined: its block, its Regions, its zones."""

from collections.abc import Iterator

from ringwall.catalog.ec2.network_plan import find_zones
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.text import count_of
from ringwall.plan.checks.network_addresses import check_block
from ringwall.plan.remark import Remark

SECTION = ("response", "forensics", "network")


def forensics_network(landscape: Landscape) -> Iterator[Remark]:
    """Yield what keeps the VPC from being made as it is wanted."""
    wanted = landscape.settings.response.forensics.network
    if not wanted.enabled:
        return
    if not landscape.settings.response.forensics.enabled:
        said = "nobody could use it: turn response.forensics on, which has the role of instances"
        yield Remark((*SECTION, "enabled"), said)
    yield from check_block((*SECTION, "cidr"), wanted.cidr)
    for position, region in enumerate(wanted.regions):
        if region not in landscape.regions:
            said = f"{region} is not a Region of the blueprint"
            yield Remark((*SECTION, "regions", position), said)
    for region in wanted.regions or (landscape.home_region,):
        known = len(find_zones(landscape.settings, region))
        if known < wanted.zones:
            said = f"{region} has {count_of(known, 'known zone')}, not {wanted.zones}; want fewer"
            yield Remark((*SECTION, "zones"), said)
