"""Redundant parts of a policy: actions, resources and statements that others cover."""

from collections.abc import Iterator
from dataclasses import replace

from ringwall.reason.iam.language.document import NO_POSITION
from ringwall.reason.iam.language.policy import Patterns, Policy, Statement
from ringwall.reason.iam.language.problem import Problem
from ringwall.reason.iam.symbolic.boxes.budget import StepBudget, TooHard
from ringwall.reason.iam.symbolic.boxes.search import CheckQuestion, search
from ringwall.reason.iam.symbolic.questions import is_resource_policy
from ringwall.reason.iam.validation.statement import covers, make_problem, name_of

MAX_VALUES = 300
"""The most values of one element that are compared with each other."""
MAX_STATEMENTS = 20
"""The most statements of one policy that are compared with each other."""
_STEPS = 50_000


def check_redundancy(policy: Policy, statement: Statement) -> Iterator[Problem]:
    """Yield the redundant parts of a statement, or that all of it is redundant."""
    yield from _check_patterns(statement.action, "Action", statement)
    if statement.resource:
        yield from _check_patterns(statement.resource, "Resource", statement)
    for value in statement.action.values:
        if value != "*" and any(mark in value.partition(":")[0] for mark in "*?"):
            message = f"{value}: write the whole name of the service"
            yield make_problem(
                "suggestion", "wildcard_in_service_name", message, statement, "Action"
            )
    if 1 < len(policy.statements) <= MAX_STATEMENTS and _is_covered(policy, statement):
        message = "the other statements cover all of this one"
        yield make_problem("suggestion", "redundant_statement", message, statement)


def _check_patterns(patterns: Patterns, element: str, statement: Statement) -> Iterator[Problem]:
    values = patterns.values[:MAX_VALUES]
    wild = [value for value in dict.fromkeys(values) if "*" in value or "?" in value]
    if element == "Resource":
        # `covers` ignores the fields of ARNs: a wildcard that matches a colon proves nothing.
        wild = ["*"] if "*" in wild else []
    seen: set[str] = set()
    for value in values:
        by = value if value in seen else None
        seen.add(value)
        by = by or next((w for w in wild if w != value and covers(w, value)), None)
        if by is not None:
            code = f"redundant_{element.lower()}"
            name = name_of(patterns, element)
            yield make_problem(
                "suggestion",
                code,
                f"{value} is covered by {by}" if by != value else f"{value} appears twice",
                statement,
                name,
            )


def _is_covered(policy: Policy, statement: Statement) -> bool:
    """Whether other statements of the same effect match all that this one matches."""
    others = [
        other
        for other in policy.statements
        if other.effect == statement.effect
        and (other.index < statement.index or not _is_same(other, statement))
        and other is not statement
    ]
    if not others:
        return False
    allow = Policy((replace(statement, effect="Allow"),))
    rest = Policy(tuple(replace(other, effect="Allow") for other in others))
    question = CheckQuestion(allow, rest, by_principal=is_resource_policy(None, policy))
    try:
        found = search(question, StepBudget(_STEPS))
    except TooHard:
        return False
    return found is not None and found.verdict == "pass"


def _is_same(one: Statement, other: Statement) -> bool:
    """Whether two statements are the same: then only the later one is redundant."""
    bare = (
        replace(found, sid="", index=0, position=NO_POSITION, conditions=())
        for found in (one, other)
    )
    keys = [{(c.operator, c.key, c.values) for c in found.conditions} for found in (one, other)]
    return len(set(bare)) == 1 and keys[0] == keys[1]
