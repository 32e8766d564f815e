"""Patterns as tokens, and ARNs as fields."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringwall.reason.iam.language.pattern import (
    PolicyPattern,
    Variable,
    Wild,
    complete_arn,
    read_pattern,
    split_arn,
)


def test_wildcards_and_variables_become_tokens() -> None:
    found = read_pattern("a*b?${AWS:username}", variables=True)
    assert found == ("a", Wild.STAR, "b", Wild.ANY, Variable("aws:username"))


def test_stars_in_a_row_are_one() -> None:
    assert read_pattern("***", variables=True) == (Wild.STAR,)


def test_a_variable_may_have_a_default() -> None:
    text = "${aws:PrincipalTag/team, 'com:pany'}"
    assert read_pattern(text, variables=True) == (Variable("aws:principaltag/team", "com:pany"),)


def test_escapes_are_the_characters_themselves() -> None:
    assert read_pattern("a${*}${?}${$}b", variables=True) == ("a*?$b",)


def test_the_old_version_has_no_variables() -> None:
    assert read_pattern("${aws:username}", variables=False) == ("${aws:username}",)
    assert read_pattern("${*}", variables=False) == ("${", Wild.STAR, "}")


def test_plain_values_have_no_wildcards_but_variables() -> None:
    found = read_pattern("a*${x}", variables=True, wildcards=False)
    assert found == ("a*", Variable("x"))


def test_an_arn_has_six_fields_whatever_colons_its_variables_hold() -> None:
    fields = split_arn(read_pattern("arn:aws:s3:::${aws:x}:b*:c", variables=True))
    assert fields[:5] == (("arn",), ("aws",), ("s3",), (), ())
    assert fields[5] == (Variable("aws:x"), ":b", Wild.STAR, ":c")
    assert split_arn(read_pattern("*", variables=True)) == ((Wild.STAR,),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("${}", (Variable(""),)),
        ("${ AWS:x }", (Variable("aws:x"),)),
        ("${aws:x,'d'}", (Variable("aws:x", "d"),)),
        ("${aws:x, ''}", (Variable("aws:x", ""),)),
        ("${aws:x, 'd' }", (Variable("aws:x", "d"),)),
        # What is not written as a default is part of the name, which no key has.
        ("${aws:x, d}", (Variable("aws:x, d"),)),
        ("${aws:x", ("${aws:x",)),
        ("$aws:x", ("$aws:x",)),
        ("${a${b}c}", ("${a", Variable("b"), "c}")),
        ("$${a}", ("$", Variable("a"))),
        ("?*?", (Wild.ANY, Wild.STAR, Wild.ANY)),
        ("*${*}*", (Wild.STAR, "*", Wild.STAR)),
        ("${x}${x}", (Variable("x"), Variable("x"))),
    ],
)
def test_unusual_texts_have_one_reading(text: str, expected: PolicyPattern) -> None:
    assert read_pattern(text, variables=True) == expected


@given(st.text("a*?${}:,' ", max_size=12), st.booleans(), st.booleans())
def test_tokens_are_in_their_shortest_form(
    text: str,
    variables: bool,  # noqa: FBT001
    wildcards: bool,  # noqa: FBT001
) -> None:
    found = read_pattern(text, variables=variables, wildcards=wildcards)
    assert "" not in found
    for one, other in pairwise(found):
        assert not (isinstance(one, str) and isinstance(other, str))
        assert not (one is Wild.STAR and other is Wild.STAR)


@given(st.text("a?:*", max_size=16))
def test_fields_are_cut_at_the_first_five_colons(text: str) -> None:
    fields = split_arn(read_pattern(text, variables=False))
    parts = text.split(":", 5)
    assert fields == tuple(read_pattern(part, variables=False) for part in parts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("arn:aws:sqs", "arn:aws:sqs:*:*:*"),
        ("arn:aws:sqs:us-east-1", "arn:aws:sqs:us-east-1:*:*"),
        ("arn:", "arn::*:*:*:*"),
        ("arn:aws:sqs:*", "arn:aws:sqs:*"),
        ("arn:aws:s3:::b", "arn:aws:s3:::b"),
        ("arn:aws:s3:::b:c:d", "arn:aws:s3:::b:c:d"),
        ("arn:${aws:x}", "arn:${aws:x}"),
        ("*", "*"),
        ("bucket", "bucket"),
        ("", ""),
    ],
)
def test_an_arn_that_ends_early_gets_the_missing_fields(text: str, expected: str) -> None:
    assert complete_arn(text) == expected
    # A completed ARN is complete.
    assert complete_arn(expected) == expected
