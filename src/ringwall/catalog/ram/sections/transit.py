"""The transit gateways of a blueprint, shared with the accounts of its organization."""

from collections.abc import Iterator

from ringwall.catalog.detection_keys import join
from ringwall.catalog.ec2.hub_keys import gateway_key
from ringwall.catalog.ec2.sections.transit import list_transits
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import GLOBAL, Ref, RowKey, Wanted


@wants("infrastructure.transit")
def want_transit_shares(landscape: Landscape) -> Iterator[Wanted]:
    """Have the transit gateway of each Region shared with the organization, and nobody else."""
    shares = landscape.settings.accounts.resource_sharing
    management = landscape.management
    sharing = RowKey(management.name, GLOBAL, "ram_organization_sharing", "organization-sharing")
    start = f"arn:{landscape.partition}:organizations::"
    organization = join(start, management.id, ":organization/", landscape.organization_id)
    for transit in list_transits(landscape):
        gateway = gateway_key(transit.hub.name, transit.region)
        yield Wanted(
            key=transit.key("ram_resource_share", "transit"),
            columns={
                "name": f"{landscape.name}-transit",
                "resource_arns": [Ref(gateway, "arn")],
                "principals": [organization],
                "allow_external_principals": False,
            },
            section="infrastructure.transit",
            layer="infrastructure",
            why="accounts attach their VPCs themselves, and those of others cannot",
            needs=(sharing,) if shares else (),
            by_hand=""
            if shares
            else "turn on accounts.resource_sharing: RAM shares with no organization without it",
        )
