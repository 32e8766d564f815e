"""How alarms come, change and go: one call sets all of an alarm."""

from typing import Any

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update
from ringwall.model.table import Call

_COLUMNS = (
    "alarm_description",
    "namespace",
    "metric_name",
    "dimensions",
    "statistic",
    "period",
    "comparison_operator",
    "threshold",
    "evaluation_periods",
    "treat_missing_data",
    "actions_enabled",
    "alarm_actions",
)
_ALARM: dict[str, Any] = {
    "AlarmName": "{alarm_name}",
    "AlarmDescription": "{alarm_description}",
    "Namespace": "{namespace}",
    "MetricName": "{metric_name}",
    "Dimensions": "{dimensions}",
    "Statistic": "{statistic}",
    "Period": "{period}",
    "ComparisonOperator": "{comparison_operator}",
    "Threshold": "{threshold}",
    "EvaluationPeriods": "{evaluation_periods}",
    "TreatMissingData": "{treat_missing_data}",
    "ActionsEnabled": "{actions_enabled}",
    "AlarmActions": "{alarm_actions}",
}
_TAG = Step("cloudwatch.tag_resource", {"ResourceARN": "{found.arn}", "Tags": "{tags|pairs}"})


alarm = Lifecycle(
    table="cloudwatch_alarm",
    find=Find(
        "cloudwatch.describe_alarms",
        {"AlarmNames": ["{alarm_name}"], "AlarmTypes": ["MetricAlarm"]},
        items="MetricAlarms",
        match={"AlarmName": "{alarm_name}"},
        then=(
            Call(
                "cloudwatch.list_tags_for_resource",
                "Tags",
                {"ResourceARN": "{AlarmArn}"},
                into="Tags",
            ),
        ),
    ),
    identity=("alarm_name",),
    named_by=("alarm_name",),
    create=Step(
        "cloudwatch.put_metric_alarm",
        {**_ALARM, "Tags": "{tags|pairs}"},
        also=("cloudwatch:TagResource",),
    ),
    creates=("alarm_name", *_COLUMNS, "tags"),
    updates=(
        Update(_COLUMNS, Step("cloudwatch.put_metric_alarm", _ALARM), whole=True),
        Update(("tags",), _TAG),
    ),
    erase=Step("cloudwatch.delete_alarms", {"AlarmNames": ["{alarm_name}"]}),
    normal={"alarm_actions": "set", "dimensions": "set"},
    owner="tag",
    retag=_TAG,
)
