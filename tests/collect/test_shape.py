"""Code that takes an answer apart fails in many ways, and each is one error; all else passes."""

from collections.abc import Callable
from concurrent.futures import CancelledError
from typing import Any

import pytest

from ringwall.collect.shape import UnreadableAnswer, documented_shape
from ringwall.model.errors import AccessDenied, NoCredentials

ANSWER: Any = {"List": [1], "Text": "x", "Nothing": None}
TAKEN_APART: dict[str, Callable[[], Any]] = {
    "a member that is missing": lambda: ANSWER["Missing"],
    "a list that is shorter": lambda: ANSWER["List"][1],
    "text in place of a number": lambda: int(ANSWER["Text"]),
    "nothing in place of an object": lambda: ANSWER["Nothing"]["x"],
    "text in place of an object": lambda: ANSWER["Text"].get("x"),
    "a number that is no divisor": lambda: 1 / len(ANSWER["Text"].strip("x")),
    "half a character": "\ud800".encode,
}


def take(act: Callable[[], Any]) -> Any:
    with documented_shape():
        return act()


@pytest.mark.parametrize("act", TAKEN_APART.values(), ids=TAKEN_APART.keys())
def test_an_answer_of_another_shape_is_one_error(act: Callable[[], Any]) -> None:
    with pytest.raises(UnreadableAnswer, match=r"^unreadable answer: \w+Error: ") as caught:
        take(act)
    assert (caught.value.code, caught.value.status) == ("Unreadable", "failed")
    assert caught.value.__cause__ is not None


def test_an_answer_nested_too_deep_is_one_error() -> None:
    def dive() -> Any:
        return dive()

    with pytest.raises(UnreadableAnswer, match="RecursionError"):
        take(dive)


def test_an_answer_as_documented_is_returned() -> None:
    assert take(lambda: ANSWER["List"]) == [1]


@pytest.mark.parametrize(
    "error",
    [
        AccessDenied("no", "AccessDenied"),
        NoCredentials("expired"),
        OSError("no space"),
        CancelledError(),
        KeyboardInterrupt(),
        MemoryError(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_is_no_matter_of_shape_passes_as_it_is(error: BaseException) -> None:
    def fail() -> Any:
        raise error

    with pytest.raises(type(error)) as caught:
        take(fail)
    assert caught.value is error


def test_one_block_can_stand_in_another() -> None:
    with (
        pytest.raises(UnreadableAnswer, match=r"^unreadable answer: KeyError: 'Missing'$"),
        documented_shape(),
        documented_shape(),
    ):
        ANSWER["Missing"]
