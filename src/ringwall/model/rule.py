"""A rule: a question in SQL about the estate (control) or the logs (detection)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from ringwall.model.layer import Layer

Severity = Literal["low", "medium", "high", "critical"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""Severities from the mildest to the gravest."""

Kind = Literal["control", "detection"]


@dataclass(frozen=True)
class Example:
    """Rows by table name, and the verdict that the rule must give on them."""

    tables: Mapping[str, tuple[Mapping[str, Any], ...]]
    expect: str
    line: int = 0
    """Line of the rule file where the example starts; 1-based."""


@dataclass(frozen=True)
class Rule:
    """One rule file. A control's SQL returns `resource, ok, reason`; NULL as `ok` is unknown."""

    id: str
    kind: Kind
    title: str
    layer: Layer
    severity: Severity
    why: str
    fix: str
    sql: str
    examples: tuple[Example, ...] = ()
    attacks: tuple[str, ...] = ()
    """MITRE ATT&CK technique ids, for a detection."""
    url: str = ""
    """The AWS page that explains the setting."""
    path: Path = field(default=Path(), compare=False)
    sql_line: int = 0
    """Line of the file where the SQL starts; 1-based."""

    @property
    def service(self) -> str:
        """The service folder of the rule: the part of the id before the dot."""
        return self.id.partition(".")[0]
