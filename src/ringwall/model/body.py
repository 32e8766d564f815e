"""A document inside a row of the database: decoded with limits, and checked for what it holds.

Who can write to the database can write anything there. What is read of it is what Ringwall writes,
or it is damage, and the error names the row.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ringwall.model.errors import BadInput

ADVICE = (
    "restore a backup, or move the file away and run `ringwall audit`, which begins a new one "
    "(docs/howto/back_up_and_restore.md)"
)
DEEPEST = 100
"""Levels of a document. AWS's own have a dozen."""


def decode_body(text: str) -> Any:
    """Return what a text of JSON says; the text itself, which is no document, where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


@contextmanager
def damage_named(what: str) -> Iterator[None]:
    """Raise BadInput where what is read inside is not what was written; `what` names the row."""
    try:
        yield
    except (LookupError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise BadInput(f"{what}: damaged in the database; {ADVICE}") from error


def check_members(body: Any, types: Mapping[str, type]) -> None:
    """Raise TypeError or LookupError unless each member of a document is known and of its type."""
    check_document(body)
    for name, value in body.items():
        if type(value) is not types[name]:
            raise TypeError(f"{name} is {type(value).__name__}")


def check_texts(values: Any) -> tuple[str, ...]:
    """Return a list of texts; TypeError for anything else."""
    if type(values) is not list or not all(type(value) is str for value in values):
        raise TypeError("not a list of texts")
    return tuple(values)


def check_document(body: Any) -> None:
    """Raise TypeError unless it is a JSON object, and not deeper than what Ringwall writes."""
    if type(body) is not dict:
        raise TypeError(f"a {type(body).__name__} and no document")
    level: list[Any] = [body]
    for _ in range(DEEPEST):
        inner = [item for item in level if isinstance(item, dict | list)]
        if not inner:
            return
        level = [
            value for item in inner for value in (item.values() if isinstance(item, dict) else item)
        ]
    raise TypeError(f"deeper than {DEEPEST} levels")
