"""Services that do not exist in a Region of the blueprint, so that sections leave them out there.

Which those are follows from botocore's list of endpoints: see `ringwall.aws.offers`.
"""

from collections.abc import Iterator

from ringwall.aws.offers import is_offered
from ringwall.model.blueprint.landscape import Landscape
from ringwall.plan.remark import Remark
from ringwall.plan.typed_settings import walk_settings


def missing_services(landscape: Landscape) -> Iterator[Remark]:
    """Yield a note for each service of a section that some Regions do not have."""
    for keys, extra, _ in walk_settings(landscape.settings):
        for service in extra.get("services", ()):
            lacking = [r for r in landscape.regions if not is_offered(service, r)]
            if lacking:
                where = (
                    f"the partition {landscape.partition}"
                    if len(lacking) == len(landscape.regions)
                    else ", ".join(lacking)
                )
                yield Remark(keys, f"{keys[-1]}: {service} does not exist in {where}", "note")
