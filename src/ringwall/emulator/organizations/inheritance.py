"""The effective management policy of a target: what its own and the inherited policies say.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_inheritance_mgmt.html
https://docs.aws.amazon.com/organizations/latest/userguide/inheritance-examples.html
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ringwall.model.organization_policy_document import (
    APPEND,
    ASSIGN,
    CONTROL,
    REMOVE,
    VALUE_SETTERS,
)

EVERY = frozenset(VALUE_SETTERS)


@dataclass
class _Node:
    """A key of the policy as far as it is inherited."""

    value: Any = None
    children: dict[str, "_Node"] = field(default_factory=dict)
    allowed: frozenset[str] = EVERY
    """The operators that policies below may use here."""


def merge_policies(levels: Iterable[Sequence[Mapping[str, Any]]]) -> dict[str, Any]:
    """Return the effective policy of documents by level, from the root down to the target.

    Documents of one level stand in the order in which they were attached: of two that assign one
    setting the first one counts. What an inherited child control forbids has no effect.
    """
    root = _Node()
    for documents in levels:
        _set_level(root, documents, EVERY)
    return _write(root) or {}


def _set_level(
    node: _Node, documents: Sequence[Mapping[str, Any]], allowed: frozenset[str]
) -> None:
    """Apply what the documents of a level say of a key; `allowed` is what keys above it allow."""
    allowed &= node.allowed
    _set_value(node, documents, allowed)
    names = dict.fromkeys(name for d in documents for name in d if not name.startswith("@@"))
    for name in names:
        inner = [document[name] for document in documents if name in document]
        child = node.children.get(name) or _Node()
        _set_level(child, inner, allowed)
        if child.children or child.value is not None or name in node.children:
            node.children[name] = child
    for document in documents:
        if CONTROL in document:
            node.allowed &= _read_control(document[CONTROL])


def _set_value(
    node: _Node, documents: Sequence[Mapping[str, Any]], allowed: frozenset[str]
) -> None:
    if ASSIGN in allowed:
        node.value = next((d[ASSIGN] for d in documents if ASSIGN in d), node.value)
    for document in documents if APPEND in allowed else ():
        held = node.value if isinstance(node.value, list) else []
        new = [item for item in document.get(APPEND, ()) if item not in held]
        if APPEND in document:
            node.value = [*held, *new]
    for document in documents if REMOVE in allowed else ():
        if REMOVE in document and isinstance(node.value, list):
            node.value = [item for item in node.value if item not in document[REMOVE]]


def _read_control(names: Sequence[str]) -> frozenset[str]:
    if "@@all" in names:
        return EVERY
    return EVERY & frozenset(names)


def _write(node: _Node) -> Any:
    if node.value is not None:
        return node.value
    found = {name: _write(child) for name, child in node.children.items()}
    return {name: value for name, value in found.items() if value is not None} or None
