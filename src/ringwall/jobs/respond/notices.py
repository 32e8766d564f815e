"""What there is to tell of a case: its events as notices."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ringwall.apply.describe import RISK
from ringwall.jobs.respond.case_words import tell_event
from ringwall.jobs.respond.run import find_plan
from ringwall.model.case import CaseEvent, CaseEventKind
from ringwall.model.change import Change
from ringwall.model.notice import ApprovalAsk, Notice, NoticeKind, ProposedAct
from ringwall.respond.approval import find_standing
from ringwall.respond.cases import CaseFile
from ringwall.respond.containment import Containment, find_containment

KINDS: Mapping[CaseEventKind, NoticeKind] = {
    "opened": "case_opened",
    "noted": "noted",
    "requested": "approval_wanted",
    "approved": "approval_decided",
    "denied": "approval_decided",
    "escalated": "approval_escalated",
    "started": "started",
    "contained": "contained",
    "undone": "noted",
    "closed": "closed",
    "reopened": "reopened",
}
"""What is told of each kind of event; of an end of a run, only where it did not go well."""


class NewNotice(NamedTuple):
    """A notice, and the channel that it came from, which knows it already; or ''."""

    notice: Notice
    via: str


def make_notices(
    file: CaseFile, since: int, now: int, *, has_terminal: bool = True
) -> Iterator[NewNotice]:
    """Yield what there is to tell of a case since a time; both in milliseconds since 1970.

    A request is told while it waits: for one that is decided, or has ended, it is too late.
    `has_terminal` says whether people can go on with it by commands, too.
    """
    for event in file.events:
        kind = _find_kind(file, event)
        if event.at < since or kind is None:
            continue
        ask = None
        if kind in ("approval_wanted", "approval_escalated"):
            ask = _make_ask(file, event, now)
            if ask is None:
                continue
        case = file.case
        notice = Notice(
            kind=kind,
            case=case.id,
            number=event.number,
            at=event.at,
            title=case.title,
            severity=case.severity,
            account_id=case.threat.account_id,
            region=case.threat.region,
            resource=case.threat.resource,
            lines=tuple(_write_lines(file, event, has_terminal=has_terminal)),
            approval=ask,
        )
        yield NewNotice(notice, str(event.body.get("via", "")))


def _find_kind(file: CaseFile, event: CaseEvent) -> NoticeKind | None:
    if event.kind == "ended":
        is_good = event.body.get("status") == "done" and not event.body.get("others")
        return None if is_good else "failed"
    if event.kind == "approved" and event.body.get("via") == "request":
        return None  # who asked has approved it: nobody was asked
    if event.kind == "contained" and _judge_at(file, event).status != "contained":
        return "noted"  # nobody is to think that it is over
    return KINDS.get(event.kind)


def _judge_at(file: CaseFile, event: CaseEvent) -> Containment:
    """Return how far a case was contained with an event."""
    return find_containment(file.events[: event.number])


def _make_ask(file: CaseFile, event: CaseEvent, now: int) -> ApprovalAsk | None:
    hash_ = str(event.body.get("plan", ""))
    standing = find_standing(file.events, hash_, now)
    if standing.state != "waiting":
        return None
    requests = [e for e in file.events if e.kind == "requested" and e.body.get("plan") == hash_]
    plan = find_plan(file, hash_)
    return ApprovalAsk(
        plan_hash=hash_,
        request=requests[-1].number,
        persons=standing.needed - len(standing.approvers),
        expires_at=standing.expires_at,
        acts=tuple(_make_act(change) for change in plan.changes),
    )


def _make_act(change: Change) -> ProposedAct:
    final = change.blast == "irreversible" or (bool(change.irreversible) and change.blast != "none")
    risks = [] if final else [RISK[change.blast]]
    if change.irreversible:
        risks.append(change.irreversible)
    return ProposedAct(change.write.operation, change.resource, tuple(risks), is_irreversible=final)


def _write_lines(file: CaseFile, event: CaseEvent, *, has_terminal: bool) -> Iterator[str]:
    yield f"{event.author} {tell_event(event)}"
    left = _judge_at(file, event).outstanding if event.kind == "contained" else ()
    if left:
        yield f"Only partly contained. Left: {', '.join(left)}"
    threat = file.case.threat
    if event.kind == "opened":
        for name, value in (("Rule", threat.rule), ("Actor", threat.actor), ("", threat.reason)):
            if value:
                yield f"{name}: {value}" if name else value
    elif event.kind in ("requested", "escalated"):
        plan = find_plan(file, str(event.body.get("plan", "")))
        yield f"{plan.playbook.title} ({plan.playbook.id})"
        yield from (f"Risk: {risk}" for risk in plan.playbook.risks)
        yield f"Undo: {plan.playbook.rollback}"
        if has_terminal:
            yield f"Or: ringwall respond approve {file.case.id}"
    elif event.kind == "ended" and has_terminal:
        yield f"To go on: ringwall respond resume {file.case.id}"
