import itertools
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringwall.reason.iam.symbolic.boxes.box import Box, find_gap, merge, subtract
from ringwall.reason.iam.symbolic.boxes.budget import StepBudget, TooHard

MASKS = st.integers(1, 7)
BOXES = st.tuples(MASKS, MASKS, MASKS)


def list_points(boxes: Iterable[Box]) -> set[Box]:
    every = itertools.product((1, 2, 4), repeat=3)
    found = list(boxes)
    return {
        p for p in every if any(all(a & b for a, b in zip(p, box, strict=True)) for box in found)
    }


@given(BOXES, st.lists(BOXES, max_size=5))
def test_a_gap_is_what_no_cover_touches(box: Box, covers: list[Box]) -> None:
    gap = find_gap(box, covers, StepBudget())
    left = list_points([box]) - list_points(covers)
    assert (gap is None) == (not left)
    if gap:
        assert list_points([gap]) <= left


@given(st.lists(BOXES, max_size=3), st.lists(BOXES, max_size=4))
def test_what_is_left_is_all_that_was_not_taken(boxes: list[Box], taken: list[Box]) -> None:
    left = subtract(boxes, taken, StepBudget())
    assert list_points(left) == list_points(boxes) - list_points(taken)


@given(st.lists(BOXES, max_size=6))
def test_merged_boxes_say_the_same_with_no_more_boxes(boxes: list[Box]) -> None:
    merged = merge(boxes)
    assert list_points(merged) == list_points(boxes)
    assert len(merged) <= len(boxes)


def test_boxes_that_differ_in_one_axis_become_one() -> None:
    assert merge([(1, 2, 4), (2, 2, 4), (4, 2, 4)]) == [(7, 2, 4)]


def test_an_endless_search_is_given_up() -> None:
    with pytest.raises(TooHard):
        find_gap((7, 7, 7), [(1, 1, 1), (2, 2, 2), (4, 4, 4)], StepBudget(5))
