"""What AWS has answered a moment ago: when a step may take it for what is there now."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest

from ringwall.apply.recent import (
    SECONDS,
    Forgotten,
    KeepingReader,
    RecallingReader,
    RecentAnswers,
)
from ringwall.model.table import Row

PAGES = [{"Cells": ["a"]}, {"Cells": ["b"]}]


@dataclass
class Pages:
    """A reader that counts what it is asked."""

    account_id: str = "111111111111"
    region: str = "eu-west-1"
    partition: str = "aws"
    asked: list[str] = field(default_factory=list)

    def items(self, operation: str, path: str, **_: Any) -> Iterable[Row]:
        assert path == "@"
        self.asked.append(operation)
        return iter(PAGES)


@dataclass
class Clock:
    time: float = 100.0

    def __call__(self) -> float:
        self.time += 0.01
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def answers(clock: Clock) -> RecentAnswers:
    return RecentAnswers(clock)


def ask(answers: RecentAnswers) -> list[str]:
    pages: Any = Pages()
    assert list(KeepingReader(pages, answers).items("cell.list", "@", Kind="x")) == PAGES
    asked: list[str] = pages.asked
    return asked


def recall(
    answers: RecentAnswers, *needs: str, kind: str = "x", operation: str = "cell.list", **place: Any
) -> list[Row]:
    pages: Any = Pages(**place)
    found = list(RecallingReader(pages, answers, needs).items(operation, "@", Kind=kind))
    assert pages.asked == []
    return found


def test_an_answer_is_given_again_with_all_its_pages(answers: RecentAnswers) -> None:
    assert ask(answers) == ["cell.list"]
    assert recall(answers, "need-of-an-earlier-run") == PAGES


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "y"},
        {"operation": "cell.get"},
        {"region": "us-east-1"},
        {"account_id": "222222222222"},
    ],
)
def test_another_question_is_not_answered(answers: RecentAnswers, other: dict[str, str]) -> None:
    ask(answers)
    with pytest.raises(Forgotten):
        recall(answers, **other)


def test_an_old_answer_is_forgotten(answers: RecentAnswers, clock: Clock) -> None:
    ask(answers)
    clock.time += SECONDS
    with pytest.raises(Forgotten):
        recall(answers)


@pytest.mark.parametrize(
    ("account_id", "operation", "is_kept"),
    [
        ("111111111111", "cell.put", False),
        ("111111111111", "wall.put", True),
        ("222222222222", "cell.put", True),
    ],
)
def test_a_write_to_the_service_in_the_account_makes_it_forgotten(
    answers: RecentAnswers, account_id: str, operation: str, *, is_kept: bool
) -> None:
    ask(answers)
    for moment in ("under way", "done"):
        if moment == "under way":
            with answers.writing(account_id, operation):
                assert _holds(answers) is is_kept
        assert _holds(answers) is is_kept


def test_what_was_asked_while_a_write_was_under_way_is_forgotten(answers: RecentAnswers) -> None:
    with answers.writing("111111111111", "cell.put"), answers.writing("111111111111", "cell.put"):
        ask(answers)
    assert not _holds(answers)
    ask(answers)
    assert _holds(answers)


def test_an_answer_of_a_clock_that_was_set_back_is_forgotten(
    answers: RecentAnswers, clock: Clock
) -> None:
    ask(answers)
    clock.time -= 60
    with pytest.raises(Forgotten):
        recall(answers)


def test_a_write_that_fails_is_not_under_way_any_more(answers: RecentAnswers) -> None:
    with pytest.raises(OSError, match="lost"), answers.writing("111111111111", "cell.put"):
        raise OSError("lost")
    ask(answers)
    assert _holds(answers)


def test_what_a_step_waited_for_is_seen_by_it(answers: RecentAnswers) -> None:
    ask(answers)
    answers.end("first")
    assert recall(answers, "second") == PAGES
    with pytest.raises(Forgotten):
        recall(answers, "second", "first")
    ask(answers)
    assert recall(answers, "second", "first") == PAGES


def test_another_run_begins_with_nothing(answers: RecentAnswers) -> None:
    ask(answers)
    with pytest.raises(Forgotten):
        recall(answers.anew())
    assert answers.anew().now is answers.now


def _holds(answers: RecentAnswers) -> bool:
    try:
        return recall(answers) == PAGES
    except Forgotten:
        return False


def test_old_answers_are_not_kept_for_a_whole_run(answers: RecentAnswers, clock: Clock) -> None:
    for _ in range(3):
        ask(answers)
        clock.time += 3
        pages: Any = Pages(region=f"region-{clock.time:.0f}")
        list(KeepingReader(pages, answers).items("cell.list", "@", Kind="x"))
    assert len(answers) == 3, "the one that is asked again, and two of the last five seconds"
    clock.time += SECONDS
    ask(answers)
    assert len(answers) == 1


def test_an_answer_that_took_long_is_not_kept(clock: Clock, answers: RecentAnswers) -> None:
    class SlowPages(Pages):
        def items(self, operation: str, path: str, **more: Any) -> Iterable[Row]:
            clock.time += SECONDS + 1
            return super().items(operation, path, **more)

    pages: Any = SlowPages()
    assert list(KeepingReader(pages, answers).items("cell.list", "@")) == PAGES
    with pytest.raises(Forgotten):
        RecallingReader(pages, answers, ()).items("cell.list", "@")
    assert pages.asked == ["cell.list"]
