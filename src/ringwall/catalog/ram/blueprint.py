"""Sharing of resources within the organization, as a blueprint wants it."""

from collections.abc import Iterator

from ringwall.model.blueprint.landscape import Landscape, organization_key
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import GLOBAL, RowKey, Wanted


@wants("accounts.resource_sharing")
def want_sharing(landscape: Landscape) -> Iterator[Wanted]:
    """Let accounts of the organization share resources without invitations."""
    if landscape.settings.accounts.resource_sharing:
        management = landscape.management.name
        yield Wanted(
            key=RowKey(management, GLOBAL, "ram_organization_sharing", "organization-sharing"),
            columns={},
            section="accounts.resource_sharing",
            layer="accounts",
            why="shares reach accounts of the organization alone, and nobody accepts invitations",
            needs=(organization_key(management),),
        )
