"""Members of a record from elsewhere, whatever it has in their places.

The same record has `AccountId` in an answer of the API and `accountId` in an event, so names are
compared without regard to case. What is missing, or of another type, is empty.
"""

import math
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from ringwall.model.text import make_storable, make_visible

LAST_TIME = 4_102_444_800_000
"""The year 2100: what is later, or before 1970, is no time of a finding."""
LONGEST = 4_000
"""Letters of a text that are kept; the record itself has all of it."""
THOUSAND_YEARS = 30_000_000_000
"""Seconds: a bigger number counts milliseconds."""


class Fields:
    """One JSON object, read by paths such as `service.action.actionType`."""

    def __init__(self, value: Any) -> None:
        self._value = (
            {str(name).lower(): inner for name, inner in value.items()}
            if isinstance(value, Mapping)
            else {}
        )

    def __bool__(self) -> bool:
        """Whether there is anything in it."""
        return bool(self._value)

    def get(self, path: str) -> Any:
        """Return what is at a path, None where nothing is."""
        name, _, rest = path.lower().partition(".")
        found = self._value.get(name)
        return Fields(found).get(rest) if rest else found

    def has(self, *names: str) -> bool:
        """Whether all of these members are there."""
        return all(self.get(name) is not None for name in names)

    def inner(self, path: str) -> "Fields":
        """Return the object at a path."""
        return Fields(self.get(path))

    def items(self, path: str) -> Iterator["Fields"]:
        """Yield the objects of a list."""
        found = self.get(path)
        yield from map(Fields, found if isinstance(found, list) else ())

    def member(self, name: str) -> str:
        """Return the text of a member whose name has dots in it."""
        return _write(self._value.get(name.lower()))

    def text(self, *paths: str) -> str:
        """Return the first text that is at one of these paths, safe to show; '' for none."""
        return next(filter(None, (_write(self.get(path)) for path in paths)), "")

    def texts(self, path: str) -> tuple[str, ...]:
        """Return the texts of a list."""
        found = self.get(path)
        return tuple(filter(None, map(_write, found))) if isinstance(found, list) else ()

    def number(self, *paths: str) -> float:
        """Return the first number at one of these paths, 0 for none."""
        for path in paths:
            found = self.get(path)
            if isinstance(found, int | float) and not isinstance(found, bool):
                return float(found) if math.isfinite(found) else 0.0
        return 0.0

    def is_true(self, path: str) -> bool:
        """Whether a member is true, or says so."""
        return self.get(path) is True or self.text(path).lower() == "true"

    def time(self, *paths: str) -> int:
        """Return the first time at one of these paths, in milliseconds; 0 for none."""
        return next(filter(None, (read_time(self.get(path)) for path in paths)), 0)


def read_time(value: Any) -> int:
    """Return a time in milliseconds: ISO 8601, or seconds or milliseconds since 1970; 0 for none.

    What names no zone is UTC.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return 0
    try:
        if isinstance(value, str):
            moment = datetime.fromisoformat(value.strip())
            zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            found = int(zoned.timestamp() * 1000)
        else:
            found = int(value if value > THOUSAND_YEARS else value * 1000)
    except (ValueError, OverflowError):
        return 0
    return found if 0 < found < LAST_TIME else 0


def _write(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return make_visible(make_storable(value[:LONGEST])).strip() if isinstance(value, str) else ""
