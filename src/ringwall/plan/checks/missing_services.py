"""Services that a Region of the blueprint lacks, so that sections leave them out there."""

from collections.abc import Iterator

from ringwall.model.blueprint.landscape import Landscape
from ringwall.plan.remark import Remark
from ringwall.plan.typed_settings import walk_settings


def missing_services(landscape: Landscape) -> Iterator[Remark]:
    """Yield a note for each service of a section, if it is enabled, that some Regions lack."""
    for keys, extra, section, _ in walk_settings(landscape.settings):
        for service in extra.get("services", ()) if getattr(section, "enabled", True) else ():
            lacking = [r for r in landscape.regions if (service, r) in landscape.lacks]
            if lacking:
                where = (
                    f"the partition {landscape.partition}"
                    if len(lacking) == len(landscape.regions)
                    else ", ".join(lacking)
                )
                yield Remark(keys, f"{keys[-1]}: {service} does not exist in {where}", "note")
