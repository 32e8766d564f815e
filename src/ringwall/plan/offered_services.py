"""The services of a blueprint's sections, and in which of its Regions they do not exist.

Which those are follows from botocore's list of endpoints: see `ringwall.aws.offers`.
"""

from ringwall.aws.offers import is_offered
from ringwall.model.blueprint.language import Blueprint
from ringwall.plan.region_remarks import govern_regions
from ringwall.plan.typed_settings import walk_settings


def find_lacking(blueprint: Blueprint) -> frozenset[tuple[str, str]]:
    """Return each service of a section with each Region of the blueprint that lacks it."""
    services = {
        service
        for setting in walk_settings(blueprint)
        for service in setting.extra.get("services", ())
    }
    return frozenset(
        (service, region)
        for service in services
        for region in govern_regions(blueprint)
        if not is_offered(service, region)
    )
