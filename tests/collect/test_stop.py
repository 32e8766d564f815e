"""Once a reading is to stop, no further call is made, in any region."""

from collections.abc import Iterator
from concurrent.futures import CancelledError
from threading import Event
from typing import Any

import pytest

from ringwall.collect.stop import stoppable
from ringwall.model.errors import CallFailed
from ringwall.model.table import Row


class Counting:
    """A reader that counts what it was asked for."""

    account_id = "111122223333"
    partition = "aws-cn"

    def __init__(self, region: str = "cn-north-1") -> None:
        self.region = region
        self.asked: list[str] = []

    def call(self, operation: str, **parameters: Any) -> Row:
        self.asked.append(operation)
        return {"Region": self.region, **parameters}

    def items(self, operation: str, path: str, **parameters: Any) -> Iterator[Row]:
        for number in range(3):
            self.asked.append(f"{operation} {path} {number}")
            yield {"Number": number, **parameters}

    def at(self, region: str) -> "Counting":
        other = Counting(region)
        other.asked = self.asked
        return other


def test_until_then_it_is_the_reader_itself() -> None:
    reader = stoppable(Counting(), Event())
    assert (reader.account_id, reader.region, reader.partition) == (
        "111122223333",
        "cn-north-1",
        "aws-cn",
    )
    assert reader.call("s3.get_it", Name="x") == {"Region": "cn-north-1", "Name": "x"}
    assert [item["Number"] for item in reader.items("s3.list", "It", Name="x")] == [0, 1, 2]
    assert reader.at("cn-northwest-1").call("s3.get_it") == {"Region": "cn-northwest-1"}


def test_after_that_no_call_is_made() -> None:
    inner, stop = Counting(), Event()
    reader = stoppable(inner, stop)
    elsewhere = reader.at("cn-northwest-1")
    stop.set()
    for one in (reader, elsewhere, reader.at("other")):
        with pytest.raises(CancelledError):
            one.call("s3.get_it")
        with pytest.raises(CancelledError):
            list(one.items("s3.list", "It"))
    assert inner.asked == []


def test_a_list_that_is_being_read_breaks_off() -> None:
    inner, stop = Counting(), Event()
    items = iter(stoppable(inner, stop).items("s3.list", "It"))
    assert next(items)["Number"] == 0
    stop.set()
    with pytest.raises(CancelledError):
        next(items)
    assert len(inner.asked) == 2


def test_a_reader_that_can_end_a_list_is_told_when() -> None:
    told: list[Event] = []

    class Paged(Counting):
        def until(self, stop: Event) -> "Paged":
            told.append(stop)
            return self

    stop = Event()
    stoppable(Paged(), stop)
    assert told == [stop]


def test_what_stops_a_reader_is_no_failed_call() -> None:
    """A gap would be recorded for a CallFailed; the end of a run is none."""
    assert not issubclass(CancelledError, CallFailed)
