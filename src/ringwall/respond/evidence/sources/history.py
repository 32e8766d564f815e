"""How a resource was set up over time, as AWS Config wrote it down."""

from ringwall.respond.evidence.collector import AskedPlace, EvidenceCollector

READS = ("config.get_resource_config_history",)
ABSENT = ("NoAvailableConfigurationRecorderException", "ResourceNotDiscoveredException")
MOST_ITEMS = 100
"""Configuration items of a page, the newest first."""


def keep_history(
    collector: EvidenceCollector, place: AskedPlace, config_type: str, resource_id: str
) -> None:
    """Keep the history of one resource, by the type and id that AWS Config knows it by."""
    collector.ask(
        f"configuration history of {resource_id}",
        place,
        "config.get_resource_config_history",
        {"resourceType": config_type, "resourceId": resource_id, "limit": MOST_ITEMS},
        kind="log",
        absent=ABSENT,
    )
