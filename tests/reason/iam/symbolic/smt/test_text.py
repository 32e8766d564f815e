"""Patterns as formulas: what Z3 says of one text against a plain reading."""

import re

import pytest
import z3
from hypothesis import given, settings
from hypothesis import strategies as st

from ringwall.reason.iam.language.pattern import PolicyPattern, Variable, read_pattern
from ringwall.reason.iam.symbolic.smt.text import (
    VariableFilling,
    free,
    match_arn,
    match_text,
    quote,
    to_regex,
)


class Keys:
    """Keys with given values: None has no one value."""

    def __init__(self, **values: str | None) -> None:
        self.values = values

    def text(self, key: str) -> z3.SeqRef | None:
        value = self.values.get(key)
        return None if value is None else z3.StringVal(value)

    def has(self, key: str) -> z3.BoolRef:
        return z3.Bool(f"has {key}")


def pattern(text: str) -> PolicyPattern:
    return read_pattern(text, variables=True)


def is_true(formula: z3.BoolRef) -> bool:
    """Return whether a formula without open variables holds."""
    solver = z3.Solver()
    solver.add(formula)
    return bool(solver.check() == z3.sat)


def matches(glob: str, text: str) -> bool:
    regex = "".join({"*": ".*", "?": "."}.get(c, re.escape(c)) for c in glob)
    return re.fullmatch(regex, text, re.DOTALL) is not None


@settings(max_examples=60)
@given(st.text("ab:*?", max_size=5), st.text("ab:x", max_size=5))
def test_a_pattern_matches_what_it_spells(glob: str, text: str) -> None:
    assert is_true(match_text(z3.StringVal(text), pattern(glob))) == matches(glob, text)


@settings(max_examples=60)
@given(st.text("ab*", max_size=4), st.text("ab*", max_size=4), st.text("abx", max_size=6))
def test_pieces_around_a_variable_are_found_in_order(head: str, tail: str, text: str) -> None:
    filling = VariableFilling(Keys(k="ab"))
    found = match_text(z3.StringVal(text), pattern(f"{head}${{k}}{tail}"), filling)
    assert is_true(found) == matches(f"{head}ab{tail}", text)


@pytest.mark.parametrize(
    ("glob", "text", "expected"),
    [
        ("${k}*aba*aba*", "ababa", False),
        ("${k}*aba*aba*", "abaaba", True),
        ("aba*${k}ba", "aba", False),
        ("*${k}", "x", True),
    ],
)
def test_pieces_do_not_overlap(glob: str, text: str, *, expected: bool) -> None:
    filling = VariableFilling(Keys(k=""))
    assert is_true(match_text(z3.StringVal(text), pattern(glob), filling)) == expected


@pytest.mark.parametrize(
    ("glob", "text", "expected"),
    [
        # Without colons a wildcard stays within a field.
        ("a*", "ab", True),
        ("a*", "a:b", False),
        ("a?", "a:", False),
        ("a:*", "a:b", True),
    ],
)
def test_wildcards_may_be_kept_from_colons(glob: str, text: str, *, expected: bool) -> None:
    assert is_true(match_text(z3.StringVal(text), pattern(glob), colons=False)) == expected


@pytest.mark.parametrize(
    ("glob", "text", "expected"),
    [
        ("arn:aws:s3:::b*", "arn:aws:s3:::bucket/key", True),
        ("arn:aws:s3:::b*", "arn:aws:s3:::b:c", True),
        ("arn:*:b", "arn:aws:b", True),
        ("arn:*:b", "arn:aws:s3:b", False),
        ("arn:aws:*:*:*:user/*", "arn:aws:iam::1:user/ann", True),
        ("arn:aws:*:*:*:user/*", "arn:aws:iam:::1:user/ann", False),
        ("*", "anything:at all", True),
        ("", "", True),
        ("", "x", False),
    ],
)
def test_a_wildcard_of_an_arn_stays_in_its_field(glob: str, text: str, *, expected: bool) -> None:
    filling = VariableFilling(Keys())
    assert is_true(match_arn(z3.StringVal(text), pattern(glob), filling)) == expected


@pytest.mark.parametrize(
    ("glob", "text", "expected"),
    [("ab*", "ABc", True), ("ab", "aB", True), ("ß", "SS", False), ("a1", "A1", True)],
)
def test_case_is_ignored_on_request(glob: str, text: str, *, expected: bool) -> None:
    folded = VariableFilling(Keys(), folded=True)
    for match in (match_text, match_arn):
        assert is_true(match(z3.StringVal(text), pattern(glob), folded)) == expected
    exact = VariableFilling(Keys())
    assert not is_true(match_text(z3.StringVal(text), pattern(glob), exact))


def test_a_variable_needs_the_value_of_its_key() -> None:
    filling = VariableFilling(Keys(k="ann"))
    found = match_text(z3.StringVal("u/ann"), pattern("u/${k}"), filling)
    assert is_true(found)
    (fact,) = filling.facts()
    assert fact.eq(z3.Bool("has k"))


@pytest.mark.parametrize(("text", "present", "expected"), [
    ("u/ann", True, True), ("u/ann", False, False), ("u/d", False, True), ("u/d", True, False),
])  # fmt: skip
def test_a_default_stands_in_for_an_absent_key(text: str, *, present: bool, expected: bool) -> None:
    filling = VariableFilling(Keys(k="ann"))
    found = match_text(z3.StringVal(text), pattern("u/${k, 'd'}"), filling)
    has = z3.Bool("has k")
    assert is_true(z3.And(found, has if present else z3.Not(has))) == expected
    assert filling.facts() == []


@pytest.mark.parametrize(
    ("glob", "filling"),
    [
        # One unknown character beside a variable, a key with several values, a folded value.
        ("?${k}", VariableFilling(Keys(k="ann"))),
        ("${k}", VariableFilling(Keys(k=None))),
        ("${k}", VariableFilling(Keys(k="ann"), folded=True)),
        ("${k}", None),
    ],
)
def test_what_has_no_formula_is_free(glob: str, filling: VariableFilling | None) -> None:
    found = match_text(z3.StringVal("ann"), pattern(glob), filling)
    assert is_true(found)
    assert is_true(z3.Not(found))
    again = match_text(z3.StringVal("ann"), pattern(glob), filling)
    assert found.eq(again)


def test_a_variable_in_an_arn_is_free() -> None:
    found = match_arn(z3.StringVal("arn:x"), pattern("arn:${k}"), VariableFilling(Keys(k="x")))
    assert is_true(found)
    assert is_true(z3.Not(found))


def test_a_variable_can_be_filled_in() -> None:
    filling = VariableFilling(Keys(k="ann"))
    value = filling.fill(Variable("k"))
    assert value is not None
    assert value.as_string() == "ann"
    assert filling.fill(Variable("other")) is None


def test_free_values_of_one_name_are_one() -> None:
    assert free("a").eq(free("a"))
    assert not free("a").eq(free("b"))


@pytest.mark.parametrize("text", ["plain", "back\\slash", "\\u{41}", "é", "日本", "\n", ""])
def test_any_text_can_be_quoted(text: str) -> None:
    assert z3.simplify(z3.Length(quote(text))).as_long() == len(text)
    assert is_true(match_text(quote(text), (text,)))
    assert is_true(z3.InRe(quote(text), to_regex((text,))))
    assert not is_true(match_text(quote(text + "x"), (text,)))


def test_no_tokens_are_the_empty_text() -> None:
    assert is_true(z3.InRe(z3.StringVal(""), to_regex(())))
    assert not is_true(z3.InRe(z3.StringVal("x"), to_regex(())))
