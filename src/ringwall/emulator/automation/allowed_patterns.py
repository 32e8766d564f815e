"""The `allowedPattern` of a document's parameter: a client's regular expression.

It is matched by RE2, whose time grows with the length of the text alone: Python's own engine can
take minutes for a short text, and nobody else is answered then. RE2 has no look-around, no back
references and no repetition above 1,000; a pattern with one is refused, though AWS takes it.
https://github.com/google/re2/wiki/Syntax
"""

from typing import Any

import re2


def check_pattern(pattern: str) -> None:
    """ValueError for a pattern that is none, or that is not emulated; the text says why."""
    _compile(pattern)


def is_allowed(pattern: str, text: str) -> bool:
    """Whether a pattern matches all of a text; ValueError for a pattern that is none."""
    return _compile(pattern).fullmatch(text) is not None


def _compile(pattern: str) -> Any:
    options = re2.Options()
    options.log_errors = False  # to stderr, with the pattern of whoever sent it
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        (said,) = error.args
        why = said.decode() if isinstance(said, bytes) else str(said)
        raise ValueError(f"Invalid regular expression: {why}") from error
