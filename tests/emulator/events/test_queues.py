"""What services put into queues."""

from typing import Any

import pytest

from ringwall.emulator.events.failures import TargetFailure
from ringwall.emulator.events.queues import find_queue, put_into_queue

World = Any
"""plugins/event_world.py declares it."""
ARN = "arn:aws:sqs:us-east-1:123456789012:a"


def test_a_message_has_its_attributes(world: World) -> None:
    url = world.queue("a")
    with world.app.mounted():
        put_into_queue(ARN, "{}", {"kind": "text"})
    (message,) = world.messages(url)
    assert message["MessageAttributes"] == {"kind": {"DataType": "String", "StringValue": "text"}}


def test_what_a_queue_does_not_take_is_told(world: World) -> None:
    world.queue("a")
    with world.app.mounted():
        with pytest.raises(TargetFailure) as caught:
            find_queue(f"{ARN}b")
        assert caught.value.code == "NO_RESOURCE"
        with pytest.raises(TargetFailure) as caught:
            put_into_queue(ARN, "x" * 2_000_000)
        assert caught.value.code == "INVALID_PARAMETER"
