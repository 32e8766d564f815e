"""Condition keys from options."""

import pytest

from ringwall.cli.access.context import read_context
from ringwall.model.errors import BadInput


def test_keys_are_in_lower_case_and_gather_their_values() -> None:
    pairs = ("aws:SourceIp=203.0.113.7", "AWS:sourceip=198.51.100.7", "s3:prefix=a=b")
    assert read_context(pairs) == {
        "aws:sourceip": ["203.0.113.7", "198.51.100.7"],
        "s3:prefix": ["a=b"],
    }


def test_a_value_may_be_empty() -> None:
    assert read_context(("aws:userid=",)) == {"aws:userid": [""]}


def test_unknown_keys_have_no_value() -> None:
    assert read_context(("a=1",), ("aws:SourceIp",)) == {"a": ["1"], "aws:SourceIp": None}


@pytest.mark.parametrize("pair", ["", "aws:SourceIp", "=203.0.113.7"])
def test_anything_else_is_bad_input(pair: str) -> None:
    with pytest.raises(BadInput, match="write key=value"):
        read_context((pair,))
