"""CloudTrail's log files into the home folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ringwall.catalog.loader import load_logs
from ringwall.collect.cloudtrail import find_log_files, ingest
from ringwall.jobs.events import Events
from ringwall.jobs.outcome import JobOutcome, decide_outcome
from ringwall.store.home import Home
from ringwall.store.lake.log_gaps import read_gaps, replace_gaps
from ringwall.store.lake.logs import LogWriter, remove_partial_logs


@dataclass(frozen=True)
class LogSummary:
    """What was read of log files. `first` and `last` are None where there was no event."""

    files: int
    events: int
    """Events that were not known before."""
    repeated: int
    """Events that were known already."""
    digests: int
    """Digest files, which hold no events."""
    others: int
    """Other files in the folders."""
    first: datetime | None
    last: datetime | None
    faults: tuple[str, ...]
    """A line for each file or folder that could not be read completely."""

    @property
    def outcome(self) -> JobOutcome:
        """Unknown where something could not be read."""
        return decide_outcome(findings=False, unknown=self.faults)


def collect_cloudtrail(home: Path, paths: Sequence[Path], events: Events) -> LogSummary:
    """Read CloudTrail's log files in these files and folders into logs.cloudtrail.

    An event that is known already is not stored twice. What is not read completely is kept in
    logs.cloudtrail_gap, until it is. BadInput where there is no log file.
    """
    found = find_log_files(paths)
    table, gaps = load_logs()["cloudtrail"], load_logs()["cloudtrail_gap"]
    folder = Home(home)
    with (
        folder.lock("collect"),
        events.progress("collect", len(found.files)) as progress,
    ):
        remove_partial_logs(folder.logs)
        with LogWriter(folder.logs, table) as writer:
            done = ingest(found, table, writer, lambda path: progress.advance(path.name))
            known = read_gaps(folder.logs, gaps)
            # INVARIANT: no event is there before the gap beside it, and no gap goes before the
            # events that fill it are there.
            replace_gaps(folder.logs, gaps, [*known, *done.gaps])
            stored = writer.finish()
            left = [gap for gap in known if not _is_below(gap["file"], paths)]
            replace_gaps(folder.logs, gaps, [*left, *done.gaps])
    return LogSummary(
        files=done.files,
        events=stored.events,
        repeated=stored.repeated,
        digests=found.digests,
        others=found.others,
        first=stored.first,
        last=stored.last,
        faults=tuple(done.faults),
    )


def _is_below(file: str, paths: Sequence[Path]) -> bool:
    return any(Path(file).is_relative_to(path.absolute()) for path in paths)
