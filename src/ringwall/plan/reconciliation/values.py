"""The values of wanted rows: what they refer to is known, or is a reference to a read-back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ringwall.model.blueprint.wanted import Join, Ref, RowKey, find_refs
from ringwall.model.lifecycle import Lifecycle
from ringwall.model.reference import PATH, READ, TEXT, find_part, find_references
from ringwall.model.table import Row


@dataclass
class PlannedValues:
    """What is known of the rows that were planned so far."""

    lifecycles: Mapping[str, Lifecycle]
    rows: dict[RowKey, Row] = field(default_factory=dict)
    """Of rows that are there, the columns that were read."""
    created: dict[RowKey, str] = field(default_factory=dict)
    """Of rows that are created, the id of the Change that does."""
    names: dict[RowKey, Row] = field(default_factory=dict)
    """Of those rows, the columns that name them: they are known before."""

    def create(self, key: RowKey, change: str, names: Row) -> None:
        """Note that a Change creates a row, and the columns that name it."""
        self.created[key] = change
        self.names[key] = names

    def resolve_all(self, columns: Mapping[str, Any]) -> Row:
        """Return the columns of a row with what they refer to."""
        return {name: self.resolve(value) for name, value in columns.items()}

    def resolve(self, value: Any) -> Any:
        """Return a value with what it refers to: a value that is known, or a reference to it."""
        if isinstance(value, Ref):
            return self._resolve_ref(value)
        if isinstance(value, Join):
            parts = [part if isinstance(part, str) else self.resolve(part) for part in value.parts]
            return {TEXT: parts} if any(find_references(parts)) else "".join(parts)
        if isinstance(value, Mapping):
            return {name: self.resolve(member) for name, member in value.items()}
        if isinstance(value, list | tuple):
            return [self.resolve(item) for item in value]
        return value

    def _resolve_ref(self, ref: Ref) -> Any:
        if ref.key in self.created:
            name = self.names.get(ref.key, {}).get(ref.column)
            if not ref.path and name is not None and not any(find_references(name)):
                return name
            if ref.column not in self.lifecycles[ref.key.table].ids:
                raise ValueError(f"{ref.column} of {ref.key} is none of its ids")
            path = f"{PATH}{ref.path}" if ref.path else ""
            return {READ: f"{self.created[ref.key]}.{ref.column}{path}"}
        if (value := self._look_up(ref)) is not None:
            return value
        raise ValueError(f"{ref.column} of {ref.key} is not known, and nothing creates it")

    def find_unshown(self, value: Any) -> str:
        """Return what a value refers to of a row that is there, and AWS does not show; or ''."""
        for ref in find_refs(value):
            is_there = ref.key in self.rows and ref.key not in self.created
            if is_there and ref.path and self._look_up(ref) is None:
                return f"AWS does not show {ref.column} of {ref.key}"
        return ""

    def _look_up(self, ref: Ref) -> Any:
        """Return a value of a row that is there; None where it is not known."""
        return find_part(self.rows.get(ref.key, {}).get(ref.column), ref.path)
