"""The turns of one finding: what it becomes when an audit sees it, or sees it no more."""

from typing import Literal, NamedTuple

from ringwall.model.finding import FindingStatus
from ringwall.store.database.entry import Entry
from ringwall.store.database.ledger import Event

Effect = Literal["new", "reopened", "resolved", "unchanged", "unknown", ""]


class Turn(NamedTuple):
    """A finding before and after, the event that its history gets, and how it counts."""

    before: Entry | None
    after: Entry
    event: Event | None
    effect: Effect


def see(before: Entry | None, now: Entry) -> Turn:
    """Return what a failure or an unknown makes of a finding.

    `now` is the finding as this audit would open it, had there been none before.
    """
    if before is None:
        effect: Effect = "new" if now.answer == "fail" else "unknown"
        return Turn(None, now, _event(now, "opened"), effect)
    if before.recording == now.recording and (before.answer == "fail" or now.answer == "unknown"):
        return Turn(before, before, None, "")  # the rule spoke of it before, in this very audit
    return _fail(before, now) if now.answer == "fail" else _doubt(before, now)


def resolve(before: Entry, is_well: bool, snapshot: str, at: int) -> Turn:  # noqa: FBT001
    """Return the end of a finding: the rule passes, or else the resource is gone."""
    after = before._replace(status="resolved", resolved_at=at)
    event = Event(before.uid, at, "resolved", "pass" if is_well else "gone", snapshot)
    return Turn(before, after, event, "resolved" if before.answer == "fail" else "")


def _fail(before: Entry, now: Entry) -> Turn:
    status: FindingStatus = "suppressed" if before.status == "suppressed" else "open"
    seen = before.seen + (before.snapshot != now.snapshot or before.seen == 0)
    after = now._replace(status=status, seen=seen, reopened=before.reopened, rest=before.rest)
    if before.status != "resolved" and before.answer == "fail":
        return Turn(before, after._replace(first_seen=before.first_seen), None, "unchanged")
    if before.seen == 0:  # it was never known to fail
        return Turn(before, after, _event(after, "opened"), "new")
    after = after._replace(first_seen=before.first_seen, reopened=before.reopened + 1)
    return Turn(before, after, _event(after, "reopened"), "reopened")


def _doubt(before: Entry, now: Entry) -> Turn:
    if before.status != "resolved" and before.answer == "fail":
        return Turn(before, before._replace(recording=now.recording), None, "unknown")
    after = now._replace(
        first_seen=before.first_seen,
        seen=before.seen,
        reopened=before.reopened,
        rest=before.rest,
    )
    if before.status == "resolved":
        return Turn(before, after, _event(after, "reopened"), "unknown")
    return Turn(before, after._replace(status=before.status), None, "unknown")


def _event(entry: Entry, kind: Literal["opened", "reopened"]) -> Event:
    return Event(entry.uid, entry.last_seen, kind, entry.answer, entry.snapshot)
