"""Who has to agree to a plan, and whether they did.

An approval is bound to the hash of one plan, is used once, and ends. All of it is read from the
sealed events of the case.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fnmatch import fnmatchcase
from typing import Literal

from ringwall.model.case import CaseEvent
from ringwall.model.change import Blast, Change
from ringwall.model.errors import NotAuthorized
from ringwall.model.response_policy import NEEDS, ApprovalNeed, Responder, ResponsePolicy

BLASTS: tuple[Blast, ...] = ("none", "config", "availability", "irreversible")
ApprovalState = Literal["none", "waiting", "granted", "denied", "expired", "used"]


@dataclass(frozen=True)
class PlanNeed:
    """What a plan needs, and why so much."""

    need: ApprovalNeed
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class ApprovalStanding:
    """How the approval of one plan stands."""

    state: ApprovalState
    needed: int = 0
    """How many persons have to agree."""
    approvers: tuple[str, ...] = ()
    requester: str = ""
    expires_at: int = 0
    """Milliseconds since 1970, UTC."""
    detail: str = ""


def find_blast(changes: Iterable[Change]) -> Blast:
    """Return the worst that any Change can do. What is kept as evidence breaks nothing."""
    return max((change.blast for change in changes), key=BLASTS.index, default="none")


def find_need(
    policy: ResponsePolicy,
    playbook_id: str,
    changes: Sequence[Change],
    protected: Sequence[tuple[str, str]] = (),
    asked: ApprovalNeed | Literal[""] = "",
) -> PlanNeed:
    """Return what a plan needs; `asked` is what a rule says in place of the blast class.

    Exceptions and protection only raise it. `protected` has (resource, why).
    """
    blast = find_blast(changes)
    of_class: ApprovalNeed = getattr(policy.approval, blast)
    need = asked or of_class
    reasons = [f"the rule says {asked}" if asked else f"its blast class is {blast}: {of_class}"]
    accounts = {change.account_id for change in changes}
    for exception in policy.approval.exceptions:
        if not any(fnmatchcase(playbook_id, pattern) for pattern in exception.playbooks):
            continue
        if not any(fnmatchcase(one, p) for one in accounts for p in exception.accounts):
            continue
        if NEEDS.index(exception.need) > NEEDS.index(need):
            need = exception.need
            reasons.append(f"an exception of the policy says {need}")
    if protected:
        if NEEDS.index(policy.protected.need) > NEEDS.index(need):
            need = policy.protected.need
        reasons += [f"{resource} is protected: {why}" for resource, why in protected]
    return PlanNeed(need, tuple(reasons))


def count_needed(need: ApprovalNeed) -> int:
    """Return how many persons have to agree."""
    return {"automatic": 0, "one": 1, "two": 2, "never": 0}[need]


def find_standing(events: Iterable[CaseEvent], plan: str, now: int) -> ApprovalStanding:
    """Return how the approval of a plan, by its hash, stands at a time (ms since 1970).

    It is no earlier than the last event: a clock that was set back makes no approval last longer.
    """
    standing = ApprovalStanding("none")
    for event in events:
        now = max(now, event.at)
        if event.body.get("plan") != plan:
            continue
        match event.kind:
            case "requested":
                standing = ApprovalStanding(
                    "waiting",
                    needed=int(event.body["needed"]),
                    requester=str(event.body["requester"]),
                    expires_at=int(event.body["expires_at"]),
                )
            case "approved" if standing.state == "waiting" and event.at < standing.expires_at:
                standing = _count(standing, event)
            case "denied" if standing.state in ("waiting", "granted"):
                reason = str(event.body.get("reason", ""))
                detail = f"{event.author} denied it{f': {reason}' if reason else ''}"
                standing = _end(standing, "denied", detail)
            case "started":
                standing = _end(standing, "used", f"run {event.body['run']} has used it")
            case _:
                pass
    is_late = standing.state in ("waiting", "granted") and now >= standing.expires_at
    return _end(standing, "expired", "nobody used it in time") if is_late else standing


def check_approver(
    policy: ResponsePolicy, standing: ApprovalStanding, principal: str
) -> Responder | None:
    """Return the person who may approve; NotAuthorized says why somebody may not.

    None where the policy names nobody: then who asks answers for it alone.
    """
    if standing.state != "waiting":
        detail = standing.detail or {
            "none": "nobody asked for an approval",
            "granted": "it is approved already",
        }.get(standing.state, standing.state)
        raise NotAuthorized(f"there is nothing to approve: {detail}")
    if principal in standing.approvers:
        raise NotAuthorized(f"{principal} has approved already: another person has to")
    if standing.needed > 1 and principal == standing.requester:
        raise NotAuthorized(f"{principal} asks for it: two others have to approve")
    if not policy.people:
        if standing.needed > 1:
            raise NotAuthorized(
                "two persons have to approve, and response.toml names nobody: add [[people]]"
            )
        return None
    found = [person for person in policy.people if person.principal == principal]
    if not found or not found[0].approves:
        raise NotAuthorized(f"{principal} may not approve: response.toml says who may")
    return found[0]


def find_person(policy: ResponsePolicy, arn: str) -> str:
    """Return the principal of who calls AWS with an ARN; the ARN where nobody is known by it."""
    found = [
        person.principal
        for person in policy.people
        if any(fnmatchcase(arn, pattern) for pattern in person.arns)
    ]
    # INVARIANT: who could be two people is neither: one must not approve twice.
    return found[0] if len(found) == 1 else arn


def expire_at(now: int, duration: timedelta) -> int:
    """Return when a request ends, in milliseconds since 1970."""
    return now + round(duration.total_seconds() * 1000)


def _count(standing: ApprovalStanding, event: CaseEvent) -> ApprovalStanding:
    if event.author in standing.approvers:
        return standing
    if standing.needed > 1 and event.author == standing.requester:
        return standing
    approvers = (*standing.approvers, event.author)
    state: ApprovalState = "granted" if len(approvers) >= standing.needed else "waiting"
    return ApprovalStanding(
        state, standing.needed, approvers, standing.requester, standing.expires_at
    )


def _end(standing: ApprovalStanding, state: ApprovalState, detail: str) -> ApprovalStanding:
    return ApprovalStanding(
        state,
        standing.needed,
        standing.approvers,
        standing.requester,
        standing.expires_at,
        detail,
    )
