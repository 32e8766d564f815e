"""Which detections what is new may concern: the others need not run.

A batch has few kinds of events, and most detections wait for a call that nobody makes for months.
What a query returns depends on the rows that its conditions let through: where none of them is
new, it returns nothing that it did not return before.
"""

from collections.abc import Collection, Mapping, Sequence

from ringwall.store.engine.protocol import Engine
from ringwall.store.engine.scans import Scans, may_pass

KINDS: Mapping[str, tuple[str, ...]] = {
    "cloudtrail": (
        "event_source",
        "event_name",
        "operation",
        "error_code",
        "identity_type",
        "event_type",
    ),
}
"""By log, the columns that say what kind of event a row is: they have few values."""
MOST_KINDS = 5_000
"""Kinds of events beyond which to look at all of them is dearer than to run the queries."""

EventKinds = Mapping[str, Sequence[Mapping[str, str]]]
"""By log, the kinds of events that are new; nothing of a log where they are not known."""


def find_kinds(engine: Engine, logs: Collection[str]) -> EventKinds:
    """Return the kinds of events in the logs that an engine shows."""
    found = {}
    for name in sorted(KINDS.keys() & logs):
        columns = ", ".join(KINDS[name])
        rows = engine.rows(f"select distinct {columns} from logs.{name} limit {MOST_KINDS + 1}")
        if len(rows) <= MOST_KINDS:
            found[name] = rows
    return found


def is_concerned(
    scans: Scans, reads: Collection[str], fresh: Collection[str], kinds: EventKinds
) -> bool:
    """Whether a detection may find anything new.

    `reads` are the logs that it reads, `fresh` those that have something new.
    """
    for log in set(reads) & set(fresh):
        if log not in kinds or log not in scans:
            return True
        if any(may_pass(scan, row) for row in kinds[log] for scan in scans[log]):
            return True
    return False
