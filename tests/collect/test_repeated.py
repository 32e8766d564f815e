"""What several tables of a service ask for is asked once, and only where it was answered."""

from collections.abc import Iterator
from typing import Any

import pytest

from ringwall.collect.repeated import RepeatedAnswers, RepeatedReader
from ringwall.model.errors import CallFailed
from ringwall.model.table import Row

LIST = "guardduty.list_detectors"


class Desk:
    """Answers with two pages of one detector each; `refusals` of its pages come first."""

    account_id = "111111111111"
    partition = "aws"

    def __init__(self, region: str = "eu-west-1", refusals: int = 0) -> None:
        self.region = region
        self.refusals = refusals
        self.asked: list[tuple[str, str, Row]] = []

    def call(self, operation: str, **parameters: Any) -> Row:
        self.asked.append((operation, self.region, parameters))
        return {"DetectorIds": []}

    def items(self, operation: str, path: str, **parameters: Any) -> Iterator[Any]:
        assert path in {"@", "DetectorIds"}
        self.asked.append((operation, self.region, parameters))
        yield {"DetectorIds": ["d1"], "More": 1}
        if self.refusals:
            self.refusals -= 1
            raise CallFailed("no", "Throttled")
        yield {"DetectorIds": ["d2"], "More": 2}

    def at(self, region: str) -> "Desk":
        other = Desk(region)
        other.asked = self.asked
        return other


def remember(desk: Desk, *operations: str) -> RepeatedReader:
    return RepeatedReader(desk, frozenset(operations), RepeatedAnswers())


def read(reader: RepeatedReader, path: str) -> list[Any]:
    return list(reader.items(LIST, path))


def test_the_same_question_is_asked_once_however_it_is_put() -> None:
    desk = Desk()
    reader = remember(desk, LIST)
    assert (reader.account_id, reader.region, reader.partition) == (
        "111111111111",
        "eu-west-1",
        "aws",
    )
    assert read(reader, "DetectorIds") == ["d1", "d2"]
    assert read(reader, "More") == [1, 2]
    assert reader.call(LIST) == {"DetectorIds": ["d1", "d2"], "More": 1}
    assert desk.asked == [(LIST, "eu-west-1", {})]


def test_another_region_or_parameter_is_another_question() -> None:
    desk = Desk()
    reader = remember(desk, LIST)
    for one in (reader, reader.at("eu-north-1"), reader.at("eu-north-1")):
        list(one.items(LIST, "DetectorIds"))
    list(reader.items(LIST, "DetectorIds", MaxResults=1))
    assert [(region, parameters) for _, region, parameters in desk.asked] == [
        ("eu-west-1", {}),
        ("eu-north-1", {}),
        ("eu-west-1", {"MaxResults": 1}),
    ]


def test_other_operations_are_asked_each_time() -> None:
    desk = Desk()
    reader = remember(desk)
    assert reader.call(LIST) == {"DetectorIds": []}
    assert len(list(reader.items(LIST, "DetectorIds"))) == 2
    list(reader.items(LIST, "DetectorIds"))
    assert len(desk.asked) == 3


def test_what_came_before_a_failure_is_there_and_the_call_is_made_again() -> None:
    desk = Desk(refusals=1)
    reader = remember(desk, LIST)
    found: list[Any] = []
    with pytest.raises(CallFailed):
        found.extend(reader.items(LIST, "DetectorIds"))
    assert found == ["d1"]
    assert read(reader, "DetectorIds") == ["d1", "d2"]
    assert len(desk.asked) == 2


def test_a_page_without_the_items_is_a_failure() -> None:
    with pytest.raises(CallFailed, match="answered without Detectors"):
        list(remember(Desk(), LIST).items(LIST, "Detectors"))


def test_an_answer_is_of_its_account_alone() -> None:
    """Doctor once took one account's keys for another's: all its units shared what was answered."""
    one, other = Desk(), Desk()
    other.account_id = "222222222222"
    answers = RepeatedAnswers()
    for desk in (one, other):
        read(RepeatedReader(desk, frozenset({LIST}), answers), "@")
    assert len(one.asked) == len(other.asked) == 1
