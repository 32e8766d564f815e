"""Members of an answer that code takes apart: of the kind that AWS documents, or an error."""

from typing import Any

from ringwall.model.table import Row


def take_list(item: Row, name: str) -> list[Any]:
    """Return a member that AWS always sends as a list; KeyError without it, TypeError for others.

    A map or a text could be walked through too, as if it had no items.
    """
    value = item[name]
    if not isinstance(value, list):
        raise TypeError(f"{name} is not a list: {type(value).__name__}")
    return value
