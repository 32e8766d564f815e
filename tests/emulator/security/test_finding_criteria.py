import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringwall.emulator.security.finding_criteria import (
    find_values,
    is_like,
    match_criterion,
    sort_findings,
)

FINDING: dict[str, Any] = {
    "severity": 8.0,
    "type": "Recon:EC2/Portscan",
    "service": {"archived": False, "count": 2},
    "resource": {"tags": [{"key": "a", "value": "x"}, {"key": "b", "value": "y"}]},
    "updatedAt": "2026-01-01T00:00:00.000Z",
}


@pytest.mark.parametrize(
    ("criterion", "expected"),
    [
        ({}, True),
        ({"type": {"eq": ["Recon:EC2/Portscan", "other"]}}, True),
        ({"type": {"Neq": ["Recon:EC2/Portscan"]}}, False),
        ({"severity": {"gte": 8, "lt": 9}}, True),
        ({"severity": {"GreaterThan": 8}}, False),
        ({"severity": {"Lte": 7}}, False),
        ({"severity": {"Equals": ["8"]}}, True),
        ({"service.archived": {"eq": ["false"]}}, True),
        ({"resource.tags.value": {"eq": ["y"]}}, True),
        ({"resource.tags.value": {"eqExactMatch": ["y"]}}, False),
        ({"resource.tags.value": {"eqExactMatch": ["y", "x"]}}, True),
        ({"missing.attribute": {"eq": ["a"]}}, False),
        ({"missing.attribute": {"neq": ["a"]}}, True),
        ({"updatedAt": {"gt": 1767225599999}}, True),
        ({"updatedAt": {"gt": 1767225600000}}, False),
        ({"type": {"Matches": ["Recon:*scan"]}}, True),
        ({"type": {"NotMatches": ["Recon:*"]}}, False),
        ({"type": {"eq": None}}, True),
    ],
)
def test_conditions(criterion: Any, *, expected: bool) -> None:
    assert match_criterion(criterion, FINDING) is expected


@given(st.text("ab*?", max_size=8), st.text("ab", max_size=8))
def test_patterns_match_as_expressions_do(pattern: str, text: str) -> None:
    expression = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    assert is_like(pattern, text) == bool(re.fullmatch(expression, text))


def test_hostile_pattern_takes_no_time() -> None:
    assert not is_like("*a" * 200 + "b", "a" * 2000)


def test_findings_are_sorted_whatever_they_lack() -> None:
    findings: list[Any] = [{"n": 2}, {}, {"n": 1.5}, {"n": "text"}]
    found = sort_findings(findings, "n", descending=False)
    assert [next(find_values(f, "n"), None) for f in found] == [None, 1.5, 2, "text"]
    assert sort_findings(findings, "n", descending=True)[0] == {"n": "text"}
