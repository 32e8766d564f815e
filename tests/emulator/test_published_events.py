"""Events of services wait for the rules of their account and Region."""

from datetime import UTC, datetime

from ringwall.emulator.app import Emulator
from ringwall.emulator.published_events import PublishedEvent, publish


def test_an_event_is_kept_as_it_was_published(emulator: Emulator) -> None:
    at = datetime(2026, 1, 2, tzinfo=UTC)
    publish(
        emulator.state, "1" * 12, "eu-west-1", "aws.ec2", "Something", {"a": 1}, ("arn",), time=at
    )
    assert emulator.state.published == [
        PublishedEvent("1" * 12, "eu-west-1", "aws.ec2", "Something", {"a": 1}, ("arn",), at)
    ]
