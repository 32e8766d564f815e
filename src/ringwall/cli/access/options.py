"""Options that the questions about access share."""

from dataclasses import dataclass, field
from pathlib import Path

from cyclopts import Parameter

from ringwall.cli.options import default_home
from ringwall.cli.output import RowFormat


@Parameter(name="*")
@dataclass(frozen=True)
class QuestionOptions:
    """Which snapshot a question is about, and how the answer is printed."""

    format: RowFormat = "table"
    """table, or json for one object a line."""
    snapshot: str = ""
    """Id of the snapshot or the beginning of it; the current one if left out."""
    home: Path = field(default_factory=default_home)
    """Home folder (RINGWALL_HOME)."""
