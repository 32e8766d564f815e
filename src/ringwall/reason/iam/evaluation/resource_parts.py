"""Parts of a resource, such as the objects of a bucket, and the patterns that match them."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from ringwall.reason.iam.evaluation.compiled import CompiledStatement
from ringwall.reason.iam.evaluation.request import Request
from ringwall.reason.iam.language.pattern import Variable, Wild, read_pattern
from ringwall.reason.iam.language.variables import MISSING

ANY_PART = "0-any"
"""The name of a part that no pattern names: it stands for all such parts."""
MAX_PARTS = 40
"""The most parts of one resource that are looked at."""
_VARIABLE = re.compile(r"\$\{[^{}]*\}")


@lru_cache(maxsize=16_384)
def find_matches_under(pattern: str, head: str) -> tuple[str, ...]:
    """Return ARNs that begin with `head` and match a pattern, one for each way to match it.

    Empty where none does. Variables count as wildcards.
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
    statements: Iterable[CompiledStatement], make: Callable[[], Request]
) -> list[str]:
    """Return the Resource patterns of statements, with their variables filled in.

    `make` returns a request that gives their values; it is called only where there are variables.
    """
    patterns = [value for s in statements for value in s.statement.resource_values]
    if not any("${" in pattern for pattern in patterns):
        return patterns
    request = make()
    filled = (fill_in_pattern(pattern, request) for pattern in patterns)
    return [pattern for pattern in filled if pattern is not None]


def fill_in_pattern(pattern: str, request: Request) -> str | None:
    """Return a pattern with its variables filled in; those of unknown value become wildcards.

    None where a variable has no value: then the pattern matches nothing.
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
    """Return the value that an unknown variable has in the ARNs of `find_matches_under`."""
    return request.shapes.get(key, "*").replace("*", ANY_PART)


def _skip_stars(text: str, positions: Iterable[int]) -> set[int]:
    """Return positions, and those after the stars at them: a star may match nothing."""
    found = set(positions)
    for where in list(found):
        after = where
        while after < len(text) and text[after] == "*":
            after += 1
            found.add(after)
    return found


def list_parts(head: str, patterns: Iterable[str]) -> tuple[str, ...]:
    """Return parts of a resource: one that no pattern names, and those that patterns name."""
    found = [f"{head}{ANY_PART}"]
    for pattern in patterns:
        found.extend(find_matches_under(pattern, head))
    return tuple(dict.fromkeys(found))[:MAX_PARTS]
