"""Log groups and their metric filters, read for several tables."""

from collections.abc import Iterator

from ringwall.model.table import Reader, Row


def read_metric_filters(reader: Reader) -> Iterator[Row]:
    """Yield the metric filters of all log groups; without a log group, nothing is asked."""
    if list(reader.items("logs.describe_log_groups", "logGroups")):
        yield from reader.items("logs.describe_metric_filters", "metricFilters")
