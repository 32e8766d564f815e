"""The transitions of a finding: what it becomes when an audit sees it, or no longer does."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from ringwall.store.database.entry import Entry
from ringwall.store.database.ledger import FindingEvent

CountedAs = Literal["new", "reopened", "resolved", "unchanged", "unknown", "excepted", ""]


class Transition(NamedTuple):
    """A finding before and after, the event that its history gets, and how it counts."""

    before: Entry | None
    after: Entry
    event: FindingEvent | None
    counted_as: CountedAs


def observe(before: Entry | None, now: Entry) -> Transition:
    """Return what a failure or an unknown makes of a finding.

    `now` is the finding as this audit would open it, had there been none before: suppressed where
    an exception covers it.
    """
    if now.status == "suppressed":
        return _except(before, now)
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


def end_exception(before: Entry, recording: int, snapshot: str, at: int) -> Transition:
    """Return a suppressed finding that no exception covers any more; nothing is seen of it now."""
    after = before._replace(
        status="open",
        recording=recording,
        reopened=before.reopened + 1,
        rest=_drop_exception(before.rest),
    )
    event = FindingEvent(before.uid, at, "reopened", before.answer, snapshot)
    return Transition(before, after, event, "reopened")


def _except(before: Entry | None, now: Entry) -> Transition:
    """Return a failure that an exception covers, or an unknown of what one has covered."""
    if before is None or (now.answer == "unknown" and before.status != "suppressed"):
        if now.answer == "unknown":  # an unknown is no failure that could be accepted
            opened = now._replace(status="open", rest=_drop_exception(now.rest))
            return observe(before, opened)
        return Transition(None, now, _event(now, "excepted"), "excepted")
    if before.recording == now.recording and before.answer == "fail":
        return Transition(before, before, None, "")
    if now.answer == "unknown":
        return Transition(before, before._replace(recording=now.recording), None, "unknown")
    after = now._replace(
        first_seen=before.first_seen if before.seen else now.first_seen,
        seen=before.seen + (before.snapshot != now.snapshot or before.seen == 0),
        reopened=before.reopened,
        rest={**before.rest, **now.rest},
    )
    event = None if before.status == "suppressed" else _event(after, "excepted")
    return Transition(before, after, event, "excepted")


def is_excepted(entry: Entry) -> bool:
    """Whether a finding is suppressed by the file of exceptions."""
    return entry.status == "suppressed" and "suppression" in entry.rest


def _drop_exception(rest: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in rest.items() if name != "suppression"}


def _fail(before: Entry, now: Entry) -> Transition:
    seen = before.seen + (before.snapshot != now.snapshot or before.seen == 0)
    after = now._replace(
        seen=seen,
        reopened=before.reopened,
        rest={**_drop_exception(before.rest), **now.rest},
    )
    if is_excepted(before):
        after = after._replace(first_seen=before.first_seen, reopened=before.reopened + 1)
        return Transition(before, after, _event(after, "reopened"), "reopened")
    if before.status == "suppressed":  # by somebody, not by the file of exceptions
        after = after._replace(status="suppressed")
    if before.status != "resolved" and before.answer == "fail":
        return Transition(before, after._replace(first_seen=before.first_seen), None, "unchanged")
    if before.seen == 0:  # it was never known to fail
        return Transition(before, after, _event(after, "opened"), "new")
    after = after._replace(first_seen=before.first_seen, reopened=before.reopened + 1)
    return Transition(before, after, _event(after, "reopened"), "reopened")


def _doubt(before: Entry, now: Entry) -> Transition:
    if is_excepted(before):
        return end_exception(before, now.recording, now.snapshot, now.last_seen)
    if before.status != "resolved" and before.answer == "fail":
        return Transition(before, before._replace(recording=now.recording), None, "unknown")
    after = now._replace(
        first_seen=before.first_seen,
        seen=before.seen,
        reopened=before.reopened,
        rest={**_drop_exception(before.rest), **now.rest},
    )
    if before.status == "resolved":
        return Transition(before, after, _event(after, "reopened"), "unknown")
    return Transition(before, after._replace(status=before.status), None, "unknown")


def _event(entry: Entry, kind: Literal["opened", "reopened", "excepted"]) -> FindingEvent:
    return FindingEvent(entry.uid, entry.last_seen, kind, entry.answer, entry.snapshot)
