"""`ringwall snapshots`: list, compare, verify and prune."""

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

import cyclopts
from cyclopts import Parameter
from cyclopts.validators import Number

from ringwall.catalog.loader import load_tables
from ringwall.cli.complaint import complain
from ringwall.cli.options import Where
from ringwall.cli.say import clean, make_console, print_grid, print_json, tell_count
from ringwall.model.errors import BadInput, DamagedSnapshot
from ringwall.store.lake.compare import RowDifference, compare_snapshots
from ringwall.store.lake.snapshot import (
    Snapshot,
    check_snapshot,
    open_snapshot,
    prune_snapshots,
    sort_snapshots,
)

snapshots = cyclopts.App(name="snapshots", help="List, compare, verify and prune snapshots.")
UNITS = {"h": "hours", "d": "days", "w": "weeks"}
Format = Literal["table", "json"]


@snapshots.default
@snapshots.command(name="list")
def list_all(*, format: Format = "table", where: Where | None = None) -> int:
    """List the snapshots, oldest first; the last one is current. Exit 64 where one is damaged.

    Parameters
    ----------
    format
        table, or json for one object a line.
    """
    found, damaged = sort_snapshots((where or Where()).open().estate)
    if format == "json":
        print_json(_facts(snapshot) for snapshot in found)
    else:
        print_grid(
            ("snapshot", "created", "source", "accounts", "regions", "resources"),
            [[str(value) for value in _facts(snapshot).values()] for snapshot in found],
        )
    if not found:
        make_console().print("no snapshot yet: `ringwall collect` makes one")
    for error in damaged:
        complain(str(error))
    return DamagedSnapshot.exit_code if damaged else 0


@snapshots.command
def diff(
    old: str, new: str = "", /, *, format: Format = "table", where: Where | None = None
) -> int:
    """Show what changed between two snapshots; exit 1 where something did.

    Parameters
    ----------
    old
        The earlier snapshot: its id or the beginning of it.
    new
        The later one; the current snapshot where it is left out.
    format
        table, or json for one object a line.
    """
    estate = (where or Where()).open().estate
    pair = open_snapshot(estate, old), open_snapshot(estate, new)
    count = 0
    for count, difference in enumerate(compare_snapshots(*pair, load_tables().values()), 1):  # noqa: B007
        if format == "json":
            print_json([vars(difference)])
        else:
            print_grid_line(difference)
    told = tell_count(count, "difference")
    make_console().print(f"{told} between {pair[0].id} and {pair[1].id}")
    return 1 if count else 0


@snapshots.command
def verify(snapshot: str = "", /, *, where: Where | None = None) -> None:
    """Read every file of a snapshot and compare it with the manifest's checksums.

    Parameters
    ----------
    snapshot
        Its id or the beginning of it; the current one where it is left out.
    """
    found = open_snapshot((where or Where()).open().estate, snapshot)
    check_snapshot(found)
    make_console().print(f"{found.id}: {len(found.tables)} files as they were written")


@snapshots.command
def prune(
    *,
    keep: Annotated[int | None, Parameter(validator=Number(gte=1))] = None,
    older_than: str = "",
    where: Where | None = None,
) -> None:
    """Delete old snapshots; the current one always stays.

    Parameters
    ----------
    keep
        How many of the newest to keep.
    older_than
        Delete those older than this: 12h, 30d, 8w.
    """
    if (keep is None) == (not older_than):
        raise BadInput("say either --keep N or --older-than 30d")
    home = (where or Where()).open()
    with home.lock("snapshots prune"):
        before = datetime.now(UTC) - _parse_age(older_than) if older_than else None
        gone = prune_snapshots(home.estate, keep or 0, before)
    make_console().print(f"deleted {tell_count(len(gone), 'snapshot')}")


def print_grid_line(difference: RowDifference) -> None:
    """Print one difference: its kind, table, ARN and the columns that changed."""
    changed = ", ".join(
        f"{name}: {old!r} -> {new!r}" for name, (old, new) in difference.columns.items()
    )
    print(clean(f"{difference.kind:8}{difference.table} {difference.arn}  {changed}".rstrip()))


def _facts(snapshot: Snapshot) -> dict[str, object]:
    return {
        "snapshot": snapshot.id,
        "created": snapshot.created_at.isoformat(timespec="seconds"),
        "source": snapshot.source,
        "accounts": len(snapshot.accounts),
        "regions": len(snapshot.regions),
        "resources": snapshot.resources,
    }


def _parse_age(text: str) -> timedelta:
    match = re.fullmatch(r"(\d{1,5})([hdw])", text)
    if not match:
        raise BadInput(f"--older-than {text}: write a number and h, d or w, such as 30d")
    return timedelta(**{UNITS[match[2]]: int(match[1])})
