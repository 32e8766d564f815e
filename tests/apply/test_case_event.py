"""An event names a case, and says nothing else."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from ringwall.apply.case_event import announce_case
from ringwall.model.errors import CallFailed


@dataclass
class Writer:
    answer: dict[str, Any]
    asked: list[tuple[str, Any]] = field(default_factory=list)

    def call(
        self, operation: str, parameters: Any, token: str = "", check: Callable[[], object] = int
    ) -> Any:
        del check
        assert not token
        self.asked.append((operation, parameters))
        return self.answer

    def takes_token(self, operation: str) -> bool:
        return not operation


def test_a_case_is_named_on_the_bus() -> None:
    writer = Writer({"FailedEntryCount": 0, "Entries": [{"EventId": "1"}]})
    announce_case(writer, "default", "CASE-20261201-abcdef")
    ((operation, parameters),) = writer.asked
    (entry,) = parameters["Entries"]
    assert operation == "events.put_events"
    assert (entry["Source"], entry["DetailType"]) == ("ringwall", "Ringwall Case")
    assert entry["EventBusName"] == "default"
    assert json.loads(entry["Detail"]) == {"case": "CASE-20261201-abcdef"}


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ([{"ErrorCode": "ThrottlingException", "ErrorMessage": "slow down"}], "slow down"),
        ([{"ErrorCode": "InternalFailure"}], "InternalFailure"),
        ([], "put_events"),
    ],
)
def test_what_the_bus_did_not_take_is_told(entries: list[Any], said: str) -> None:
    writer = Writer({"FailedEntryCount": 1, "Entries": entries})
    with pytest.raises(CallFailed, match=said):
        announce_case(writer, "default", "CASE-20261201-abcdef")
