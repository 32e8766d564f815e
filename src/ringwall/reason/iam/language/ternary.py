"""Truth with an unknown: True, False or None, combined as SQL combines them (Kleene)."""

from collections.abc import Iterable

Ternary = bool | None
"""None is unknown: it makes an answer unknown only where the answer depends on it."""


def any_of(values: Iterable[Ternary]) -> Ternary:
    """Return True if one is True, else None if one is unknown, else False."""
    found: Ternary = False
    for value in values:
        if value:
            return True
        if value is None:
            found = None
    return found


def all_of(values: Iterable[Ternary]) -> Ternary:
    """Return False if one is False, else None if one is unknown, else True."""
    found: Ternary = True
    for value in values:
        if value is None:
            found = None
        elif not value:
            return False
    return found


def either(first: Ternary, second: Ternary) -> Ternary:
    """Return `any_of` two values."""
    if first or second:
        return True
    return False if first is False and second is False else None


def both(first: Ternary, second: Ternary) -> Ternary:
    """Return `all_of` two values."""
    if first is False or second is False:
        return False
    return True if first and second else None


def negate(value: Ternary) -> Ternary:
    """Return the opposite; unknown stays unknown."""
    return None if value is None else not value
