"""The automaton of several patterns against regular expressions, text by text."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringwall.reason.iam.language.pattern import Variable, read_pattern
from ringwall.reason.iam.symbolic.boxes.automaton import (
    ACTION,
    ANY_TEXT,
    FIELD,
    NOT_EMPTY,
    Automaton,
    SymbolicText,
    TextShape,
)
from ringwall.reason.iam.symbolic.boxes.budget import StepBudget, TooHard
from ringwall.reason.iam.symbolic.boxes.glob import Glob

PATTERNS = st.lists(st.text("aB:*?", max_size=4), min_size=1, max_size=4)
TEXTS = ["".join(t) for n in range(5) for t in itertools.product("aB:z", repeat=n)]


def glob(text: str, confined: int = 0, *, folded: bool = False) -> Glob:
    return Glob(read_pattern(text, variables=True), folded, confined)


def automaton(*patterns: str, shape: TextShape = ANY_TEXT) -> Automaton:
    return Automaton([glob(pattern) for pattern in patterns], shape)


def matched(made: Automaton, signature: int) -> list[bool]:
    return [bool(signature & end) for end in made.ends]


def plain(text: SymbolicText) -> str:
    return "".join(letter for letter in text if isinstance(letter, str))


def matches(pattern: str, text: str) -> bool:
    regex = "".join({"*": ".*", "?": "."}.get(c, re.escape(c)) for c in pattern)
    return re.fullmatch(regex, text) is not None


@given(PATTERNS)
def test_a_signature_says_which_patterns_match(patterns: list[str]) -> None:
    made = automaton(*patterns)
    for text in TEXTS:
        expected = [matches(pattern, text) for pattern in patterns]
        assert matched(made, made.signature(text)) == expected


@given(PATTERNS)
def test_the_classes_are_the_signatures_of_all_texts(patterns: list[str]) -> None:
    made = automaton(*patterns)
    classes = made.classes(StepBudget())
    found = {must for must, _ in classes}
    assert {made.signature(text) for text in TEXTS} <= found
    for (must, _), text in classes.items():
        assert made.signature(plain(text)) == must


@given(PATTERNS)
def test_the_text_of_a_class_is_a_shortest_one(patterns: list[str]) -> None:
    made = automaton(*patterns)
    lengths = {must: len(text) for (must, _), text in made.classes(StepBudget()).items()}
    for text in TEXTS:
        assert lengths[made.signature(text)] <= len(text)


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        (ANY_TEXT, {"", "a", "a:a"}),
        (NOT_EMPTY, {"a", "a:a"}),
        (FIELD, {"", "a"}),
        (ACTION, {"a:a"}),
    ],
)
def test_only_texts_of_the_shape_have_classes(shape: TextShape, expected: set[str]) -> None:
    made = automaton("", "a", "a:a", shape=shape)
    texts = {plain(text) for text in made.classes(StepBudget()).values()}
    assert {"", "a", "a:a"} & texts == expected
    assert all(map(shape.accepts, texts))
    assert shape.accepts(shape.fresh)


def test_an_action_has_a_colon_even_if_no_pattern_has_one() -> None:
    (text,) = automaton("*", shape=ACTION).classes(StepBudget()).values()
    assert ACTION.accepts(plain(text))


@pytest.mark.parametrize(
    ("shape", "good", "bad"),
    [
        (ANY_TEXT, ["", ":", "a"], []),
        (NOT_EMPTY, [":", "a"], [""]),
        (FIELD, ["", "a"], ["a:", ":"]),
        (ACTION, ["s3:get", "a:b"], ["", "s3", ":get", "s3:", "a:b:c"]),
    ],
)
def test_a_shape_accepts_its_texts(shape: TextShape, good: list[str], bad: list[str]) -> None:
    assert all(map(shape.accepts, good))
    assert not any(map(shape.accepts, bad))


def test_case_is_ignored_where_a_pattern_says_so() -> None:
    made = Automaton([glob("ab", folded=True), glob("ab")], ANY_TEXT)
    assert matched(made, made.signature("Ab")) == [True, False]
    assert matched(made, made.signature("ab")) == [True, True]
    # A letter whose capital is not one letter has no second form.
    sharp = Automaton([glob("ß", folded=True)], ANY_TEXT)
    assert matched(sharp, sharp.signature("ß")) == [True]
    assert matched(sharp, sharp.signature("SS")) == [False]


def test_a_confined_wildcard_does_not_cross_a_colon() -> None:
    # a*:? in ARN fields: five tokens, of which the first three are before the last field.
    made = Automaton([glob("a*:?*", confined=3), glob("a*:?*")], ANY_TEXT)
    assert matched(made, made.signature("ax:b:c")) == [True, True]
    narrow = Automaton([glob("a?:b", confined=3), glob("a?:b")], ANY_TEXT)
    assert matched(narrow, narrow.signature("ax:b")) == [True, True]
    assert matched(narrow, narrow.signature("a::b")) == [False, True]
    last = Automaton([glob("a:*", confined=2)], ANY_TEXT)
    assert matched(last, last.signature("a:b:c")) == [True]


def bounds(pattern_texts: tuple[str, ...], text: SymbolicText) -> tuple[list[bool], list[bool]]:
    """Return which patterns a text with variables must match, and which it may match."""
    made = automaton(*pattern_texts)
    classes = made.classes(StepBudget())
    ((must, may),) = (pair for pair, found in classes.items() if found == text)
    return matched(made, must), matched(made, may)


def test_a_variable_matches_itself_for_certain() -> None:
    k = Variable("k")
    assert bounds(("u/${k}", "u/bob", "u/*", "v"), (*"u/", k)) == (
        [True, False, True, False],
        [True, True, True, False],
    )


def test_a_variable_may_stand_for_any_text_also_for_none() -> None:
    must, may = bounds(("a${k}b", "ab"), tuple("ab"))
    assert must == [False, True]
    assert may == [True, True]


def test_two_variables_are_the_same_for_some_values_only() -> None:
    must, may = bounds(("${k}", "${l}"), (Variable("k"),))
    assert must == [True, False]
    assert may == [True, True]


def test_a_folded_variable_is_another_text_than_its_value() -> None:
    made = Automaton([glob("${k}", folded=True), glob("${k}")], ANY_TEXT)
    texts = list(made.classes(StepBudget()).values())
    assert (Variable("k"),) in texts
    assert (Variable("k", "folded"),) in texts


@given(PATTERNS, st.text("aB:z", max_size=3))
def test_what_holds_for_a_variable_holds_for_its_values(patterns: list[str], value: str) -> None:
    made = automaton(*patterns, "a${k}")
    for (must, may), text in made.classes(StepBudget()).items():
        filled = "".join(value if isinstance(letter, Variable) else letter for letter in text)
        for pattern, sure, possible in zip(
            (*patterns, f"a{value}"), matched(made, must), matched(made, may), strict=True
        ):
            truth = matches(pattern, filled)
            assert truth or not sure
            assert possible or not truth


def test_a_text_of_every_class_can_be_spelt_even_if_policies_use_every_usual_letter() -> None:
    letters = "xabcdefghijklmnopqrstuvwyz0123456789-_XABCDEFGHIJKLMNOPQRSTUVWYZ~^%þßæøðđħŧ"
    made = automaton(letters)
    assert made.filler not in letters
    assert len(made.classes(StepBudget())) == 2
    assert automaton("a").filler == "x"
    assert automaton("x").filler == "a"


def test_each_step_has_its_price() -> None:
    made = automaton("*a????????????")
    with pytest.raises(TooHard):
        made.classes(StepBudget(1000))
    assert made.classes(StepBudget(1_000_000))
