"""The log group of the trail, and the filters that count what alarms are about."""

from collections.abc import Iterator

from ringwall.catalog.cloudwatch.cis_alarms import load_alarms
from ringwall.catalog.detection_keys import has_alarms, trail_log_group, trail_log_group_name
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import RowKey, Wanted


@wants("detection.alarms")
def want_filters(landscape: Landscape) -> Iterator[Wanted]:
    """Have the log group, and a filter for each alarm."""
    if not has_alarms(landscape):
        return
    home, management = landscape.home_region, landscape.management.name
    group = trail_log_group(landscape)
    yield Wanted(
        key=group,
        columns={
            "log_group_name": trail_log_group_name(landscape),
            "retention_in_days": landscape.settings.detection.trail.retention_in_days,
        },
        section="detection.alarms",
        layer="detection",
        why="alarms are made of what the trail writes here",
    )
    for alarm in load_alarms():
        yield Wanted(
            key=RowKey(management, home, "logs_metric_filter", alarm.name),
            columns={
                "log_group_name": trail_log_group_name(landscape),
                "filter_name": f"{landscape.name}-{alarm.name}",
                "filter_pattern": alarm.pattern,
                "metric_name": alarm.name,
                "metric_namespace": alarm.namespace(landscape.name),
                "metric_value": "1",
            },
            section="detection.alarms",
            layer="detection",
            why=alarm.why,
            needs=(group,),
        )
