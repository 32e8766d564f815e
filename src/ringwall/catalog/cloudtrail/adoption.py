"""Which trail of an organization that is there is the blueprint's."""

from collections.abc import Iterator, Mapping
from typing import Any

from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import RowsOf, adopts


@adopts("detection.trail")
def adopt_trail(landscape: Landscape, rows_of: RowsOf) -> Iterator[Mapping[str, Any]]:
    """Take a trail of the organization, in the home Region, by its name."""
    for row in rows_of("cloudtrail_trail"):
        is_here = row["region"] == landscape.home_region
        is_ours = row["is_organization_trail"] and row["account_id"] == landscape.management.id
        if is_here and is_ours:
            yield {"trail_name": row["trail_name"]}
