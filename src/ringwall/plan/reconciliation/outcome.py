"""What a plan came to: differences, Changes, and what could not be planned."""

from dataclasses import dataclass
from typing import NamedTuple

from ringwall.model.blueprint.wanted import RowKey, Wanted
from ringwall.model.change import Change
from ringwall.model.layer import Layer
from ringwall.plan.reconciliation.difference import Difference

PRUNE = "prune"
"""In place of a section: the blueprint wants it no more, so no section of it and no layer does."""


class Skip(NamedTuple):
    """A row that was not planned. `is_open` where it is not known whether it is as wanted."""

    key: RowKey
    layer: Layer
    reason: str
    is_open: bool
    waits_for: RowKey | None = None
    """The row whose reason it is, where it needs one that was not planned."""


@dataclass(frozen=True)
class Reconciliation:
    """What differs, the Changes that do away with it, and what could not be planned."""

    differences: tuple[Difference, ...] = ()
    changes: tuple[Change, ...] = ()
    skipped: tuple[Skip, ...] = ()
    satisfied: tuple[Wanted, ...] = ()
    """Rows that a policy of the organization makes so."""
    rows: int = 0
    """How many rows the blueprint wants."""
    unwanted: tuple[RowKey, ...] = ()
    """Rows that were made for the blueprint and that it wants no more; with `prune` they differ."""
