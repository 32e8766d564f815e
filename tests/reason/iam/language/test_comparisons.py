from decimal import Decimal

import pytest

from ringwall.reason.iam.language.comparisons import (
    compare_to,
    read_moment,
    read_network,
    read_number,
)
from ringwall.reason.iam.language.operators import read_operator


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("1", 1), (" -2.50 ", Decimal("-2.5")), ("1e3", 1000), ("+.5", Decimal("0.5"))),
        *(("0e9999", 0), ("9e307", Decimal("9e307")), ("1e-308", Decimal("1e-308"))),
        *((text, None) for text in ("NaN", "Infinity", "", ".", "1_000", "\u0661")),
        *((text, None) for text in ("1e308", "-1e308", "1e-309", "1e999999999", "1" * 1_001)),
    ],
)
def test_numbers(text: str, number: object) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1970-01-01T00:00:10Z", 10),
        ("1970-01-01T01:00:00+01:00", 0),
        ("1970-01-02", 86400),
        ("1970-02", 31 * 86400),
        ("1234.5", Decimal("1234.5")),
        ("yesterday", None),
    ],
)
def test_moments(text: str, seconds: object) -> None:
    assert read_moment(text) == seconds


def test_a_range_lies_in_a_range() -> None:
    test = compare_to(read_operator("IpAddress"), "10.0.0.0/8")
    assert test("10.1.0.0/16")
    assert not test("10.0.0.0/7")
    assert not test("no address")
    assert read_network("10.0.0.1/8") == read_network("10.0.0.0/8")


def test_a_value_that_cannot_be_read_matches_nothing() -> None:
    for name, value in (("NumericEquals", "x"), ("IpAddress", "x"), ("BinaryEquals", "!")):
        assert not compare_to(read_operator(name), value)(value)


def test_bytes_are_compared_not_their_spelling() -> None:
    assert compare_to(read_operator("BinaryEquals"), "eA==")("eA==")
    assert not compare_to(read_operator("BinaryEquals"), "eA==")("eQ==")


def test_numbers_are_compared_to_the_last_digit() -> None:
    assert compare_to(read_operator("NumericLessThan"), "1" * 35)("1" * 34 + "0")
    assert not compare_to(read_operator("NumericEquals"), "1" * 35)("1" * 34 + "0")


def test_a_number_out_of_bounds_matches_nothing() -> None:
    for name in ("NumericEquals", "NumericLessThan", "NumericGreaterThan", "DateLessThan"):
        assert not compare_to(read_operator(name), "1e5000000")("1")
        assert not compare_to(read_operator(name), "1")("1e5000000")
