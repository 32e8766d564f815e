"""Events that AWS services publish to EventBridge, in the order in which they came about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol


@dataclass(frozen=True)
class PublishedEvent:
    """An event on the default bus of an account and Region."""

    account_id: str
    region: str
    source: str
    """As EventBridge writes it: `aws.guardduty`."""
    detail_type: str
    detail: Mapping[str, Any]
    resources: tuple[str, ...]
    time: datetime


class Publishing(Protocol):
    """What keeps events until their rules see them: the emulator's state."""

    published: list[PublishedEvent]


def publish(  # noqa: PLR0917 - an event, member by member
    state: Publishing,
    account_id: str,
    region: str,
    source: str,
    detail_type: str,
    detail: Mapping[str, Any],
    resources: tuple[str, ...] = (),
    time: datetime | None = None,
) -> None:
    """Publish an event; its rules see it when the call that caused it has been answered."""
    at = time or datetime.now(UTC)
    event = PublishedEvent(account_id, region, source, detail_type, detail, resources, at)
    state.published.append(event)
