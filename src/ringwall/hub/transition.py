"""The transitions of a finding: what it becomes when an audit sees it, or no longer does."""

from typing import Literal, NamedTuple

from ringwall.model.finding import FindingStatus
from ringwall.store.database.entry import Entry
from ringwall.store.database.ledger import FindingEvent

CountedAs = Literal["new", "reopened", "resolved", "unchanged", "unknown", ""]


class Transition(NamedTuple):
    """A finding before and after, the event that its history gets, and how it counts."""

    before: Entry | None
    after: Entry
    event: FindingEvent | None
    counted_as: CountedAs


def observe(before: Entry | None, now: Entry) -> Transition:
    """Return what a failure or an unknown makes of a finding.

    `now` is the finding as this audit would open it, had there been none before.
    """
    if before is None:
        counted_as: CountedAs = "new" if now.answer == "fail" else "unknown"
        return Transition(None, now, _event(now, "opened"), counted_as)
    if before.recording == now.recording and (before.answer == "fail" or now.answer == "unknown"):
        return Transition(before, before, None, "")  # the rule returned it before, in this audit
    return _fail(before, now) if now.answer == "fail" else _doubt(before, now)


def resolve(before: Entry, is_well: bool, snapshot: str, at: int) -> Transition:  # noqa: FBT001
    """Return the end of a finding: the rule passes, or else the resource is gone."""
    after = before._replace(status="resolved", resolved_at=at)
    event = FindingEvent(before.uid, at, "resolved", "pass" if is_well else "gone", snapshot)
    return Transition(before, after, event, "resolved" if before.answer == "fail" else "")


def _fail(before: Entry, now: Entry) -> Transition:
    status: FindingStatus = "suppressed" if before.status == "suppressed" else "open"
    seen = before.seen + (before.snapshot != now.snapshot or before.seen == 0)
    after = now._replace(
        status=status, seen=seen, reopened=before.reopened, rest={**before.rest, **now.rest}
    )
    if before.status != "resolved" and before.answer == "fail":
        return Transition(before, after._replace(first_seen=before.first_seen), None, "unchanged")
    if before.seen == 0:  # it was never known to fail
        return Transition(before, after, _event(after, "opened"), "new")
    after = after._replace(first_seen=before.first_seen, reopened=before.reopened + 1)
    return Transition(before, after, _event(after, "reopened"), "reopened")


def _doubt(before: Entry, now: Entry) -> Transition:
    if before.status != "resolved" and before.answer == "fail":
        return Transition(before, before._replace(recording=now.recording), None, "unknown")
    after = now._replace(
        first_seen=before.first_seen,
        seen=before.seen,
        reopened=before.reopened,
        rest={**before.rest, **now.rest},
    )
    if before.status == "resolved":
        return Transition(before, after, _event(after, "reopened"), "unknown")
    return Transition(before, after._replace(status=before.status), None, "unknown")


def _event(entry: Entry, kind: Literal["opened", "reopened"]) -> FindingEvent:
    return FindingEvent(entry.uid, entry.last_seen, kind, entry.answer, entry.snapshot)
