"""What every check needs of a statement: a problem at its position, and what its patterns match."""

from functools import lru_cache

from ringwall.reason.iam.language.matching import Matches, compile_glob
from ringwall.reason.iam.language.pattern import read_pattern
from ringwall.reason.iam.language.policy import Patterns, Statement
from ringwall.reason.iam.language.problem import Problem, ProblemSeverity


def make_problem(
    severity: ProblemSeverity, code: str, message: str, statement: Statement, element: str = ""
) -> Problem:
    """Return a problem of a statement, or of an element of it such as `Action`."""
    path = f"Statement[{statement.index}]"
    return Problem(
        severity, code, message, f"{path}.{element}" if element else path, statement.position
    )


def name_of(patterns: Patterns, element: str) -> str:
    """Return the element as it is written: `Action` or `NotAction`."""
    return f"Not{element}" if patterns.negated else element


def covers(pattern: str, text: str) -> bool:
    """Whether a pattern matches a text, or every text that another pattern matches."""
    return _compile(pattern)(text)


@lru_cache(maxsize=4096)
def _compile(pattern: str) -> Matches:
    return compile_glob(read_pattern(pattern, variables=False))


def grants(statement: Statement, action: str) -> bool:
    """Whether Action or NotAction matches an action (in lower case)."""
    return any(covers(p, action) for p in statement.action.values) != statement.action.negated
