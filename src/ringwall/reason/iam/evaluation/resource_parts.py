"""Patterns that reach into a resource: which of its parts they name."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from ringwall.reason.iam.evaluation.compiled import CompiledStatement
from ringwall.reason.iam.evaluation.context import MISSING
from ringwall.reason.iam.evaluation.request import Request
from ringwall.reason.iam.language.pattern import Variable, Wild, read_pattern

ANY_PART = "0-any"
"""The name of a part that no pattern singles out."""
MAX_PARTS = 40
"""Parts of one resource that are asked about."""
_VARIABLE = re.compile(r"\$\{[^}]*\}")


@lru_cache(maxsize=16_384)
def find_matches_under(pattern: str, head: str) -> tuple[str, ...]:
    """Return ARNs that begin with `head` and that a pattern matches, one for each way it may.

    Empty where it matches none. Variables count as wildcards.
    """
    text = _VARIABLE.sub("*", pattern)
    at = _skip_stars(text, {0})
    for character in head:
        at = _skip_stars(text, {
            where if text[where] == "*" else where + 1
            for where in at
            if where < len(text) and text[where] in {"*", "?", character}
        })  # fmt: skip
        if not at:
            return ()
    tails = (text[where:].replace("*", ANY_PART).replace("?", "x") for where in sorted(at))
    return tuple(dict.fromkeys(f"{head}{tail}" for tail in tails if tail))


def read_resource_patterns(
    statements: Iterable[CompiledStatement], know: Callable[[], Request]
) -> list[str]:
    """Return the patterns of statements' resources; `know` returns a request of who asks.

    Where there are variables, what is known of who asks is put in.
    """
    patterns = [value for s in statements for value in s.statement.resource_values]
    if not any("${" in pattern for pattern in patterns):
        return patterns
    request = know()
    filled = (fill_in_pattern(pattern, request) for pattern in patterns)
    return [pattern for pattern in filled if pattern is not None]


def fill_in_pattern(pattern: str, request: Request) -> str | None:
    """Return a pattern with the variables put in that a request knows, others as wildcards.

    None where one has no value: then the pattern matches nothing.
    """
    if "${" not in pattern:
        return pattern
    found = ""
    for token in read_pattern(pattern, variables=True):
        if isinstance(token, Variable):
            value = request.context.variable(token.key, token.default)
            if value is MISSING:
                return None
            found += value if isinstance(value, str) else request.shapes.get(token.key, "*")
        else:
            found += token.value if isinstance(token, Wild) else token
    return found


def sample_value(key: str, request: Request) -> str:
    """Return the value of a variable that is not known, in a part that `name_inside` gives."""
    return request.shapes.get(key, "*").replace("*", ANY_PART)


def _skip_stars(text: str, positions: Iterable[int]) -> set[int]:
    """Return positions with those behind the stars that they stand at: a star may be nothing."""
    found = set(positions)
    for where in list(found):
        after = where
        while after < len(text) and text[after] == "*":
            after += 1
            found.add(after)
    return found


def list_parts(head: str, patterns: Iterable[str]) -> tuple[str, ...]:
    """Return parts of a resource: any one, and those that patterns tell apart from it."""
    found = [f"{head}{ANY_PART}"]
    for pattern in patterns:
        found.extend(find_matches_under(pattern, head))
    return tuple(dict.fromkeys(found))[:MAX_PARTS]
