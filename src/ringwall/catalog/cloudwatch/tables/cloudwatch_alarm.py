"""CloudWatch alarms on metrics."""

from functools import partial

from ringwall.catalog.tags import read_tags
from ringwall.model.table import (
    Call,
    Column,
    Shared,
    Table,
    boolean,
    document,
    integer,
    text,
    texts,
)

alarm = Table(
    name="cloudwatch_alarm",
    doc="An alarm on a metric.",
    cloudformation="AWS::CloudWatch::Alarm",
    list=Call("cloudwatch.describe_alarms", "MetricAlarms", {"AlarmTypes": ["MetricAlarm"]}),
    arn="AlarmArn",
    tags="Tags",
    shared=(Shared("Tags", partial(read_tags, "cloudwatch"), "AlarmArn", sparse=True),),
    columns=(
        text("alarm_name", "AlarmName", "The alarm's name.", required=True),
        text("alarm_description", "AlarmDescription", "Its description.", default=""),
        text("namespace", "Namespace", "The metric's namespace.", default=""),
        text("metric_name", "MetricName", "The metric's name; '' for a formula.", default=""),
        document("dimensions", "Dimensions", "The metric's dimensions.", absent=[], default=[]),
        text("statistic", "Statistic", "Sum, Average, ...", default=""),
        integer("period", "Period", "The metric's period in seconds.", default=0),
        text("comparison_operator", "ComparisonOperator", "GreaterThanThreshold, ..."),
        Column(
            "threshold", "DOUBLE", "What the metric is compared with.", "Threshold", default=0.0
        ),
        integer("evaluation_periods", "EvaluationPeriods", "How many periods are compared."),
        text(
            "treat_missing_data",
            "TreatMissingData",
            "notBreaching, breaching, ignore or missing; '' is missing.",
            default="",
        ),
        boolean("actions_enabled", "ActionsEnabled", "Its actions are taken.", default=True),
        texts("alarm_actions", "AlarmActions", "Who is notified of an alarm.", default=[]),
        text("state_value", "StateValue", "OK, ALARM or INSUFFICIENT_DATA."),
    ),
)
