"""An export: where CloudFormation has the rows of a table, beyond what the table's columns say.

It stands beside the table, in `catalog/<service>/exports/<table>.py`, where there is something to
say. Without one, each wanted column goes where its `property` says. Templates are those of
lifecycles (`model.lifecycle`); `{found.arn}` is a column of the row itself, once it is there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ringwall.model.table import Row


@dataclass(frozen=True)
class PartOf:
    """Rows that CloudFormation has as a property of another resource of the same account."""

    table: str
    by: Mapping[str, str]
    """What tells the other row: its column, or a name that its templates are given, by the
    template of its value over this row."""
    path: str
    """The property of the other resource; '' where the row follows from its being there."""
    item: Any = None
    """The template of the item that is added to the list there, or of the value."""
    further: Mapping[str, Any] = field(default_factory=dict)
    """Further properties of the other resource to the templates of their values."""


@dataclass(frozen=True)
class PropertyWriter:
    """Properties that depend on several values of a row: a rule's peer, by what it is."""

    columns: tuple[str, ...]
    """The columns that it writes."""
    paths: tuple[str, ...]
    """The properties that it may write."""
    write: Callable[[Row], Row]
    """Returns values by their paths, of the names of the row's templates."""


@dataclass(frozen=True)
class FurtherResource:
    """A second resource that a row takes: the policy of a topic."""

    type: str
    properties: Mapping[str, Any]
    when: str
    """The column without which there is none."""


@dataclass(frozen=True)
class TableExport:
    """How rows of one table are exported."""

    table: str
    type: str = ""
    """The type, where the table itself names none."""
    properties: Mapping[str, Any] = field(default_factory=dict)
    """Properties to templates; one that needs what is not wanted is left out. A text in dots is a
    path: `Budget.BudgetName`."""
    writer: PropertyWriter | None = None
    values: Mapping[str, Mapping[Any, Any] | Callable[[Any], Any]] = field(default_factory=dict)
    """Columns whose values CloudFormation writes otherwise, by value or by a function."""
    implied: Mapping[str, str] = field(default_factory=dict)
    """Columns that CloudFormation has no property for and that are so all the same, and why."""
    lacking: Mapping[str, str] = field(default_factory=dict)
    """Columns that CloudFormation has no property for, and how it comes that they are so."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """Columns that others refer to, and what CloudFormation calls them where that is not the name;
    '' where it has another value."""
    known: Mapping[str, str | Callable[[Row], str]] = field(default_factory=dict)
    """Columns that others refer to, as templates: an ARN that is made of names. A function is
    called with the names, and returns '' where it does not know."""
    part_of: PartOf | None = None
    also: tuple[FurtherResource, ...] = ()
    beside: tuple[str, ...] = ()
    """Tables of which it needs rows that are made with it, neither before the other: they stand in
    one template."""
    why_not: str = ""
    """Why rows are not exported, although CloudFormation may have the type; or what to do
    instead."""
    retained: bool = False
    """Whether the resource stays where its stack is deleted: it holds data."""
