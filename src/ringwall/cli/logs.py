"""`ringwall logs`: logs into tables, what is there, and what is too old to keep."""

import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Literal

import cyclopts
from cyclopts import Parameter
from cyclopts.validators import Number

from ringwall.cli.aws_options import AwsOptions, connect
from ringwall.cli.exit_codes import EXIT_CODES
from ringwall.cli.options import PLAIN, CommaList, HomeOptions, find_home, split_list
from ringwall.cli.output import RowFormat, print_grid, print_json, print_note, print_rows
from ringwall.cli.terminal import Terminal, confirm
from ringwall.jobs.log_deletion import LogDeletion, delete_logs, plan_log_deletion
from ringwall.jobs.logs import (
    LogIngestion,
    LogSummary,
    choose_sources,
    find_places,
    list_logs,
)
from ringwall.model.errors import BadInput
from ringwall.model.text import count_of

MAX_FAULTS = 20
OLD_COLUMNS = ("table", "rows", "files", "bytes", "days", "first", "last", "unjudged")
UNITS = {"h": "hours", "d": "days", "w": "weeks"}
COLUMNS = ("table", "rows", "files", "bytes", "first", "last")

logs = cyclopts.App(
    name="logs",
    help="Read logs into tables; show what is there; delete what is old.",
    default_parameter=PLAIN,
)


@logs.command
def ingest(
    place: str,
    /,
    *more: str,
    sources: CommaList = (),
    buckets: CommaList = (),
    account: str = "",
    follow: bool = False,
    every: Annotated[float, Parameter(validator=Number(gte=0.1))] = 5,
    engine: Literal["duckdb", "spark"] = "duckdb",
    master: str = "local[*]",
    access: AwsOptions | None = None,
    where: HomeOptions | None = None,
) -> int:
    """Read logs into the tables of logs: CloudTrail, flow logs, DNS queries and others.

    What an object has is told by its content: `.gz`, `.zst`, JSON of any form, lines of text. An
    object that was read before is skipped. Exit 2 where something could not be read: it is in
    logs.quarantine, and everything else is there.

    Parameters
    ----------
    place
        A folder, and all below it, a file, s3://bucket/prefix, or the URL of an SQS queue that
        S3 or EventBridge tells of new objects or events.
    more
        More of them.
    sources
        Tables to read for, such as cloudtrail,vpc_flow; all where none is named.
    buckets
        Buckets of other accounts that messages of the queue may name.
    account
        ID of the account whose role (--role) reads the buckets of s3:// addresses; the caller's own
        account where none is named.
    follow
        Go on reading what is new until Ctrl-C.
    every
        Seconds between two looks where nothing is new, with --follow.
    engine
        What reads: duckdb, in this process, or spark, on many machines that see the same folders.
    master
        With --engine spark: local[*], or the cluster, as spark://host:7077.
    """
    places = find_places((place, *more), split_list(buckets), account)
    chosen = choose_sources(split_list(sources))
    ingestion = LogIngestion(
        find_home(where),
        places,
        Terminal(),
        chosen,
        connect(access),
        master if engine == "spark" else "",
    )
    if not follow:
        return print_logs(ingestion.run())
    for summary in ingestion.follow(every):
        if summary.files or summary.faults:
            print_logs(summary)
    return 0


@logs.default
@logs.command(name="list")
def list_all(*, format: RowFormat = "table", where: HomeOptions | None = None) -> int:
    """List the tables of logs that have rows, with the times of the first and last (UTC).

    Parameters
    ----------
    format
        table, or json for one object a line.
    """
    found = list_logs(find_home(where))
    if format == "json":
        print_json(found.rows)
    else:
        print_grid(COLUMNS, [[row[name] for name in COLUMNS] for row in found.rows])
    if not found.rows:
        print_note("no logs yet: `ringwall logs ingest FOLDER` reads them")
    if found.quarantined:
        print_note(
            f"{count_of(found.quarantined, 'row')} of what could not be read: "
            "ringwall query 'select * from logs.quarantine'"
        )
    return 0


