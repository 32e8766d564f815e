"""Alarms on the function that responds: who relies on it hears that it fails."""

from collections.abc import Iterator

from ringwall.catalog.detection_keys import topic_key
from ringwall.catalog.responder_keys import (
    QUEUE,
    SECTION,
    SHARED,
    find_responder,
    list_functions,
    responder_key,
    sends_alarms,
)
from ringwall.catalog.responder_template import NAME
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Ref, RowKey, Wanted
from ringwall.model.table import Row

PERIOD = 300


@wants(SECTION)
def want_responder_alarms(landscape: Landscape) -> Iterator[Wanted]:
    """Have an alarm on what is in the queue, and one on the errors of each function."""
    wanted = find_responder(landscape)
    if wanted is None or not landscape.is_at_home("cloudwatch"):
        return
    yield _want_alarm(
        landscape,
        f"{NAME}-failed",
        "Findings that could not be answered are in the queue",
        responder_key(landscape, "sqs_queue", NAME),
        {
            "namespace": "AWS/SQS",
            "metric_name": "ApproximateNumberOfMessagesVisible",
            "dimensions": [{"Name": "QueueName", "Value": QUEUE}],
            "statistic": "Maximum",
        },
    )
    for name in list_functions(wanted) if wanted.package.sha256 else ():
        yield _want_alarm(
            landscape,
            f"{name}-errors",
            f"The function {name} fails",
            responder_key(landscape, "lambda_function", name),
            {
                "namespace": "AWS/Lambda",
                "metric_name": "Errors",
                "dimensions": [{"Name": "FunctionName", "Value": name}],
                "statistic": "Sum",
            },
        )


def _want_alarm(landscape: Landscape, name: str, said: str, need: RowKey, metric: Row) -> Wanted:
    return Wanted(
        key=responder_key(landscape, "cloudwatch_alarm", name),
        columns={
            "alarm_name": name,
            "alarm_description": said,
            **metric,
            "period": PERIOD,
            "comparison_operator": "GreaterThanOrEqualToThreshold",
            "threshold": 1.0,
            "evaluation_periods": 1,
            "treat_missing_data": "notBreaching",
            "actions_enabled": True,
            "alarm_actions": _list_actions(landscape),
        },
        needs=(need,),
        why="a responder that fails in silence is worse than none: everybody relies on it",
        **SHARED,
    )


def _list_actions(landscape: Landscape) -> list[Ref]:
    """Return the topic of responders, where it is in the same account."""
    if not sends_alarms(landscape):
        return []
    return [Ref(topic_key(landscape.security, landscape, "responders"), "arn")]
