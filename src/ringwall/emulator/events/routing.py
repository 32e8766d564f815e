"""From an event to the targets of the rules that are for it."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.events.buses import find_bus, find_matching, list_rules
from ringwall.emulator.events.delivery import EventDelivery
from ringwall.emulator.events.failures import FailedDelivery
from ringwall.emulator.events.field_test import InvalidPattern
from ringwall.emulator.events.pattern import read_json
from ringwall.emulator.events.schedule import is_due
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.published_events import PublishedEvent
from ringwall.emulator.state import EmulatorState

ARCHIVE = ":::"
"""How the target of an archive's rule ends: moto's own."""
MAX_PUBLISHED = 10_000
"""How many published events are kept for who looks for them."""


def route_published(state: EmulatorState) -> None:
    """Let the rules see what services have published since the last time."""
    for event in state.published[state.routed :]:
        state.routed += 1  # an event that cannot be sent is not tried with every later call
        bus = find_bus(event.account_id, event.region, "default")
        if bus is not None and bus.rules:
            send_to_bus(state, bus, write_event(event))
    del state.published[:-MAX_PUBLISHED]
    state.routed = len(state.published)


def write_event(event: PublishedEvent) -> dict[str, Any]:
    """Return an event as targets get it."""
    return {
        "version": "0",
        "id": str(mock_random.uuid4()),
        "detail-type": event.detail_type,
        "source": event.source,
        "account": event.account_id,
        "time": write_event_time(event.time),
        "region": event.region,
        "resources": list(event.resources),
        "detail": event.detail,
    }


def write_event_time(at: datetime) -> str:
    """Return a time as events have it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def send_to_bus(
    state: EmulatorState, bus: Any, event: Mapping[str, Any], *, was_forwarded: bool = False
) -> None:
    """Queue an event for the targets of each rule of a bus that is for it."""
    text = json.dumps(event)
    try:
        matching = find_matching(bus, read_json(text))
    except InvalidPattern as error:
        failed = FailedDelivery(bus.arn, bus.arn, "UNKNOWN", str(error), text)
        state.failed_deliveries.append(failed)
        return
    for rule in matching:
        _queue(state, rule, text, was_forwarded=was_forwarded)


def run_schedules(state: EmulatorState, at: datetime) -> None:
    """Queue events for the rules that run in the minute of a time."""
    for rule in list_rules():
        expression = rule.scheduled_expression
        if expression and rule.state != "DISABLED" and is_due(expression, at):
            published = PublishedEvent(
                rule.account_id,
                rule.region_name,
                "aws.events",
                "Scheduled Event",
                {},
                (rule.arn,),
                at,
            )
            _queue(state, rule, json.dumps(write_event(published)))


def _queue(state: EmulatorState, rule: Any, text: str, *, was_forwarded: bool = False) -> None:
    for target in list(rule.targets):
        if target["Arn"].endswith(ARCHIVE):
            _archive(rule, text)
        else:
            state.backlog.add(
                EventDelivery(
                    rule.arn,
                    rule.account_id,
                    rule.region_name,
                    dict(target),
                    text,
                    was_forwarded,
                )
            )


def _archive(rule: Any, text: str) -> None:
    archives = moto_backend("events", rule.account_id, rule.region_name).archives
    archive = archives.get(rule.name.removeprefix("Events-Archive-"))
    if archive is not None:
        archive.events.append(json.loads(text))
