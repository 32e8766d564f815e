"""Rows about access, and how `ringwall access` prints them."""

from collections.abc import Callable, Iterable
from typing import Annotated, Any, Literal

from cyclopts import Parameter

from ringwall.cli.say import clean, print_json
from ringwall.model.errors import BadInput
from ringwall.reason.iam.symbolic.contexts.answer import AccessAnswer, write_witness

Format = Literal["table", "json"]
Words = Annotated[tuple[str, ...], Parameter(consume_multiple=False)]
Row = dict[str, Any]


def print_found(
    rows: Iterable[Row], format: Format, show: Callable[[Row], str | Iterable[str]]
) -> None:
    """Print rows: one JSON object a line, or the lines that `show` makes of each."""
    if format == "json":
        print_json(rows)
        return
    for row in rows:
        shown = show(row)
        for line in [shown] if isinstance(shown, str) else shown:
            print(clean(line))


def describe_access(access: AccessAnswer) -> Row:
    """Return an answer as a row."""
    return {
        "verdict": access.verdict,
        "conditions": list(access.residual),
        "witness": write_witness(access.witness),
        "statements": list(map(str, access.decision.statements)),
        "unknown": list(access.unknown),
    }


def show_conditions(row: Row) -> str:
    """Return what limits an access, in brackets; '' where nothing does."""
    parts = [f"if {text}" if not text.startswith("unless") else text for text in row["conditions"]]
    parts.extend(f"hangs on {text}" for text in row["unknown"])
    return f"  [{'; '.join(parts)}]" if parts else ""


def shorten(actions: list[str], most: int = 4) -> str:
    """Return the first of many actions, and how many more there are."""
    more = f" and {len(actions) - most} more" if len(actions) > most else ""
    return ", ".join(actions[:most]) + more


def read_context(pairs: Iterable[str]) -> Row:
    """Return condition keys in lower case from key=value; BadInput for anything else."""
    keys: Row = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key:
            raise BadInput(f"--context {pair}: write key=value, such as aws:SourceIp=203.0.113.7")
        keys.setdefault(key.lower(), []).append(value)
    return keys
