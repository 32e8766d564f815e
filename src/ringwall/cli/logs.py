"""Log files into the home: `ringwall collect --cloudtrail`."""

from collections.abc import Sequence
from pathlib import Path

from ringwall.catalog.loader import load_logs
from ringwall.cli.say import clean, make_console, show_progress, tell_count
from ringwall.collect.cloudtrail import Ingested, LogFiles, find_log_files, ingest
from ringwall.store.home import Home
from ringwall.store.lake.logs import LogWriter, Stored, remove_partial_logs

MAX_SHOWN = 20
UNREADABLE = 2


def collect_cloudtrail(home: Home, paths: Sequence[Path]) -> int:
    """Read CloudTrail's log files into the home; 2 where something could not be read."""
    found = find_log_files(paths)
    table = load_logs()["cloudtrail"]
    with home.lock("collect"), show_progress("collect") as bar:
        remove_partial_logs(home.logs)
        task = bar.add_task("", total=len(found.files))
        with LogWriter(home.logs, table) as writer:
            done = ingest(
                found,
                table,
                writer,
                lambda path: bar.update(task, advance=1, description=clean(path.name)),
            )
            stored = writer.finish()
    _print_summary(found, done, stored)
    return UNREADABLE if done.faults else 0


def _print_summary(found: LogFiles, done: Ingested, stored: Stored) -> None:
    console = make_console()
    for fault in done.faults[:MAX_SHOWN]:
        console.print(clean(fault))
    if len(done.faults) > MAX_SHOWN:
        console.print(f"... and {len(done.faults) - MAX_SHOWN} more that could not be read")
    span = f", {stored.first} to {stored.last} UTC" if stored.first else ""
    beside = [
        f"{tell_count(stored.repeated, 'event')} known already" if stored.repeated else "",
        f"{tell_count(found.digests, 'digest')} left out" if found.digests else "",
        f"{tell_count(found.others, 'other file')} left out" if found.others else "",
        f"{len(done.faults)} not read whole" if done.faults else "",
    ]
    console.print(
        "; ".join(
            [
                f"{tell_count(stored.events, 'event')} from {tell_count(done.files, 'file')}{span}",
                *filter(None, beside),
            ]
        )
    )
