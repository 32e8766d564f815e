"""Alarms on what the trail records."""

from collections.abc import Iterator

from ringwall.catalog.cloudwatch.cis_alarms import load_alarms
from ringwall.catalog.detection_keys import has_alarms, topic_key
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Ref, RowKey, Wanted

PERIOD = 300


@wants("detection.alarms")
def want_alarms(landscape: Landscape) -> Iterator[Wanted]:
    """Have an alarm for each filter: one event within five minutes is enough."""
    if not has_alarms(landscape):
        return
    home, management = landscape.home_region, landscape.management
    topic = Ref(topic_key(management, landscape, "alarms"), "arn")
    for alarm in load_alarms():
        yield Wanted(
            key=RowKey(management.name, home, "cloudwatch_alarm", alarm.name),
            columns={
                "alarm_name": f"{landscape.name}-{alarm.name}",
                "alarm_description": f"CIS AWS Foundations {alarm.requirement}: {alarm.why}",
                "namespace": alarm.namespace(landscape.name),
                "metric_name": alarm.name,
                "statistic": "Sum",
                "period": PERIOD,
                "comparison_operator": "GreaterThanOrEqualToThreshold",
                "threshold": 1.0,
                "evaluation_periods": 1,
                "treat_missing_data": "notBreaching",
                "actions_enabled": True,
                "alarm_actions": [topic],
            },
            section="detection.alarms",
            layer="detection",
            why=alarm.why,
            needs=(RowKey(management.name, home, "logs_metric_filter", alarm.name),),
        )
