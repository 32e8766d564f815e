"""How metric filters come, change and go: one call sets all of a filter."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_NAME = {"logGroupName": "{log_group_name}", "filterName": "{filter_name}"}
_COLUMNS = ("filter_pattern", "metric_name", "metric_namespace", "metric_value")
_PUT = Step(
    "logs.put_metric_filter",
    {
        **_NAME,
        "filterPattern": "{filter_pattern}",
        "metricTransformations": [
            {
                "metricName": "{metric_name}",
                "metricNamespace": "{metric_namespace}",
                "metricValue": "{metric_value}",
            }
        ],
    },
    retry=("OperationAbortedException",),
)


filter_ = Lifecycle(
    table="logs_metric_filter",
    find=Find(
        "logs.describe_metric_filters",
        {"logGroupName": "{log_group_name}", "filterNamePrefix": "{filter_name}"},
        items="metricFilters",
        match={"filterName": "{filter_name}"},
        absent=("ResourceNotFoundException",),
    ),
    identity=("log_group_name", "filter_name"),
    named_by=("filter_name",),
    create=_PUT,
    creates=("log_group_name", "filter_name", *_COLUMNS),
    updates=(Update(_COLUMNS, _PUT, whole=True),),
    erase=Step("logs.delete_metric_filter", _NAME, retry=("OperationAbortedException",)),
)
