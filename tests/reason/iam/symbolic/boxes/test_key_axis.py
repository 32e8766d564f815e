"""The atoms of one condition key, compared to what the operators say of plain values."""

from collections.abc import Iterator

import pytest

from ringwall.reason.iam.language.operators import read_operator
from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.language.pattern import Variable
from ringwall.reason.iam.symbolic.boxes.budget import StepBudget, TooHard
from ringwall.reason.iam.symbolic.boxes.key_axis import (
    MAX_CLASSES,
    AtomBounds,
    KeyAxis,
    KeyTest,
    values_of,
)


def make_axis(*conditions: tuple[str, list[str]]) -> tuple[KeyAxis, list[KeyTest]]:
    """Return the axis of a key with these operators and values, and a test of each."""
    axis = KeyAxis("k")
    tests: list[KeyTest] = []
    for operator, values in conditions:
        document = {
            "Version": "2012-10-17",
            "Statement": {"Effect": "Allow", "Action": "*", "Condition": {operator: {"k": values}}},
        }
        (statement,) = read_policy(document).statements
        tests.append(axis.add(statement.conditions[0], variables=True))
    axis.build(StepBudget())
    return axis, tests


def atoms(mask: int) -> Iterator[int]:
    return (at for at in range(mask.bit_length()) if mask >> at & 1)


def samples(axis: KeyAxis, mask: int) -> set[tuple[str, ...]]:
    """Return the values of every atom of a mask, as a request has them."""
    return {tuple("".join(map(str, text)) for text in axis.sample(at)) for at in atoms(mask)}


def holds(axis: KeyAxis, test: KeyTest) -> int:
    """Return the atoms with a value in which a test without variables holds."""
    found = axis.plain(test)
    assert found
    assert found.low == found.high
    return axis.quantify(test, found.low)


def test_a_key_is_absent_or_has_a_value() -> None:
    axis, (test,) = make_axis(("StringEquals", ["a", "b"]))
    assert axis.full == axis.present | axis.absent
    assert axis.present & axis.absent == 0
    assert samples(axis, axis.absent) == {()}
    assert samples(axis, holds(axis, test)) == {("a",), ("b",)}
    assert ("a",) not in samples(axis, axis.present & ~holds(axis, test))


@pytest.mark.parametrize(
    ("operator", "values", "inside", "outside"),
    [
        ("StringEquals", ["a"], ["a"], ["x"]),
        ("StringNotEquals", ["a"], ["x"], ["a"]),
        ("NumericLessThan", ["5"], ["4"], ["5"]),
        ("DateGreaterThan", ["2026-01-01T00:00:00Z"], [], ["2026-01-01T00:00:00Z"]),
        ("IpAddress", ["10.0.0.0/8"], ["10.0.0.0"], []),
        ("NotIpAddress", ["10.0.0.0/8"], [], ["10.0.0.0"]),
        ("BinaryEquals", ["YWI="], ["YWI="], []),
        ("Bool", ["true"], ["true"], ["false"]),
    ],
)
def test_values_of_every_kind_are_on_one_side(
    operator: str, values: list[str], inside: list[str], outside: list[str]
) -> None:
    axis, (test,) = make_axis((operator, values))
    mask = holds(axis, test)
    assert mask
    assert axis.present & ~mask
    found, others = samples(axis, mask), samples(axis, axis.present & ~mask)
    assert {(value,) for value in inside} & others == set()
    assert {(value,) for value in outside} & found == set()
    assert not found & others


