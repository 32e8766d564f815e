"""Where variables get their values, and what they stand for where there is none."""

import pytest

from ringwall.reason.iam.evaluation.context import RequestContext
from ringwall.reason.iam.language.matching import PatternSet
from ringwall.reason.iam.language.pattern import read_pattern
from ringwall.reason.iam.language.ternary import Ternary
from ringwall.reason.iam.language.variables import MISSING, UNKNOWN, NoValue, VariableValues


class Values:
    """Values of two keys, as something else than a request might have them."""

    def variable(self, key: str, default: str | None) -> str | NoValue:
        known: dict[str, str | NoValue] = {"team": "red", "hidden": UNKNOWN}
        return known.get(key, MISSING if default is None else default)


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("${team}", "red", True),
        ("${team}", "blue", False),
        ("a/${team}/*", "a/red/b", True),
        ("${absent}", "", False),
        ("${absent}*", "x", False),
        ("${absent, 'blue'}", "blue", True),
        ("${team, 'blue'}", "blue", False),
        ("${hidden}", "red", None),
        ("a${hidden}", "b", False),
        ("${hidden}${absent}", "red", False),
    ],
)
def test_a_pattern_takes_its_values_from_whoever_has_them(
    pattern: str, text: str, expected: Ternary
) -> None:
    values: VariableValues = Values()
    patterns = PatternSet([read_pattern(pattern, variables=True)])
    assert patterns.matches_in(text, values) is expected


def test_the_context_of_a_request_has_values() -> None:
    context: VariableValues = RequestContext({"aws:username": "ann", "aws:TagKeys": ["a", "b"]})
    assert context.variable("aws:username", None) == "ann"
    assert context.variable("aws:tagkeys", None) is MISSING
    assert context.variable("aws:userid", "x") == "x"
