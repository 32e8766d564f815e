"""Paths into documents: a member that is missing is None, one of another kind is an error.

JMESPath says None of both. But of a text in place of an object nobody knows what AWS would have
said of its members: it is not "none".
"""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import jmespath

from ringwall.model.table import Row

Extract = Callable[[Row], Any]

PLAIN = r"[\w.]+"
"""A path that is names and dots alone."""
_OF_ITEMS = re.compile(rf"({PLAIN})\[\]\.({PLAIN})")


def compile_path(path: str) -> Extract:
    """Return a function that looks a JMESPath up.

    Plain dotted names, and those of the items of a list, are looked up without JMESPath:
    TypeError where something on the way is neither missing nor an object, or a list.
    """
    if not path:
        return lambda _: None
    if re.fullmatch(r"\w+", path):
        return lambda document: document.get(path)
    if re.fullmatch(PLAIN, path):
        return partial(_look_up, tuple(path.split(".")))
    if match := _OF_ITEMS.fullmatch(path):
        return partial(_look_up_items, match[1].split("."), match[2].split("."))
    search: Extract = jmespath.compile(path).search
    return search


def compile_property(path: str) -> Extract:
    """Return a function that looks up a path in CloudFormation properties.

    None where something on the way is of another kind: a property may have the name of a member of
    the API alone, and another form.
    """
    look_up = compile_path(path)

    def search(properties: Row) -> Any:
        try:
            return look_up(properties)
        except TypeError:
            return None

    return search


def _look_up(names: Sequence[str], document: Row) -> Any:
    value: Any = document
    for name in names:
        if value is None:
            return None
        if not isinstance(value, dict):
            raise TypeError(f"{name} is looked for in no object: {type(value).__name__}")
        value = value.get(name)
    return value


def _look_up_items(outer: Sequence[str], inner: Sequence[str], document: Row) -> list[Any] | None:
    """Return the members of the items that have them; None without a list."""
    items = _look_up(outer, document)
    if items is None:
        return None
    if not isinstance(items, list):
        raise TypeError(f"{outer[-1]} is no list: {type(items).__name__}")
    if None in items:
        raise TypeError(f"{outer[-1]} has an item that is nothing")
    found = (_look_up(inner, item) for item in items)
    return [value for value in found if value is not None]


def names_in(path: str) -> set[str]:
    """Return the names that a JMESPath looks at, its literals left out."""
    return set(re.findall(r"\w+", re.sub(r"'[^']*'|`[^`]*`", "", path)))
