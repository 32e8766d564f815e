"""What every check needs of a statement: problems at their position, and what patterns match."""

import pytest

from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.language.policy import Patterns, Statement
from ringwall.reason.iam.validation.statement import covers, grants, make_problem, name_of

TEXT = """{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": "*", "Resource": "*"},
  {"Effect": "Allow", "NotAction": ["iam:*", "s3:Put*"], "Resource": "*"}]}"""


def statements() -> tuple[Statement, ...]:
    return read_policy(TEXT).statements


def test_a_problem_is_at_its_statement_and_element() -> None:
    problem = make_problem("warning", "odd", "it is odd", statements()[1], "NotAction")
    assert str(problem) == "3:3: Statement[1].NotAction: warning: it is odd"
    assert problem.code == "odd"
    whole = make_problem("warning", "odd", "it is odd", statements()[0])
    assert whole.path == "Statement[0]"


@pytest.mark.parametrize(
    ("patterns", "name"),
    [(Patterns(("*",)), "Action"), (Patterns(("*",), negated=True), "NotAction")],
)
def test_an_element_has_its_name(patterns: Patterns, name: str) -> None:
    assert name_of(patterns, "Action") == name


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("*", "s3:getobject", True),
        ("s3:*", "s3:get*", True),
        ("s3:get*", "s3:*", False),
        ("s3:g?t*", "s3:getobject", True),
        ("s3:getobject", "s3:getobject", True),
        ("s3:getobject", "s3:getobjectacl", False),
        ("s3:?", "s3:*", True),
        ("${aws:username}", "${aws:username}", True),
    ],
)
def test_a_pattern_covers_texts_and_patterns(pattern: str, text: str, *, expected: bool) -> None:
    assert covers(pattern, text) is expected


@pytest.mark.parametrize(
    ("action", "first", "second"),
    [("iam:passrole", True, False), ("s3:putobject", True, False), ("s3:getobject", True, True)],
)
def test_a_statement_grants_what_action_or_not_action_matches(
    action: str, *, first: bool, second: bool
) -> None:
    assert [grants(found, action) for found in statements()] == [first, second]
