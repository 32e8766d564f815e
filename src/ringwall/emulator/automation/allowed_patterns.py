"""The `allowedPattern` of a document's parameter: a client's regular expression.

It is matched by RE2, whose time grows with the length of the text alone: Python's own engine can
take minutes for a short text, and nobody else is answered then. RE2 has no look-around, no back
references and no repetition above 1,000; a pattern with one is refused, though AWS takes it.
https://github.com/google/re2/wiki/Syntax
"""

import pyarrow as pa
import pyarrow.compute as pc


def check_pattern(pattern: str) -> None:
    """ValueError for a pattern that is none, or that is not emulated; the text says why."""
    try:
        _search(pattern, "")
    except pa.ArrowInvalid as error:
        raise ValueError(str(error)) from error


def is_allowed(pattern: str, text: str) -> bool:
    """Whether a pattern matches all of a text; ValueError for a pattern that is none."""
    check_pattern(pattern)  # alone: `a)|(b` is none, though it would be one in parentheses
    return _search(rf"\A(?:{pattern})\z", text)


def _search(pattern: str, text: str) -> bool:
    return bool(pc.match_substring_regex(pa.array([text]), pattern=pattern)[0].as_py())
