"""Options that the questions about access share."""

from dataclasses import dataclass
from pathlib import Path

from cyclopts import Parameter

from ringwall.cli.options import NamedHome, choose_home
from ringwall.cli.output import RowFormat


@Parameter(name="*")
@dataclass(frozen=True)
class QuestionOptions:
    """Which snapshot a question is about, and how the answer is printed."""

    format: RowFormat = "table"
    """table, or json for one object a line."""
    snapshot: str = ""
    """Id of the snapshot or the beginning of it; the current one if left out."""
    named: NamedHome = None
    """Home folder (RINGWALL_HOME; .ringwall in the current folder if unset)."""

    @property
    def home(self) -> Path:
        """The home folder; BadInput where nobody named it and it was not made here."""
        return choose_home(self.named)
