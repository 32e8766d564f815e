"""The context of a request: its condition keys, each absent, unknown, or with values.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from collections.abc import Mapping
from enum import Enum
from typing import Any

Values = tuple[str, ...]


class Lack(Enum):
    """Why a key has no value: the request does not have it, or we do not know."""

    MISSING = "missing"
    UNKNOWN = "unknown"


MISSING = Lack.MISSING
UNKNOWN = Lack.UNKNOWN


class RequestContext:
    """Condition keys of one request. Keys are case-insensitive.

    A key that is not there is absent from the request, or, unless the context is complete, unknown.
    None as its value says that we do not know whether it is there; an empty list, that it is not.
    `closed` are beginnings of keys of which all are known, such as `aws:principaltag/`.
    """

    __slots__ = ("_closed", "_otherwise", "_values")

    def __init__(
        self, values: Mapping[str, Any], *, is_complete: bool = True, closed: tuple[str, ...] = ()
    ) -> None:
        self._otherwise = MISSING if is_complete else UNKNOWN
        self._values = {key.lower(): read_values(value) for key, value in values.items()}
        self._closed = closed

    def get(self, key: str) -> Values | Lack:
        """Return the values of a key (in lower case); never an empty tuple."""
        values = self._values.get(key, self._otherwise)
        if values is None:
            return UNKNOWN
        if values is UNKNOWN and self._closed and key.startswith(self._closed):
            return MISSING
        return values or MISSING

    def fill_in(self, values: Mapping[str, Values]) -> "RequestContext":
        """Return this context with more keys (in lower case) known; none as a value is absence."""
        filled = RequestContext({}, closed=self._closed)
        filled._otherwise = self._otherwise
        filled._values = {**self._values, **values}
        return filled

    def add_defaults(self, values: Mapping[str, Values | None]) -> None:
        """Set keys (in lower case) that the request did not come with."""
        self._values = {**values, **self._values}

    def variable(self, key: str, default: str | None) -> str | Lack:
        """Return what a policy variable stands for. Only a key with one value can fill it in."""
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
