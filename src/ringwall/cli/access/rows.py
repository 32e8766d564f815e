"""Rows about access as lines of text, or as JSON."""

from collections.abc import Callable, Iterable

from ringwall.cli.output import RowFormat, print_json, print_note
from ringwall.model.table import Row
from ringwall.model.text import make_visible

VERDICT_WIDTH = 12
MAX_ACTIONS = 4
MAX_GAPS = 5


def print_found(
    rows: Iterable[Row], form: RowFormat, show: Callable[[Row], str | Iterable[str]]
) -> None:
    """Print rows: one JSON object a line, or the lines that `show` makes of each."""
    if form == "json":
        print_json(rows)
        return
    for row in rows:
        shown = show(row)
        for line in [shown] if isinstance(shown, str) else shown:
            print(make_visible(line))


def show_verdict(row: Row) -> str:
    """Return the verdict as the first column of a line."""
    return f"{row['verdict']:{VERDICT_WIDTH}}"


def show_conditions(row: Row) -> str:
    """Return what limits an access, in brackets; '' where nothing does."""
    parts = [f"if {text}" if not text.startswith("unless") else text for text in row["conditions"]]
    parts.extend(f"depends on {text}" for text in row["unknown"])
    return f"  [{'; '.join(parts)}]" if parts else ""


def show_chain(row: Row) -> str:
    """Return a role chain as a line."""
    return f"{show_verdict(row)}{' -> '.join(row['chain'])}{show_conditions(row)}"


def shorten(actions: list[str], most: int = MAX_ACTIONS) -> str:
    """Return the first of many actions, and how many more there are."""
    more = f" and {len(actions) - most} more" if len(actions) > most else ""
    return ", ".join(actions[:most]) + more


def print_gaps(gaps: tuple[str, ...]) -> None:
    """Print what was not collected: there may be more than what was found."""
    for gap in gaps[:MAX_GAPS]:
        print_note(f"not collected: {gap}")
    if (more := len(gaps) - MAX_GAPS) > 0:
        print_note(f"... and {more} more: `ringwall doctor`")
