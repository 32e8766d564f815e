"""VPC Block Public Access of the accounts that have VPCs."""

from collections.abc import Iterator

from ringwall.catalog.ec2.network_keys import SECTION, vpc_ref
from ringwall.catalog.ec2.network_plan import MAIN
from ringwall.catalog.ec2.sections.network import NetworkRows, list_networks
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Wanted

WHY = "a gateway and a route that somebody adds do not open a network to the internet"


@wants(SECTION)
def want_block_public_access(landscape: Landscape) -> Iterator[Wanted]:
    """Have VPC Block Public Access, with an exclusion for what is public on purpose."""
    for rows in list_networks(landscape):
        if rows.settings.block_public_access != "off":
            yield from _want_block(rows)


def _want_block(rows: NetworkRows) -> Iterator[Wanted]:
    mode = rows.settings.block_public_access
    exclusions = [want_exclusion(rows)] if rows.settings.public_subnets else []
    yield from exclusions
    yield rows.want(
        "ec2_vpc_block_public_access_options",
        MAIN,
        {"internet_gateway_block_mode": mode},
        WHY,
        needs=tuple(each.key for each in exclusions),
    )


def want_exclusion(rows: NetworkRows, mode: str = "allow-bidirectional") -> Wanted:
    """Return the exclusion of a VPC from what is blocked in its account."""
    return rows.want(
        "ec2_vpc_block_public_access_exclusion",
        MAIN,
        {"internet_gateway_exclusion_mode": mode},
        WHY,
        tagged=True,
        given={"vpc_id": vpc_ref(rows.vpc)},
    )
