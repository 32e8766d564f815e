"""A Resource pattern as terms: the ways in which it lies over the six fields of an ARN."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringwall.reason.iam.language.matching import compile_arn, compile_glob
from ringwall.reason.iam.language.pattern import Variable, read_pattern
from ringwall.reason.iam.symbolic.boxes.resource_terms import (
    ALL,
    MAX_TERMS,
    ResourceTerms,
    read_resource,
)


def show(found: ResourceTerms) -> list[str]:
    """Return the terms as text, the fields apart."""
    return [
        "|".join(
            "".join(t if isinstance(t, str) else getattr(t, "value", "$") for t in glob.tokens)
            for glob in term.fields
        )
        for term in found.terms
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*", ["*|*|*|*|*|*"]),
        ("arn:aws:s3:::b/*", ["arn|aws|s3|||b/*"]),
        ("arn:aws:sqs:*:*:q", ["arn|aws|sqs|*|*|q"]),
        # Its last field reaches over the fields that follow.
        ("arn:aws:s3*", ["arn|aws|s3*|*|*|*"]),
        ("arn:aws:s3:*", ["arn|aws|s3|*|*|*"]),
        ("arn:aws:sqs:*q", ["arn|aws|sqs|*|*|*q"]),
        # There is no way to make up for the colons.
        ("arn:aws:s3", []),
        ("arn:aws:s3:?", []),
        ("arn:aws:s3:??", ["arn|aws|s3|||"]),
        ("arn:aws:s3:::b:c", ["arn|aws|s3|||b:c"]),
    ],
)
def test_a_pattern_is_cut_into_fields(text: str, expected: list[str]) -> None:
    assert show(read_resource(text, variables=True)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("*", True), ("**", True), ("?", True), ("?*", True), ("arn:*", False), ("b", False),
     ("${k}", False), ("*:*", False)],
)  # fmt: skip
def test_a_pattern_may_match_the_resource_of_actions_that_have_none(
    text: str, *, expected: bool
) -> None:
    assert read_resource(text, variables=True).is_star is expected


def test_every_way_of_a_wildcard_is_a_term() -> None:
    found = read_resource("arn:aws:sqs:a*b*c", variables=True)
    assert set(show(found)) == {
        "arn|aws|sqs|a*|*|*b*c",
        "arn|aws|sqs|a*|*b*|*c",
        "arn|aws|sqs|a*b*|*|*c",
    }
    assert found.is_exact


def test_too_many_ways_are_cut_off() -> None:
    found = read_resource("arn:" + "*a" * 30, variables=True)
    assert len(found.terms) == MAX_TERMS
    assert not found.is_exact


def test_a_variable_stays_in_its_field_unless_fields_are_missing() -> None:
    (term,) = read_resource("arn:aws:s3:::${k}/*", variables=True).terms
    assert (term.present, term.absent) == (("k",), ())
    assert term.fields[5].variables == (Variable("k"),)
    short = read_resource("arn:aws:s3:${k}", variables=True)
    assert (short.terms, short.is_exact) == ((), False)


def test_a_default_makes_a_term_without_the_key() -> None:
    found = read_resource("arn:aws:s3:::${k, 'd'}", variables=True)
    assert [(t.present, t.absent) for t in found.terms] == [(("k",), ()), ((), ("k",))]
    assert found.terms[1].fields[5].literal == "d"


def test_everything_is_one_term() -> None:
    assert read_resource("*", variables=True).terms[0].fields == (ALL,) * 6


PARTS = ("", "a", "ab")
ARNS = [":".join(("arn", *parts)) for parts in itertools.product(PARTS, repeat=5)]


@given(st.text("ab:*?", max_size=7))
def test_terms_match_what_the_pattern_matches(text: str) -> None:
    pattern = f"arn:{text}"
    found = read_resource(pattern, variables=False)
    assert found.is_exact
    matches = compile_arn(read_pattern(pattern, variables=False))
    terms = [[compile_glob(glob.tokens) for glob in term.fields] for term in found.terms]
    for arn in ARNS[::5]:
        fields = re.split(":", arn, maxsplit=5)
        by_terms = any(all(m(f) for m, f in zip(term, fields, strict=True)) for term in terms)
        assert by_terms is matches(arn)