def test_a_boolean_key_has_two_values() -> None:
    axis, (test,) = make_axis(("Bool", ["true"]))
    assert axis.present.bit_count() == 2
    assert axis.truth == holds(axis, test)
    assert make_axis(("StringEquals", ["true"]))[0].truth == 0
    mixed, _ = make_axis(("Bool", ["true"]), ("StringEquals", ["x"]))
    assert mixed.truth == 0
    assert ("x",) in samples(mixed, mixed.present)


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        ("StringEquals", False),
        ("StringNotEquals", True),
        ("StringEqualsIfExists", True),
        ("StringNotEqualsIfExists", True),
        ("ForAllValues:StringEquals", True),
        ("ForAnyValue:StringEquals", False),
        ("ForAllValues:StringNotEquals", True),
        ("ForAnyValue:StringNotEquals", False),
        ("ForAnyValue:StringEqualsIfExists", True),
    ],
)
def test_an_operator_says_whether_it_holds_for_an_absent_key(
    operator: str, *, expected: bool
) -> None:
    axis, _ = make_axis()
    assert axis.holds_if_absent(read_operator(operator)) == expected


SETS = {("a",), ("b",), ("x",), ("a", "b"), ("a", "x"), ("b", "x"), ("a", "b", "x")}
"""All sets of values that are told apart, with x for every other value."""


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        ("ForAnyValue:StringEquals", {s for s in SETS if "a" in s}),
        ("ForAllValues:StringEquals", {("a",)}),
        ("ForAnyValue:StringNotEquals", SETS - {("a",)}),
        ("ForAllValues:StringNotEquals", {s for s in SETS if "a" not in s}),
        # A plain operator on a key with several values: one is enough, or all must differ.
        ("StringEquals", {s for s in SETS if "a" in s}),
        ("StringNotEquals", {s for s in SETS if "a" not in s}),
    ],
)
def test_a_set_operator_speaks_of_sets_of_values(
    operator: str, expected: set[tuple[str, ...]]
) -> None:
    axis, (_, test) = make_axis(("ForAnyValue:StringEquals", ["b"]), (operator, ["a"]))
    assert axis.is_set
    found = {tuple(sorted(values)) for values in samples(axis, holds(axis, test))}
    assert found == expected
    assert len(samples(axis, axis.present)) == len(SETS)


def test_too_many_classes_of_values_are_too_hard() -> None:
    def tags(count: int) -> list[tuple[str, list[str]]]:
        return [("ForAnyValue:StringEquals", [f"{n}"]) for n in range(count)]

    axis, _ = make_axis(*tags(MAX_CLASSES - 1))
    assert axis.present.bit_count() == 2**MAX_CLASSES - 1
    with pytest.raises(TooHard):
        make_axis(*tags(MAX_CLASSES))


def test_values_of_one_key_are_read_as_one_kind() -> None:
    axis, (number, text) = make_axis(("NumericEquals", ["1"]), ("IpAddress", ["10.0.0.0/8"]))
    assert axis.plain(number)
    assert axis.plain(text) is None
    texts, (equal, less) = make_axis(("StringEquals", ["1"]), ("NumericLessThan", ["5"]))
    assert texts.plain(equal)
    assert texts.plain(less) is None


@pytest.mark.parametrize("operator", ["Null", "NoSuchOperator"])
def test_a_key_without_values_is_there_or_not(operator: str) -> None:
    axis, (test,) = make_axis((operator, ["true"]))
    assert axis.full.bit_count() == 2
    assert axis.plain(test) is None
    assert axis.sample(0, "wish") == (("wish",),)


def test_a_wish_is_fulfilled_where_the_atom_has_it() -> None:
    axis, (test,) = make_axis(("StringLike", ["a*"]))
    mask = holds(axis, test)
    (inside,), (outside,) = atoms(mask), atoms(axis.present & ~mask)
    assert axis.sample(inside, "apple") == (("apple",),)
    assert axis.sample(inside, "pear") == (("a",),)
    assert axis.sample(outside, "pear") == (("pear",),)


