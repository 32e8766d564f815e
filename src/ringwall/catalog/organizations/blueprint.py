"""What AWS Organizations has to do for the sections of a blueprint."""

from collections.abc import Iterator

from ringwall.catalog.organizations.policy_rows import SECTION, want_policy_rows
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Wanted


@wants(SECTION)
def want_policies(landscape: Landscape) -> Iterator[Wanted]:
    """Attach the policies of the library and those of the user to the root and to units."""
    return want_policy_rows(landscape, landscape.settings.accounts.policies)
