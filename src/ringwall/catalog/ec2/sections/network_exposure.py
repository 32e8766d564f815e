"""VPC Block Public Access of all accounts, whether they have a VPC or not."""

from collections.abc import Iterator

from ringwall.catalog.ec2.network_keys import SECTION, vpc_ref
from ringwall.catalog.ec2.network_plan import MAIN
from ringwall.catalog.ec2.sections.network import NetworkRows, list_networks
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import RowKey, Wanted

WHY = "a gateway and a route that somebody adds do not open a network to the internet"


@wants(SECTION)
def want_block_public_access(landscape: Landscape) -> Iterator[Wanted]:
    """Have VPC Block Public Access everywhere, with an exclusion for what is public on purpose."""
    networks = {(rows.vpc.account, rows.vpc.region): rows for rows in list_networks(landscape)}
    for account in landscape.accounts:
        wanted = account.settings.infrastructure.network
        if not wanted.enabled or wanted.block_public_access == "off":
            continue
        for region in landscape.regions_of("ec2", account):
            rows = networks.get((account.name, region))
            exclusions = [want_exclusion(rows)] if rows and rows.settings.public_subnets else []
            yield from exclusions
            yield Wanted(
                key=RowKey(account.name, region, "ec2_vpc_block_public_access_options", MAIN),
                columns={"internet_gateway_block_mode": wanted.block_public_access},
                section=SECTION,
                layer="infrastructure",
                why=WHY,
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
