"""Patterns as the boxes have them: without defaults, cut at the colons of ARNs."""

import pytest

from ringwall.reason.iam.language.operators import read_operator
from ringwall.reason.iam.language.pattern import Variable, Wild, read_pattern
from ringwall.reason.iam.symbolic.boxes.budget import TooHard
from ringwall.reason.iam.symbolic.boxes.glob import (
    MAX_DEFAULTS,
    FilledGlob,
    Glob,
    cut_fields,
    fill_in,
    read_value,
)


def glob(text: str, **more: bool) -> Glob:
    return Glob(read_pattern(text, variables=True), **more)


@pytest.mark.parametrize(
    ("text", "literal", "size", "is_all", "variables"),
    [
        ("abc", "abc", 3, False, ()),
        ("", "", 0, False, ()),
        ("*", None, 0, True, ()),
        ("a*c", None, 2, False, ()),
        ("?", None, 0, False, ()),
        ("a${k}", None, 1, False, (Variable("k"),)),
        ("${k}", None, 0, False, (Variable("k"),)),
    ],
)
def test_a_glob_knows_its_parts(
    text: str, literal: str | None, size: int, variables: tuple[Variable, ...], *, is_all: bool
) -> None:
    found = glob(text)
    assert (found.literal, found.size, found.is_all) == (literal, size, is_all)
    assert found.variables == variables


def test_a_glob_that_ignores_case_has_no_only_text() -> None:
    assert glob("abc", folded=True).literal is None


def test_a_confined_star_is_not_every_text() -> None:
    assert not Glob((Wild.STAR,), confined=1).is_all


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a*", [("a*", (), ())]),
        ("${k}", [("${k}", ("k",), ())]),
        ("${k}/${l}", [("${k}/${l}", ("k", "l"), ())]),
        ("${k, 'd'}", [("${k}", ("k",), ()), ("d", (), ("k",))]),
        ("a${k, ''}b", [("a${k}b", ("k",), ()), ("ab", (), ("k",))]),
        (
            "${k, 'd'}${l, 'e'}",
            [
                ("${k}${l}", ("k", "l"), ()),
                ("d${l}", ("l",), ("k",)),
                ("${k}e", ("k",), ("l",)),
                ("de", (), ("k", "l")),
            ],
        ),
        # A variable without a default needs its key: that it has one elsewhere does not help.
        ("${k, 'd'}${k}", [("${k}${k}", ("k",), ())]),
    ],
)
def test_a_default_makes_two_forms(
    text: str, expected: list[tuple[str, tuple[str, ...], tuple[str, ...]]]
) -> None:
    forms = fill_in(read_pattern(text, variables=True))
    assert forms == [
        (read_pattern(form, variables=True), present, absent) for form, present, absent in expected
    ]


def test_too_many_defaults_are_too_hard() -> None:
    text = "".join(f"${{k{n}, 'd'}}" for n in range(MAX_DEFAULTS))
    assert len(fill_in(read_pattern(text, variables=True))) == 2**MAX_DEFAULTS
    with pytest.raises(TooHard):
        fill_in(read_pattern(f"{text}${{k, 'd'}}", variables=True))


@pytest.mark.parametrize(
    ("operator", "text", "expected"),
    [
        ("StringEquals", "a*", [Glob(("a*",))]),
        ("StringLike", "a*", [Glob(("a", Wild.STAR))]),
        ("StringEqualsIgnoreCase", "aB", [Glob(("ab",), folded=True)]),
        ("Bool", "True", [Glob(("true",), folded=True)]),
        ("Bool", "maybe", []),
        ("ArnLike", "arn:*:x", [Glob(("arn:", Wild.STAR, ":x"), confined=4)]),
        ("ArnLike", "arn", [Glob(("arn",))]),
    ],
)
def test_a_value_is_read_as_its_operator_compares_it(
    operator: str, text: str, expected: list[Glob]
) -> None:
    found = read_value(text, read_operator(operator), variables=False)
    assert found == [FilledGlob(form) for form in expected]


def test_a_value_with_a_variable_needs_its_key() -> None:
    operator = read_operator("StringLike")
    (found,) = read_value("${k}*", operator, variables=True)
    assert found == FilledGlob(Glob((Variable("k"), Wild.STAR)), present=("k",))
    (plain,) = read_value("${k}", operator, variables=False)
    assert plain == FilledGlob(Glob(("${k}",)))


def test_separating_colons_are_tokens_of_their_own() -> None:
    found = Glob(read_pattern("arn:a*:b", variables=False), confined=5)
    assert cut_fields(found) == ("arn", ":", "a", Wild.STAR, ":", "b")
    assert cut_fields(glob("a:b")) == ("a:b",)
