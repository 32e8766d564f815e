"""What differs between a wanted row and the one that is there: property by property."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ringwall.model.blueprint.wanted import RowKey
from ringwall.model.change import Blast
from ringwall.model.layer import Layer
from ringwall.model.lifecycle import Bound, Lifecycle
from ringwall.model.normal import normalize
from ringwall.model.reference import find_references
from ringwall.model.table import Row

RowAction = Literal["create", "update", "replace", "erase"]


@dataclass(frozen=True)
class Difference:
    """One line of a plan: a property that is not as the blueprint wants it.

    `property` is '' where the resource as a whole is created or erased. `changes` are the ids of
    the Changes that do away with it.
    """

    key: RowKey
    account_id: str
    resource: str
    property: str
    actual: Any
    desired: Any
    action: RowAction
    section: str
    layer: Layer
    why: str
    blast: Blast
    changes: tuple[str, ...]


def differing_columns(lifecycle: Lifecycle, wanted: Mapping[str, Any], found: Row) -> Iterator[str]:
    """Yield the wanted columns whose value is another one in the row that was found.

    A value that refers to what is not there yet differs from anything.
    """
    for name, value in wanted.items():
        if any(find_references(value)):
            yield name
            continue
        if name == "tags":
            # Tags of others stay: only those that are wanted are compared.
            tags = found[name] or {}
            if any(tags.get(key) != text for key, text in value.items()):
                yield name
        elif name in lifecycle.bounds and _is_within(value, found[name], lifecycle.bounds[name]):
            continue
        elif not _is_same(value, found[name], lifecycle.normal.get(name)):
            yield name


def _is_same(value: Any, found: Any, form: str | None) -> bool:
    if form is None:
        return bool(value == found)
    return bool(normalize(value, form) == normalize(found, form))


def _is_within(value: Any, found: Any, bound: Bound) -> bool:
    """Whether a number (or a truth) that was found is as strict as the wanted one, or stricter."""
    if not isinstance(value, int) or not isinstance(found, int):
        return False
    if bound == "at_least":
        return found >= value
    return 0 < found <= value
