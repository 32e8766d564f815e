"""One resource of an export, before it is written in a language; and what is not exported."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from ringwall.catalog.resource_types import CloudFormationType
from ringwall.model.blueprint.wanted import RowKey
from ringwall.model.table import Row


class ExportedKey(NamedTuple):
    """The row of a resource, and which of the resources of the row it is: 0 is the row itself."""

    row: RowKey
    part: int = 0


@dataclass(frozen=True)
class ExportedResource:
    """A resource as CloudFormation has it; its values may be references to other rows."""

    key: ExportedKey
    type: CloudFormationType
    properties: Row
    needs: tuple[RowKey, ...]
    """The rows that have to be there first, without those that are no resources."""
    why: str
    waits: tuple[RowKey, ...] = ()
    """The rows that have to be there first and are no resources: somebody else makes them."""
    later: tuple[RowKey, ...] = ()
    """Those of `needs` that have to be there before what it waits for."""
    beside: tuple[RowKey, ...] = ()
    """The rows that stand in the same template, in no order."""
    retained: bool = False
    """Whether it stays where its stack is deleted."""

    @property
    def place(self) -> tuple[str, str]:
        """The account and the Region, or `global`."""
        return self.key.row[:2]

    def but(self, **changes: object) -> "ExportedResource":
        """Return the resource with other members."""
        return replace(self, **changes)  # type: ignore[arg-type]  # names are ours


class Loss(NamedTuple):
    """A row, or a column of one ('' for all of it), that is not in the export, and why."""

    row: RowKey
    column: str
    reason: str


@dataclass(frozen=True)
class ExportedRows:
    """The resources of the wanted rows, each after those it needs, and what is not among them."""

    resources: tuple[ExportedResource, ...]
    losses: tuple[Loss, ...]
