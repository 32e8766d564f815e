"""`ringwall snapshots`: list, compare, verify and prune."""

import re
from datetime import timedelta
from typing import Annotated

import cyclopts
from cyclopts import Parameter
from cyclopts.validators import Number

from ringwall.cli.errors import print_error
from ringwall.cli.options import PLAIN, HomeOptions, find_home
from ringwall.cli.output import RowFormat, print_grid, print_json, print_note
from ringwall.jobs.snapshots import (
    compare_snapshots,
    list_snapshots,
    prune_snapshots,
    verify_snapshot,
)
from ringwall.model.errors import BadInput, DamagedSnapshot
from ringwall.model.text import count_of, make_visible

snapshots = cyclopts.App(
    name="snapshots",
    help="List, compare, verify and prune snapshots.",
    default_parameter=PLAIN,
)
UNITS = {"h": "hours", "d": "days", "w": "weeks"}
COLUMNS = ("snapshot", "created", "source", "accounts", "regions", "resources")


@snapshots.default
@snapshots.command(name="list")
def list_all(*, format: RowFormat = "table", where: HomeOptions | None = None) -> int:
    """List the snapshots, oldest first; the last one is current. Exit 64 where one is damaged.

    Parameters
    ----------
    format
        table, or json for one object a line.
    """
    found = list_snapshots(find_home(where))
    if format == "json":
        print_json(found.rows)
    else:
        print_grid(COLUMNS, [[row[name] for name in COLUMNS] for row in found.rows])
    if not (found.rows or found.damaged):
        print_note("no snapshot yet: `ringwall collect` makes one")
    for damage in found.damaged:
        print_error(damage)
    return DamagedSnapshot.exit_code if found.damaged else 0


@snapshots.command
def diff(
    old: str, new: str = "", /, *, format: RowFormat = "table", where: HomeOptions | None = None
) -> int:
    """Show what changed between two snapshots; exit 1 where something did.

    Parameters
    ----------
    old
        The earlier snapshot: its id or the beginning of it.
    new
        The later one; the current snapshot if left out.
    format
        table, or json for one object a line.
    """
    compared = compare_snapshots(find_home(where), old, new)
    count = 0
    for difference in compared.differences():
        count += 1
        if format == "json":
            print_json([vars(difference)])
            continue
        changed = ", ".join(
            f"{name}: {before!r} -> {after!r}"
            for name, (before, after) in difference.columns.items()
        )
        line = f"{difference.kind:8}{difference.table} {difference.arn}  {changed}"
        print(make_visible(line.rstrip()))
    print_note(f"{count_of(count, 'difference')} between {compared.old.id} and {compared.new.id}")
    return 1 if count else 0


@snapshots.command
def verify(snapshot: str = "", /, *, where: HomeOptions | None = None) -> None:
    """Read every file of a snapshot and of its facts, and compare it with its checksum.

    That finds accidents, not forgers: who can write to the home can write checksums, too.

    Parameters
    ----------
    snapshot
        Its id or the beginning of it; the current one if left out.
    """
    found, files = verify_snapshot(find_home(where), snapshot)
    print_note(f"{found.id}: {count_of(files, 'file')} as they were written")


@snapshots.command
def prune(
    *,
    keep: Annotated[int | None, Parameter(validator=Number(gte=1))] = None,
    older_than: str = "",
    where: HomeOptions | None = None,
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
        raise BadInput("name either --keep N or --older-than 30d")
    age = _parse_age(older_than) if older_than else None
    deleted = prune_snapshots(find_home(where), keep=keep or 0, older_than=age)
    print_note(f"deleted {count_of(deleted, 'snapshot')}")


def _parse_age(text: str) -> timedelta:
    match = re.fullmatch(r"(\d{1,5})([hdw])", text)
    if not match:
        raise BadInput(f"--older-than {text}: write a number and h, d or w, such as 30d")
    return timedelta(**{UNITS[match[2]]: int(match[1])})
