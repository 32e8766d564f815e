"""The context of a request: its condition keys, each absent, unknown, or with values.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.reason.iam.language.variables import MISSING, UNKNOWN, NoValue

Values = tuple[str, ...]


class RequestContext:
    """The condition keys of one request. Keys are case-insensitive.

    A key that is not given is absent from the request, or, unless the context is complete, unknown.
    None as its value means unknown, an empty list absent. `closed` are prefixes of keys of which
    all are given, such as `aws:principaltag/`.
    """

    __slots__ = ("_closed", "_otherwise", "_values")

    def __init__(
        self, values: Mapping[str, Any], *, is_complete: bool = True, closed: tuple[str, ...] = ()
    ) -> None:
        self._otherwise = MISSING if is_complete else UNKNOWN
        self._values = {key.lower(): read_values(value) for key, value in values.items()}
        self._closed = closed

    def get(self, key: str) -> Values | NoValue:
        """Return the values of a key (in lower case); never an empty tuple."""
        values = self._values.get(key, self._otherwise)
        if values is None:
            return UNKNOWN
        if values is UNKNOWN and self._closed and key.startswith(self._closed):
            return MISSING
        return values or MISSING

    def fill_in(self, values: Mapping[str, Values]) -> "RequestContext":
        """Return this context with more keys (in lower case); an empty tuple means absent."""
        filled = RequestContext({}, closed=self._closed)
        filled._otherwise = self._otherwise
        filled._values = {**self._values, **values}
        return filled

    def add_defaults(self, values: Mapping[str, Values | None]) -> None:
        """Set keys (in lower case) that were not given."""
        self._values = {**values, **self._values}

    def variable(self, key: str, default: str | None) -> str | NoValue:
        """Return what a policy variable stands for; a key of several values stands for nothing."""
        values = self.get(key)
        if isinstance(values, tuple):
            return values[0] if len(values) == 1 else MISSING
        return default if values is MISSING and default is not None else values


def read_values(value: Any) -> Values | None:
    """Return a context value as texts: booleans in lower case, numbers as written."""
    if type(value) is str:  # by far the most
        return (value,)
    if value is None:
        return None
    if isinstance(value, list | tuple):
        return tuple(map(_text, value))
    return (_text(value),)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
