"""Which members of a document a JMESPath reads."""

from collections.abc import Mapping
from typing import Any

import jmespath

WHOLE = "@"
"""The document itself, whatever members it has."""
_FIRST_ALONE = (
    "subexpression",
    "index_expression",
    "pipe",
    "projection",
    "value_projection",
    "filter_projection",
    "flatten",
    "slice",
)
"""What follows the first child of these is about what that child gives."""


def find_roots(path: str) -> set[str]:
    """Return the names of the document's own members that a path reads; WHOLE for all of it."""
    return set(_find(jmespath.compile(path).parsed))


def _find(node: Mapping[str, Any]) -> set[str]:
    kind, children = node["type"], node["children"]
    if kind == "field":
        return {str(node["value"])}
    if kind in ("current", "identity"):
        return {WHOLE}
    if kind in _FIRST_ALONE:
        children = children[:1]
    # An expression that is handed to a function is about whatever the function hands to it.
    read = [_find(child) for child in children if child["type"] != "expref"]
    return set().union(*read)