def test_a_value_with_a_default_depends_on_other_keys() -> None:
    axis, (test,) = make_axis(("StringEquals", ["home/${j, 'none'}", "fixed"]))
    assert axis.other_keys(test) == {"j"}
    plain = axis.plain(test)
    assert plain
    # It certainly is one value only; a value with a variable in it may be the same.
    assert samples(axis, plain.low) == {("fixed",)}
    filled, default = axis.conditional(test)
    assert (filled.present, filled.absent) == (("j",), ())
    assert (default.present, default.absent) == ((), ("j",))
    assert samples(axis, default.values.low) == {("home/none",)}
    assert filled.values.high & default.values.low
    assert not filled.values.low & default.values.low
    texts = [text for at in atoms(filled.values.low) for text in axis.sample(at)]
    assert (*"home/", Variable("j")) in texts


def test_a_value_without_variables_depends_on_nothing() -> None:
    axis, (test, number) = make_axis(("StringEquals", ["a"]), ("NumericEquals", ["1"]))
    assert axis.other_keys(test) == axis.other_keys(number) == set()
    assert axis.conditional(test) == axis.conditional(number) == []
    plain, (only,) = make_axis(("NumericEquals", ["1"]))
    assert plain.conditional(only) == []


def test_some_values_of_a_test_can_be_matched() -> None:
    axis, (equal, different) = make_axis(
        ("StringEquals", ["a", "b"]), ("StringNotEquals", ["a", "b"])
    )
    assert samples(axis, axis.match(equal, ["a"])) == {("a",)}
    assert axis.match(different, ["a", "b"]) == axis.match(equal, ["a", "b"])
    assert axis.match(equal, ["no value of it"]) == 0
    ips, (inside, odd) = make_axis(("IpAddress", ["10.0.0.0/8"]), ("NumericEquals", ["1"]))
    assert samples(ips, ips.match(inside, ["10.0.0.0/8"])) == {("10.0.0.0",)}
    assert ips.match(odd, ["1"]) == 0


def test_atoms_without_some_values_are_those_that_have_none_of_them() -> None:
    axis, (test,) = make_axis(("StringEquals", ["a", "b"]))
    left = axis.without(axis.match(test, ["a"]))
    assert left & axis.absent
    assert samples(axis, left) == {(), ("b",), ("x",)}
    sets, (one, other) = make_axis(
        ("ForAnyValue:StringEquals", ["a"]), ("ForAnyValue:StringEquals", ["b"])
    )
    rest = sets.without(sets.match(one, ["a"]))
    assert {tuple(sorted(found)) for found in samples(sets, rest)} == {
        (), ("b",), ("x",), ("b", "x"),
    }  # fmt: skip
    assert sets.match(other, ["b"])


def test_an_empty_text_is_no_value_of_a_set() -> None:
    axis, (test,) = make_axis(("ForAnyValue:StringEquals", ["", "a"]))
    assert samples(axis, holds(axis, test)) == {("a",), ("a", "x")}
    single, (equal,) = make_axis(("StringEquals", [""]))
    assert samples(single, holds(single, equal)) == {("",)}


def test_equal_tests_are_one() -> None:
    axis, (one, two, other) = make_axis(
        ("StringEquals", ["a"]), ("StringEquals", ["a"]), ("StringEquals", ["b"])
    )
    assert one == two != other
    assert list(axis.tests) == [one, other]
    assert values_of([one, other]) == ["a", "b"]


def test_variables_are_texts_where_the_version_knows_none() -> None:
    axis = KeyAxis("k")
    document = {
        "Version": "2008-10-17",
        "Statement": {
            "Effect": "Allow", "Action": "*", "Condition": {"StringEquals": {"k": "${j}"}},
        },
    }  # fmt: skip
    (statement,) = read_policy(document).statements
    test = axis.add(statement.conditions[0], variables=statement.variables)
    axis.build(StepBudget())
    assert axis.other_keys(test) == set()
    found = axis.plain(test)
    assert found == AtomBounds(axis.match(test, ["${j}"]), axis.match(test, ["${j}"]))
    assert samples(axis, holds(axis, test)) == {("${j}",)}
