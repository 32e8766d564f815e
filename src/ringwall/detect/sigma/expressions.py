"""Regular expressions of rules: tried when a rule is read, by the library that DuckDB has, too."""

import re
from typing import Any

import re2
from sigma.exceptions import SigmaRegularExpressionError
from sigma.policy import SigmaPolicy
from sigma.policy.regex_engine import RegexEngine, RegexPattern

LONGEST_EXPRESSION = 2_000
"""Letters of a regular expression."""
_LETTERS = {re.IGNORECASE: "i", re.MULTILINE: "m", re.DOTALL: "s"}


class QuietExpressions(RegexEngine):
    """Compiles with RE2, which takes time in proportion to a text; pySigma's own prints errors."""

    def compile(self, pattern: str, flags: int = 0) -> RegexPattern:
        """Return the compiled expression; an error where it is none, or too big."""
        if len(pattern) > LONGEST_EXPRESSION:
            raise SigmaRegularExpressionError(
                f"a regular expression has more than {LONGEST_EXPRESSION:,} letters"
            )
        options = re2.Options()
        options.log_errors = False
        letters = "".join(letter for flag, letter in _LETTERS.items() if flags & flag)
        compiled: Any = re2.compile(f"(?{letters}){pattern}" if letters else pattern, options)
        return compiled  # type: ignore[no-any-return] # it has no types

    @property
    def error(self) -> type[Exception]:
        """What an expression that is none raises."""
        found: type[Exception] = re2.error
        return found


def make_policy() -> SigmaPolicy:
    """Return how pySigma reads rules: expressions within limits, nothing from outside."""
    return SigmaPolicy(regex_engine=QuietExpressions())
