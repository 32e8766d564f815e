"""A family: one question that many services share, asked of each of their tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from ringwall.model.detection import SIGHTINGS
from ringwall.model.layer import Layer
from ringwall.model.rule import Example
from ringwall.model.table import Table

ParameterKind = Literal["table", "column", "value", "condition"]
"""How a parameter is written into the query: a name, a literal, or a condition in SQL."""

ColumnNeed = Literal["setting", "list"]
"""What a column holds that a parameter can name: the value of a setting, or a list of texts."""
TableNeed = Literal[
    "policy",
    "policy or share",
    "vpc_id and status",
    "plaintext_credentials",
    "http_tokens and http_endpoint",
]
"""What a family asks of its tables: a resource's own policy; that, or settings that share it; an
association with a VPC; what was found of credentials in plain sight; or how the metadata service
of instances answers."""

TABLE_NEEDS: tuple[TableNeed, ...] = get_args(TableNeed)
COLUMN_NEEDS: tuple[ColumnNeed, ...] = get_args(ColumnNeed)
PARAMETER_KINDS: tuple[ParameterKind, ...] = get_args(ParameterKind)


@dataclass(frozen=True)
class Parameter:
    """What a member must say, or may where there is a default (None: there is none)."""

    name: str
    kind: ParameterKind
    doc: str
    default: Any = None
    sample: Any = None
    """A value that runs, for the file of a new member; None where the table decides."""
    holds: ColumnNeed = "setting"
    """What a column holds that this parameter can name."""
    needs: TableNeed | None = None
    """What a table must declare that this parameter can name; None where any table will do."""

    def accepts(self, table: Table) -> bool:
        """Whether the family can ask its question about a table."""
        columns = {column.name for column in table.columns}
        has: dict[TableNeed, bool] = {
            "policy": table.has_own_policy,
            "policy or share": table.is_guarded,
            "vpc_id and status": {"vpc_id", "status"} <= columns,
            "plaintext_credentials": "plaintext_credentials" in columns,
            "http_tokens and http_endpoint": {"http_tokens", "http_endpoint"} <= columns,
        }
        return not self.needs or has[self.needs]

    @property
    def is_list(self) -> bool:
        """Whether its value is a list, as its default or its sample is."""
        return isinstance(self.default, list) or isinstance(self.sample, list)


@dataclass(frozen=True)
class RuleFamily:
    """A question with parameters. `$name` in its query and examples stands for a parameter."""

    name: str
    doc: str
    parameters: Mapping[str, Parameter]
    sql: str
    examples: tuple[Example, ...] = ()
    layer: Layer | None = None
    """The layer of members that name none."""
    path: Path = field(default=Path(), compare=False)
    sql_line: int = 0
    """Line of the file where the query starts; 1-based."""

    @property
    def is_for_detections(self) -> bool:
        """Whether its members are detections, as its examples say."""
        return any(example.expect in SIGHTINGS for example in self.examples)

    @property
    def has_column(self) -> bool:
        """Whether it asks about a column that its members name."""
        return any(p.kind == "column" for p in self.parameters.values())

    @property
    def table(self) -> Parameter | None:
        """The parameter that names the table; None where the query names its tables itself."""
        return next((p for p in self.parameters.values() if p.kind == "table"), None)
