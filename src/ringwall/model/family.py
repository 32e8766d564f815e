"""A family: one question that many services share, asked of each of their tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from ringwall.model.layer import Layer
from ringwall.model.rule import Example

ParameterKind = Literal["table", "column", "value", "condition"]
"""How a parameter is written into the query: a name, a literal, or a condition in SQL."""

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
