"""What AWS services tell EventBridge by themselves: kept here until it is delivered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True)
class PublishedEvent:
    """An event of a service on the default bus of an account and Region."""

    account_id: str
    region: str
    source: str
    """The service as events name it: `aws.guardduty`."""
    detail_type: str
    detail: Mapping[str, Any]
    """The event's `detail`, as JSON has it."""
    resources: tuple[str, ...]
    time: datetime


class EventKeeper(Protocol):
    """Holds events: the state of an emulator."""

    published: list[PublishedEvent]


def publish(  # noqa: PLR0917  # the members of an event
    state: EventKeeper,
    account_id: str,
    region: str,
    source: str,
    detail_type: str,
    detail: Mapping[str, Any],
    resources: Iterable[str] = (),
    *,
    time: datetime,
) -> None:
    """Keep an event, for EventBridge to deliver."""
    event = PublishedEvent(account_id, region, source, detail_type, detail, tuple(resources), time)
    state.published.append(event)
