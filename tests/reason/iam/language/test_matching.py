"""Texts matched by patterns, compared to definitions that are plainly right."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringwall.reason.iam.evaluation.context import RequestContext
from ringwall.reason.iam.language.matching import PatternSet, compile_arn, compile_glob
from ringwall.reason.iam.language.pattern import read_pattern
from ringwall.reason.iam.language.ternary import Ternary
from ringwall.reason.iam.language.variables import MISSING, UNKNOWN, NoValue

TEXTS = st.text("ab:", max_size=8)
PATTERNS = st.text("ab:*?", max_size=8)


def glob_by_hand(pattern: str, text: str) -> bool:
    """The definition of a glob, word for word; exponential, and plainly right."""
    if not pattern:
        return not text
    if pattern[0] == "*":
        return any(glob_by_hand(pattern[1:], text[i:]) for i in range(len(text) + 1))
    return bool(text) and pattern[0] in {"?", text[0]} and glob_by_hand(pattern[1:], text[1:])


def arn_by_hand(pattern: str, text: str) -> bool:
    fields = pattern.split(":", 5)
    parts = text.split(":", len(fields) - 1)
    return len(parts) == len(fields) and all(map(glob_by_hand, fields, parts))


@given(PATTERNS, TEXTS)
def test_globs_match_as_defined(pattern: str, text: str) -> None:
    tokens = read_pattern(pattern, variables=True)
    assert compile_glob(tokens)(text) is glob_by_hand(pattern, text)


@given(PATTERNS, TEXTS)
def test_arns_match_field_by_field(pattern: str, text: str) -> None:
    tokens = read_pattern(pattern, variables=True)
    assert compile_arn(tokens)(text) is arn_by_hand(pattern, text)


@given(st.lists(PATTERNS, max_size=4), TEXTS, st.booleans())
def test_a_set_matches_where_one_of_its_patterns_does(
    patterns: list[str],
    text: str,
    arns: bool,  # noqa: FBT001
) -> None:
    by_hand = arn_by_hand if arns else glob_by_hand
    found = PatternSet((read_pattern(p, variables=True) for p in patterns), arns=arns)
    assert found.matches(text) is any(by_hand(p, text) for p in patterns)
    assert found.matches_in(text, RequestContext({})) is found.matches(text)


@given(TEXTS, TEXTS, PATTERNS)
def test_text_filled_in_is_literal(head: str, value: str, text: str) -> None:
    patterns = PatternSet([read_pattern(f"{head}${{k}}", variables=True)])
    wanted = bool(value) and text == head + value
    context = RequestContext({"k": [value]}) if value else RequestContext({})
    assert patterns.matches_in(text, context) is wanted


def test_a_colon_filled_in_stays_in_its_field() -> None:
    patterns = PatternSet([read_pattern("a:${k}:*:d", variables=True)], arns=True)
    context = RequestContext({"k": "x:y"})
    assert patterns.matches_in("a:x:y:d", context) is False


@pytest.mark.parametrize("mark", ["*a", "*a?", "?*", "*ab*"])
def test_hostile_patterns_take_linear_time(mark: str) -> None:
    pattern = mark * 2000 + "*b"
    matches = compile_glob(read_pattern(pattern, variables=True))
    start = time.process_time()
    matches("a" * 20_000)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("patterns", "text", "context", "expected"),
    [
        (["u/${k}"], "u/ann", {"k": "ann"}, True),
        (["u/${k}"], "u/bob", {"k": "ann"}, False),
        (["u/${k}*"], "u/ann/x", {"k": "ann"}, True),
        # No value: the pattern matches nothing. A default is a value.
        (["u/${k}"], "u/", {}, False),
        (["u/${k, 'ann'}"], "u/ann", {}, True),
        (["u/${k, 'ann'}"], "u/ann", {"k": "bob"}, False),
        # Of two variables, one that has no value is enough.
        (["${k}${l}"], "ann", {"k": "ann"}, False),
        (["${k}${l}"], "annbob", {"k": "ann", "l": "bob"}, True),
        (["x", "${k}"], "x", {}, True),
        (["*", "${k}"], "anything", {}, True),
        ([], "", {}, False),
    ],
)
def test_variables_are_filled_in_from_the_request(
    patterns: list[str], text: str, context: dict[str, str], *, expected: bool
) -> None:
    found = PatternSet(read_pattern(p, variables=True) for p in patterns)
    assert found.matches_in(text, RequestContext(context)) is expected


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("u/${k}", "u/ann", None),
        ("u/${k}/x", "u/ann/x", None),
        # Whatever the value is, this is another text.
        ("u/${k}", "v/ann", False),
        ("u/${k}/x", "u/ann/y", False),
        ("u/${k}${absent}", "u/ann", False),
    ],
)
def test_an_unknown_value_leaves_open_what_it_decides(
    pattern: str, text: str, expected: Ternary
) -> None:
    class Values:
        def variable(self, key: str, default: str | None) -> str | NoValue:
            assert default is None
            return MISSING if key == "absent" else UNKNOWN

    found = PatternSet([read_pattern(pattern, variables=True)])
    assert found.matches_in(text, Values()) is expected


def test_a_folded_set_fills_in_values_in_lower_case() -> None:
    pattern = read_pattern("u/${k}", variables=True)
    context = RequestContext({"k": "ANN"})
    assert PatternSet([pattern], folded=True).matches_in("u/ann", context) is True
    assert PatternSet([pattern]).matches_in("u/ann", context) is False


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("arn:aws:s3:::b*", "arn:aws:s3:::bucket/a:b", True),
        ("arn:*:s3:::b", "arn:aws:s3:::b", True),
        ("arn:*:::b", "arn:aws:s3:::b", False),
        ("arn:aws:s3:*", "arn:aws:s3:::b", True),
        ("arn:aws:s?:::b", "arn:aws:s3:::b", True),
        ("arn:aws:?:::b", "arn:aws::::b", False),
        ("*", "arn:aws:s3:::b", True),
    ],
)
def test_a_wildcard_stays_in_its_field(pattern: str, text: str, *, expected: bool) -> None:
    assert compile_arn(read_pattern(pattern, variables=False))(text) is expected


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("*aba*aba*", "ababa", False),
        ("*aba*aba*", "abaaba", True),
        ("aba*ba", "aba", False),
        ("aba*ba", "ababa", True),
        ("a*a*a", "aa", False),
    ],
)
def test_pieces_of_a_pattern_do_not_overlap(pattern: str, text: str, *, expected: bool) -> None:
    assert compile_glob(read_pattern(pattern, variables=False))(text) is expected
