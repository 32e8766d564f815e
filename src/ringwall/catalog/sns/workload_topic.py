"""The topics that get events of workloads in the management account, one a Region."""

from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.wanted import RowKey

NAME = "ringwall-management-workloads"


def topic_key(landscape: Landscape, region: str) -> RowKey:
    """Return the key of the topic of a Region."""
    return RowKey(landscape.management.name, region, "sns_topic", "management-workloads")


def find_alert_regions(landscape: Landscape) -> tuple[str, ...]:
    """Return the Regions in which workloads are reported; none where that is not wanted."""
    if not landscape.settings.accounts.workload_alert.enabled:
        return ()
    of_topics = landscape.regions_of("sns", landscape.management)
    of_rules = landscape.regions_of("events", landscape.management)
    return tuple(region for region in of_topics if region in of_rules)
