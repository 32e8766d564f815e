"""Atoms of texts against a naive reading of every short text."""

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
    TextShape,
)
from ringwall.reason.iam.symbolic.boxes.budget import StepBudget, TooHard
from ringwall.reason.iam.symbolic.boxes.glob import Glob
from ringwall.reason.iam.symbolic.boxes.text_axis import TextAxis

WORDS = st.lists(st.text("ab*?", max_size=4), min_size=1, max_size=4)
TEXTS = ["".join(t) for n in range(5) for t in itertools.product("abx", repeat=n)]


def make_axis(patterns: list[str], shape: TextShape = ANY_TEXT) -> tuple[TextAxis, list[Glob]]:
    globs = [Glob(read_pattern(pattern, variables=True)) for pattern in patterns]
    axis = TextAxis(shape)
    for glob in globs:
        axis.add(glob)
    axis.build(StepBudget())
    return axis, globs


def matches(pattern: str, text: str) -> bool:
    regex = "".join({"*": ".*", "?": "."}.get(c, re.escape(c)) for c in pattern)
    return re.fullmatch(regex, text) is not None


@given(WORDS)
def test_every_text_has_the_atom_whose_patterns_match_it(patterns: list[str]) -> None:
    axis, globs = make_axis(patterns)
    for text in TEXTS:
        atom = axis.atom_of(text)
        assert atom.bit_count() == 1
        for pattern, glob in zip(patterns, globs, strict=True):
            assert bool(axis.must(glob) & atom) == matches(pattern, text)


@given(WORDS)
def test_every_atom_has_a_text_and_no_two_are_alike(patterns: list[str]) -> None:
    axis, globs = make_axis(patterns)
    signatures = set()
    for at in range(axis.full.bit_length()):
        text = "".join(map(str, axis.pick(1 << at)))
        for pattern, glob in zip(patterns, globs, strict=True):
            assert bool(axis.must(glob) >> at & 1) == matches(pattern, text)
        signatures.add((text in patterns, *(axis.must(glob) >> at & 1 for glob in globs)))
    # A literal that no wildcard tells from others is an atom of its own: that is all there may be.
    assert len(signatures) >= axis.full.bit_length() - len(set(patterns))


@pytest.mark.parametrize(
    ("shape", "good", "bad"),
    [
        (ACTION, "s3:get", ["s3", ":get", "s3:", "a:b:c", ""]),
        (FIELD, "", ["a:b"]),
        (NOT_EMPTY, "a:b", [""]),
    ],
)
def test_atoms_have_the_shape_of_the_axis(shape: TextShape, good: str, bad: list[str]) -> None:
    axis, _ = make_axis(["*", "a*", "*:*", "?", good, *bad], shape)
    for at in range(axis.full.bit_length()):
        assert shape.accepts("".join(map(str, axis.pick(1 << at))))
    assert axis.atom_of(good)
    assert not any(axis.atom_of(text) for text in bad)


def test_a_literal_that_fills_its_class_leaves_no_empty_atom() -> None:
    axis, (star, one, literal) = make_axis(["a*", "a?*", "a"])
    assert axis.must(star) == axis.must(one) | axis.must(literal)


def test_a_variable_matches_itself_for_certain_and_names_perhaps() -> None:
    axis, (variable, name, star) = make_axis(["u/${k}", "u/bob", "u/*"])
    letter = (*"u/", Variable("k"))
    (at,) = (i for i, text in enumerate(axis.texts) if text == letter)
    assert axis.must(variable) >> at & 1
    assert axis.must(star) >> at & 1
    assert not axis.must(name) >> at & 1
    assert axis.may(name) >> at & 1
    bob = axis.must(name)
    assert axis.may(variable) & bob
    assert not axis.must(variable) & bob


def test_case_is_ignored_only_by_patterns_that_say_so() -> None:
    axis = TextAxis(ANY_TEXT)
    folded, exact = Glob(("ab",), folded=True), Glob(("aB",))
    axis.add(folded)
    axis.add(exact)
    axis.build(StepBudget())
    assert axis.atom_of("AB") & axis.must(folded)
    assert not axis.atom_of("AB") & axis.must(exact)
    assert axis.must(exact) & axis.must(folded) == axis.must(exact)


def test_a_confined_wildcard_takes_no_colon() -> None:
    axis = TextAxis(ANY_TEXT)
    glob = Glob(read_pattern("a*:b", variables=False), confined=3)
    axis.add(glob)
    axis.build(StepBudget())
    assert axis.atom_of("ax:b") & axis.must(glob)
    assert not axis.atom_of("ax:y:b") & axis.must(glob)


def test_patterns_that_explode_are_given_up() -> None:
    axis = TextAxis(ANY_TEXT)
    for length in range(1, 25):
        axis.add(Glob(read_pattern("*a" + "?" * length, variables=False)))
    with pytest.raises(TooHard):
        axis.build(StepBudget())
