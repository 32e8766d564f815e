"""Metric filters: what CloudWatch Logs counts."""

from ringwall.catalog.logs.groups import read_metric_filters
from ringwall.model.table import Table, document, text

_FIRST, _PROPERTY = "metricTransformations[0]", "MetricTransformations[0]"


filter_ = Table(
    name="logs_metric_filter",
    doc="Counts the events of a log group that match a pattern, as a metric.",
    cloudformation="AWS::Logs::MetricFilter",
    fetch=read_metric_filters,
    arn="arn:{partition}:logs:{region}:{account_id}:log-group:{logGroupName}"
    ":metric-filter:{filterName}",
    columns=(
        text("filter_name", "filterName", "The filter's name.", property="FilterName"),
        text(
            "log_group_name",
            "logGroupName",
            "The log group.",
            property="LogGroupName",
            required=True,
        ),
        text(
            "filter_pattern",
            "filterPattern",
            "The pattern; '' matches every event.",
            property="FilterPattern",
            default="",
        ),
        text(
            "metric_name",
            f"{_FIRST}.metricName",
            "The metric's name.",
            property=f"{_PROPERTY}.MetricName",
            required=True,
        ),
        text(
            "metric_namespace",
            f"{_FIRST}.metricNamespace",
            "The metric's namespace.",
            property=f"{_PROPERTY}.MetricNamespace",
            required=True,
        ),
        text(
            "metric_value",
            f"{_FIRST}.metricValue",
            "What an event counts.",
            property=f"{_PROPERTY}.MetricValue",
        ),
        document(
            "metric_transformations",
            "metricTransformations",
            "All of its metrics.",
            absent=[],
        ),
    ),
)
