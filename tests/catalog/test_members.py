"""A member that is to be a list is one, or the answer is garbled."""

from typing import Any

import pytest

from ringwall.catalog.members import take_list


def test_a_list_is_taken_as_it_is() -> None:
    assert take_list({"Rules": [1, 2]}, "Rules") == [1, 2]
    assert take_list({"Rules": []}, "Rules") == []


@pytest.mark.parametrize("value", [{}, "", "ab", None, 1])
def test_what_is_no_list_is_not_walked_through(value: Any) -> None:
    with pytest.raises(TypeError, match="Rules is not a list"):
        take_list({"Rules": value}, "Rules")


def test_what_is_missing_is_not_none() -> None:
    with pytest.raises(KeyError):
        take_list({}, "Rules")
