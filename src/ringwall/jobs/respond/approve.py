"""Approving or denying a plan: by a person at the terminal, or by a signed callback."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from ringwall.jobs.respond.plan import ResponsePlan
from ringwall.jobs.respond.responders import Responders
from ringwall.jobs.respond.run import find_plan
from ringwall.model.errors import NotAuthorized
from ringwall.respond.approval import ApprovalStanding, check_approver, find_standing
from ringwall.respond.cases import CaseAuthor, CaseFile, list_cases, read_case_file


@dataclass(frozen=True)
class Decided:
    """A case after a decision, and how the approval stands."""

    file: CaseFile
    plan: ResponsePlan
    standing: ApprovalStanding


def decide(
    responders: Responders,
    file: CaseFile,
    *,
    plan: str = "",
    approve: bool,
    reason: str = "",
    via: str = "terminal",
    principal: str = "",
) -> Decided:
    """Write down that somebody approves or denies a plan; NotAuthorized where they may not.

    `plan` is the beginning of its hash, the newest one without any; `principal` who decides where
    it is not who calls AWS.
    """
    who = principal or responders.principal
    found = find_plan(file, plan)
    hash_ = found.hash

    def may(now: CaseFile) -> bool:
        standing = find_standing(now.events, hash_, _now())
        if approve:
            check_approver(responders.policy, standing, who)
            return True
        return _may_deny(responders, standing, who)

    if not may(file):
        raise NotAuthorized(f"{who} may not deny it: response.toml says who may approve")
    author = CaseAuthor(responders.log, who)
    body = {"plan": hash_, "via": via, "reason": reason}
    file = author.add(file, "approved" if approve else "denied", body, may)
    return Decided(file, found, find_standing(file.events, hash_, _now()))


def find_waiting(responders: Responders) -> Iterator[tuple[CaseFile, ResponsePlan]]:
    """Yield each open case whose newest plan waits for an approval."""
    for case in list_cases(responders.log):
        if case.status == "closed":
            continue
        file = read_case_file(responders.log, case.id)
        if any(event.kind == "requested" for event in file.events):
            plan = find_plan(file)
            if find_standing(file.events, plan.hash, _now()).state == "waiting":
                yield file, plan


def _may_deny(responders: Responders, standing: ApprovalStanding, who: str) -> bool:
    """Whether somebody may deny a plan: who asked for it, and who may approve it."""
    if standing.state not in ("waiting", "granted"):
        raise NotAuthorized(f"there is nothing to deny: {standing.detail or standing.state}")
    people = responders.policy.people
    if not people or who == standing.requester:
        return True
    return any(person.principal == who and person.approves for person in people)


def _now() -> int:
    return time.time_ns() // 1_000_000
