"""Amazon ECR: the images of every account and Region are scanned continuously."""

from collections.abc import Iterator

from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import RowKey, Wanted

SECTION = "detection.ecr_scanning"
ALL = [
    {
        "scanFrequency": "CONTINUOUS_SCAN",
        "repositoryFilters": [{"filter": "*", "filterType": "WILDCARD"}],
    }
]
"""The rules of a registry that scans all of its repositories."""


@wants(SECTION)
def want_scans(landscape: Landscape) -> Iterator[Wanted]:
    """Have every registry scanned by Inspector, where both services exist."""
    has_inspector = landscape.regions_of("inspector2")
    for account in landscape.accounts:
        if not account.settings.detection.ecr_scanning.enabled:
            continue
        for region in landscape.regions_of("ecr", account):
            if region in has_inspector:
                yield Wanted(
                    key=RowKey(
                        account.name, region, "ecr_registry_scanning_configuration", "registry"
                    ),
                    columns={"scan_type": "ENHANCED", "rules": ALL},
                    section=SECTION,
                    layer="detection",
                    why="an image that was clean when it was pushed has vulnerabilities a year on",
                )
