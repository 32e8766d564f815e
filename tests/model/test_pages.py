"""Pages are joined to one answer: lists follow each other, nothing of a later page is lost."""

from typing import Any

import pytest

from ringwall.model.pages import join_pages


@pytest.mark.parametrize(
    ("pages", "whole"),
    [
        ([], {}),
        ([{"a": [1], "b": 2}], {"a": [1], "b": 2}),
        ([{"a": [1]}, {"a": [2]}, {"a": [3]}], {"a": [1, 2, 3]}),
        ([{"a": [1]}, {"c": [4]}], {"a": [1], "c": [4]}),
        (
            [{"a": {"b": [1], "c": "x"}}, {"a": {"b": [2], "c": "y"}}],
            {"a": {"b": [1, 2], "c": "x"}},
        ),
        ([{"a": 1, "t": "next"}, {"a": 2}], {"a": 1, "t": "next"}),
    ],
)
def test_lists_follow_each_other_and_all_else_is_the_first_pages(
    pages: list[dict[str, Any]], whole: dict[str, Any]
) -> None:
    before = repr(pages)
    assert join_pages(pages) == whole
    assert repr(pages) == before
