"""A state is read from all pages, as plain JSON; "there is none" is a state, an error is not."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringwall.model.change import Probe
from ringwall.model.errors import AccessDenied, CallFailed
from ringwall.model.state import read_state
from ringwall.model.table import Row


@dataclass(frozen=True)
class Pages:
    """A reader that has these pages and then, perhaps, a problem."""

    pages: tuple[Row, ...]
    problem: CallFailed | None = None
    account_id: str = "111122223333"
    region: str = "eu-west-1"
    partition: str = "aws"

    def call(self, operation: str, **_: Any) -> Row:
        raise AssertionError(f"{operation}: one page is not enough")

    def items(self, operation: str, path: str, **parameters: Any) -> Iterator[Row]:
        assert (operation, path, parameters) == ("iam.list_access_keys", "@", {"UserName": "ann"})
        yield from self.pages
        if self.problem:
            raise self.problem

    def at(self, region: str) -> "Pages":
        raise AssertionError(region)


def read(take: str, *pages: Row, problem: CallFailed | None = None, **other: Any) -> Any:
    probe = Probe("iam.list_access_keys", {"UserName": "ann"}, take, **other)
    return read_state(probe, Pages(pages, problem))


def test_what_stands_on_a_later_page_is_found() -> None:
    keys = [{"Id": number, "Status": "Active"} for number in range(5)]
    pages: list[Row] = [{"Keys": keys[:2], "More": True}, {"Keys": keys[2:4]}, {"Keys": keys[4:]}]
    assert read("Keys[?Id==`4`] | [0].Status", *pages) == "Active"
    assert read("length(Keys)", *pages) == 5


def test_lists_inside_of_the_answer_are_joined_too() -> None:
    pages = [{"List": {"Items": [1], "Quantity": 2}}, {"List": {"Items": [2], "Quantity": 2}}]
    assert read("List", *pages) == {"Items": [1, 2], "Quantity": 2}


def test_what_is_no_list_is_the_first_page_s() -> None:
    assert read("[Name, Token, Late]", {"Name": "a", "Token": "t"}, {"Name": "b", "Late": 1}) == [
        "a",
        "t",
        1,
    ]


@given(st.lists(st.lists(st.integers()), min_size=1))
def test_no_item_is_lost_and_none_is_read_twice(parts: list[list[int]]) -> None:
    found = read("Items", *({"Items": part} for part in parts))
    assert found == [item for part in parts for item in part]


def test_a_page_is_not_changed_by_reading() -> None:
    first: Row = {"Keys": [1]}
    read("Keys", first, {"Keys": [2]})
    assert first == {"Keys": [1]}


def test_a_state_is_plain_json() -> None:
    moment = datetime(2026, 1, 2, 3, tzinfo=UTC)
    state = read("@", {"At": moment, "Data": b"x", "Nested": [{"At": moment}]})
    assert state["At"] == "2026-01-02T03:00:00+00:00"
    assert json.loads(json.dumps(state)) == state


def test_an_answer_without_the_state_is_none() -> None:
    assert read("Missing.Member", {"Keys": []}) is None
    assert read("Keys") is None


def test_an_error_that_means_none_is_none() -> None:
    gone = CallFailed("there is none", "NoSuchEntity")
    assert read("Keys", problem=gone, absent=("NoSuchEntity",)) is None


@pytest.mark.parametrize(
    "problem", [CallFailed("other", "Other"), AccessDenied("no", "AccessDenied")]
)
def test_any_other_error_is_raised(problem: CallFailed) -> None:
    with pytest.raises(type(problem)) as raised:
        read("Keys", {"Keys": [1]}, problem=problem, absent=("NoSuchEntity",))
    assert raised.value is problem
