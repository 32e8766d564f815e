"""A rule: a question in SQL about the estate."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from ringwall.model.layer import Layer

Severity = Literal["low", "medium", "high", "critical"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""Severities from the lowest to the highest."""

VERDICTS = ("pass", "fail", "unknown")
"""What an example of a control can expect."""


@dataclass(frozen=True)
class Example:
    """Rows by table name, and the verdict that the rule must give on them."""

    tables: Mapping[str, tuple[Mapping[str, Any], ...]]
    expect: str
    line: int = 0
    """Line of the file where the example starts; 1-based."""
    path: Path = field(default=Path(), compare=False)
    """The file that has the example: the rule's own, or its family's."""


@dataclass(frozen=True)
class Rule:
    """One control. Its SQL returns `resource, ok, reason`; NULL as `ok` is unknown.

    A fourth column, `accounts`, names the accounts beside the resource's own that it looks in.

    A member of a family has the family's query and examples, with its own parameters in them.
    """

    id: str
    title: str
    layer: Layer
    severity: Severity
    why: str
    fix: str
    sql: str
    examples: tuple[Example, ...] = ()
    attacks: tuple[str, ...] = ()
    """MITRE ATT&CK technique IDs."""
    url: str = ""
    """The AWS page that explains the setting."""
    family: str = ""
    """The family that asks the question; '' where the rule has a query of its own."""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """The values of a member's parameters."""
    path: Path = field(default=Path(), compare=False)
    sql_path: Path = field(default=Path(), compare=False)
    """The file that has the query: the rule's own, or its family's."""
    sql_line: int = 0
    """Line of that file where the query starts; 1-based."""
    key_lines: Mapping[str, int] = field(default_factory=dict, compare=False)
    """Line of the rule's file that has a key of a member's header; 1-based."""

    @property
    def service(self) -> str:
        """The service folder of the rule: the part of the id before the dot."""
        return self.id.partition(".")[0]

    def locate_sql(self, line: int) -> str:
        """Return file and line of a line of the query (0 is its first), as errors name it."""
        return self._locate(self.sql_path, self.sql_line + line)

    def locate_example(self, example: Example) -> str:
        """Return file and line of an example; the member's own file first where it is inherited."""
        return self._locate(example.path, example.line)

    def locate_key(self, key: str) -> str:
        """Return file and line of a key of a member's header; of `family` where it is absent."""
        return f"{self.path}:{self.key_lines.get(key, self.key_lines.get('family', 1))}"

    def _locate(self, path: Path, line: int) -> str:
        if not self.family or path == self.path:
            return f"{self.path}:{line}"
        return f"{self.locate_key('family')}: {path}:{line}"