@logs.command
def delete(
    *,
    before: str,
    source: CommaList = (),
    dry_run: bool = False,
    yes: bool = False,
    format: RowFormat = "table",
    where: HomeOptions | None = None,
) -> int:
    """Delete logs of whole days; --yes deletes without asking, a terminal is asked.

    What could not be read of those days leaves the quarantine. Findings, incidents and what is
    usual stay, and objects that were read are not read again.

    Parameters
    ----------
    before
        The first day (UTC) that stays: 2026-01-31, or an age such as 90d, 12w.
    source
        Tables to delete from, such as cloudtrail,vpc_flow; all where none is named.
    dry_run
        Show what would be deleted, and delete nothing.
    yes
        Delete without asking.
    format
        table, or json for one object a line.
    """
    if dry_run and yes:
        raise BadInput("--dry-run or --yes: only one of the two")
    home, tables, day = find_home(where), split_list(source), _find_day(before)
    planned = plan_log_deletion(home, day, tables)
    print_rows(format, OLD_COLUMNS, [[row[name] for name in OLD_COLUMNS] for row in planned.rows])
    if planned.is_empty:
        print_note(f"no logs of days before {day}")
        return 0
    if planned.unjudged:
        print_note(
            f"{count_of(planned.unjudged, 'event')} of them no detection has seen: "
            "`ringwall detect` judges them first"
        )
    if not (yes or (not dry_run and confirm("Delete them?"))):
        advice = "" if dry_run else ": add --yes to delete"
        print_note(f"{_describe_old(planned)} before {day}; nothing was deleted{advice}")
        return 0
    print_note(f"deleted {_describe_old(delete_logs(home, day, tables))} before {day}")
    return 0


def print_logs(summary: LogSummary) -> int:
    """Print what was read of logs and what was not; return the exit code."""
    for fault in summary.faults[:MAX_FAULTS]:
        print_note(fault)
    if (more := len(summary.faults) - MAX_FAULTS) > 0:
        print_note(f"... and {more} more that could not be read: select * from logs.quarantine")
    for name, stored in sorted(summary.tables.items()):
        if len(summary.tables) > 1:
            print_note(f"logs.{name}: {count_of(stored.events, 'event')}")
    print_note(_describe(summary))
    return EXIT_CODES[summary.outcome]


def _describe(summary: LogSummary) -> str:
    span = f", {summary.first} to {summary.last} UTC" if summary.first else ""
    unknown = _name_unrecognized(summary)
    parts = [
        f"{count_of(summary.events, 'event')} from {count_of(summary.files, 'file')}{span}",
        f"{count_of(summary.known, 'file')} read before" if summary.known else "",
        f"{count_of(summary.repeated, 'event')} already known" if summary.repeated else "",
        f"{count_of(summary.digests, 'digest')} skipped" if summary.digests else "",
        f"{count_of(summary.others, 'other file')} skipped{unknown}" if summary.others else "",
        f"{len(summary.faults)} not read completely" if summary.faults else "",
    ]
    return "; ".join(filter(None, parts))


def _name_unrecognized(summary: LogSummary) -> str:
    """Name files that are no log: a format that nobody expected is not to go unseen."""
    if not summary.unrecognized:
        return ""
    more = summary.others - len(summary.unrecognized)
    rest = f" and {more} more" if more > 0 else ""
    return f" (no log that Ringwall knows: {', '.join(summary.unrecognized)}{rest})"


def _find_day(text: str) -> date:
    """Return the day that a date or an age names."""
    if found := re.fullmatch(r"(\d{1,5})([hdw])", text):
        age = timedelta(**{UNITS[found[2]]: int(found[1])})
        return (datetime.now(UTC) - age).date()
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        with suppress(ValueError):  # there is no 31st of February
            return date.fromisoformat(text)
    raise BadInput(f"--before {text}: write a day, such as 2026-01-31, or an age: 90d, 12w")


def _describe_old(found: LogDeletion) -> str:
    parts = [
        f"{count_of(found.events, 'event')} in {count_of(found.files, 'file')}",
        f"{count_of(found.quarantined, 'row')} of the quarantine" if found.quarantined else "",
    ]
    return " and ".join(filter(None, parts))
