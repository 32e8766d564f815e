"""The items of a list in a request, each of which needs a permission."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.needs.unknown_needs import UnknownNeedsError

MAX_ITEMS = 1000
"""AWS takes no longer lists in one call."""


def read_items(value: Any) -> list[Mapping[str, Any]]:
    """Return the items of a list; UnknownNeedsError if there are more than AWS takes."""
    items = [item for item in value or () if isinstance(item, Mapping)]
    if len(items) > MAX_ITEMS:
        raise UnknownNeedsError
    return items
