"""Units nested deeper, or more of them, than AWS allows."""

from collections.abc import Iterator

from ringwall.model.blueprint.accounts import walk_units
from ringwall.model.blueprint.landscape import Landscape
from ringwall.plan.quotas import find_quota
from ringwall.plan.remark import Remark


def unit_quotas(landscape: Landscape) -> Iterator[Remark]:
    """Yield the units that are nested too deep, and that there are too many of them."""
    depth = find_quota(landscape.partition, "ou_depth")
    count = find_quota(landscape.partition, "ous")
    units = list(walk_units(landscape.settings.accounts.units))
    for placed in units:
        if depth and len(placed.path) == depth.value + 1:
            path = "/".join(placed.path)
            said = f"the unit {path} is {len(placed.path)} levels deep; AWS allows {depth.value}"
            yield Remark(placed.keys, f"{said} ({depth.source})", is_key=True)
    if count and len(units) > count.value:
        said = f"{len(units):,} units; AWS allows {count.value:,} in an organization"
        yield Remark(("accounts", "units"), f"{said} ({count.source})", is_key=True)
