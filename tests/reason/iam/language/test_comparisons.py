"""Values compared as condition operators do."""

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


@pytest.mark.parametrize(
    ("operator", "value", "holds", "fails"),
    [
        ("NumericEquals", "5", ["5", "5.0", "+5", "50e-1"], ["6", "", "five"]),
        ("NumericNotEquals", "5", ["5"], ["6"]),  # negation is left to the caller
        ("NumericLessThan", "5", ["4.999", "-1"], ["5", "6"]),
        ("NumericLessThanEquals", "5", ["5", "4"], ["5.1"]),
        ("NumericGreaterThan", "5", ["5.1"], ["5", "4"]),
        ("NumericGreaterThanEquals", "5", ["5", "6"], ["4"]),
        ("DateEquals", "2026-01-01", ["2026-01-01T00:00:00Z", "1767225600", "2026-01"],
         ["2026-01-01T00:00:01Z", "2026-13-01"]),
        ("DateLessThan", "2026-01-01T00:00:00Z", ["2025-12-31T23:59:59.9Z", "0"], ["2026-01-01"]),
        ("Bool", "true", ["true", "TRUE"], ["false", "1", ""]),
        ("Bool", "maybe", [], ["maybe", "true"]),
        ("BinaryEquals", "YWI=", ["YWI="], ["YWI", "YWJj", "not base64!", "é"]),
        ("IpAddress", "10.0.0.0/8", ["10.1.2.3", " 10.0.0.0/9 "], ["11.0.0.1", "::ffff:10.0.0.1"]),
        ("IpAddress", "2001:db8::/32", ["2001:db8::1"], ["2001:db9::1", "32.1.13.184"]),
        ("IpAddress", "10.0.0.1", ["10.0.0.1", "10.0.0.1/32"], ["10.0.0.2", "10.0.0.0/31"]),
        ("IpAddress", "10.0.0.0/33", [], ["10.0.0.0", "10.0.0.0/33"]),
        ("Nonsense", "a", [], ["a", ""]),
    ],
)  # fmt: skip
def test_values_stand_in_the_relation_of_the_operator(
    operator: str, value: str, holds: list[str], fails: list[str]
) -> None:
    test = compare_to(read_operator(operator), value)
    assert [text for text in holds + fails if test(text)] == holds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.0.0.1", "10.0.0.1/32"),
        ("10.0.0.1/8", "10.0.0.0/8"),
        ("2001:DB8::/32", "2001:db8::/32"),
        ("10.0.0.0/255.0.0.0", "10.0.0.0/8"),
        ("010.0.0.1", None),
        ("10.0.0", None),
        ("", None),
    ],
)
def test_addresses_are_ranges(text: str, expected: str | None) -> None:
    found = read_network(text)
    assert (str(found) if found else None) == expected


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1969-12-31T23:59:59Z", -1),
        ("1970-01-01T00:00:00.25Z", Decimal("0.25")),
        ("-5", -5),
        ("1970-01-01T00:00:10", 10),
        ("19700101T000010Z", 10),
        ("2026-02-30", None),
        ("2026-1", None),
        ("", None),
    ],
)
def test_moments_before_and_between_seconds(text: str, seconds: object) -> None:
    assert read_moment(text) == seconds
