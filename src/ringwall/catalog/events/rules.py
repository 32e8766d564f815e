"""The rules of all event buses, read for several tables."""

from collections.abc import Iterator

from ringwall.catalog.midway import unless_gone
from ringwall.model.table import Reader, Row


def read_rules(reader: Reader) -> Iterator[Row]:
    """Yield the rules of each bus."""
    for bus in reader.items("events.list_event_buses", "EventBuses", Limit=100):
        with unless_gone("ResourceNotFoundException"):
            yield from reader.items(
                "events.list_rules", "Rules", EventBusName=bus["Name"], Limit=100
            )


def read_targets(reader: Reader) -> Iterator[Row]:
    """Yield the targets of each rule, with the rule's ARN and name and its bus."""
    for rule in read_rules(reader):
        place = {"Rule": rule["Name"], "EventBusName": rule["EventBusName"]}
        with unless_gone("ResourceNotFoundException"):
            found = reader.items("events.list_targets_by_rule", "Targets", **place)
            yield from ({**target, **place, "RuleArn": rule["Arn"]} for target in found)
