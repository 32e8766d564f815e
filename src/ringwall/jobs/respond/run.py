"""A plan asked for, approved, carried out and gone on with; each of it written down beforehand."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace

from ringwall.apply.environment import RunEnvironment
from ringwall.apply.run import RunReport, execute, resume
from ringwall.jobs.events import Events
from ringwall.jobs.respond.plan import ResponsePlan, read_response_plan, tell_nothing
from ringwall.jobs.respond.responders import Responders
from ringwall.jobs.run_report import RunResult, check_entry, telling
from ringwall.jobs.unfinished_runs import naming_run
from ringwall.model.case import CaseEvent
from ringwall.model.errors import BadInput, Locked, NotAuthorized
from ringwall.model.lease import Leased
from ringwall.model.response_policy import NEEDS
from ringwall.model.run import RunOptions
from ringwall.model.text import count_of, make_visible
from ringwall.respond.approval import (
    ApprovalStanding,
    count_needed,
    expire_at,
    find_need,
    find_standing,
)
from ringwall.respond.cases import CaseFile
from ringwall.respond.limits import HOUR, count_uses, find_excess
from ringwall.respond.policy_file import read_duration
from ringwall.respond.protection import Protection
from ringwall.respond.switch import refuse_halted

PARALLEL = 4
"""Changes of a response that are made at a time."""
OF_A_RESPONSE = RunOptions(PARALLEL, keep_going=True, accept_irreversible=True)
"""What cannot be undone was approved with the plan."""
AUTOMATIC = "ringwall"
"""Who acts where no person does."""
TURN = Leased("", "", "responses that start by themselves")
"""The lease of who starts one: another one waits for its turn."""
TURN_SECONDS, TURNS = 0.25, 60


@dataclass(frozen=True)
class Requested:
    """A plan in its case, and how its approval stands."""

    file: CaseFile
    plan: ResponsePlan
    standing: ApprovalStanding


@dataclass(frozen=True)
class Responded:
    """How a response went."""

    file: CaseFile
    result: RunResult

    @property
    def is_contained(self) -> bool:
        """Whether all that contains is done and verified."""
        return is_contained(self.result.report)


def is_contained(report: RunReport) -> bool:
    """Whether all steps of a run that contain are done and verified, and there is one."""
    steps = [step for step in report.steps if step.change.stage == "contain"]
    return bool(steps) and all(step.is_good for step in steps)


def request_response(
    responders: Responders, file: CaseFile, plan: ResponsePlan, requester: str = ""
) -> Requested:
    """Write a plan into its case, and ask for its approval where it needs one.

    A person who asks for what one person has to approve has approved it. NotAuthorized where
    nobody may approve it; BadInput where there is nothing to do.
    """
    if not plan.changes:
        raise BadInput(f"nothing to do: {tell_nothing(plan)}")
    author = responders.author if not requester else replace(responders.author, principal=requester)
    body = {**plan.document, "plan": plan.hash}
    file = author.add(file, "planned", body)
    need = plan.requirement.need
    if need == "never":
        raise NotAuthorized(
            f"nobody may approve this: {'; '.join(plan.requirement.reasons)}; the plan is in "
            f"{file.case.id}, for a person to carry out by hand"
        )
    if need != "automatic":
        expires = read_duration(responders.policy.approval.expires)
        asked = {
            "plan": plan.hash,
            "needed": count_needed(need),
            "requester": author.principal,
            "expires_at": expire_at(_now(), expires),
            "reasons": list(plan.requirement.reasons),
        }
        file = author.add(file, "requested", asked)
        if need == "one" and _may_approve(responders, author.principal):
            file = author.add(file, "approved", {"plan": plan.hash, "via": "request"})
    return Requested(file, plan, find_standing(file.events, plan.hash, _now()))


def find_plan(file: CaseFile, wanted: str = "") -> ResponsePlan:
    """Return a plan of a case by the beginning of its hash; the newest one without any."""
    plans = [event for event in file.events if event.kind == "planned"]
    found = [event for event in plans if str(event.body.get("plan", "")).startswith(wanted)]
    if not found:
        told = f" {wanted}" if wanted else ""
        raise BadInput(f"{file.case.id} has no plan{told}; `ringwall respond run` makes one")
    return read_response_plan(found[-1])


def find_granted(responders: Responders, wanted: str) -> tuple[CaseFile, ResponsePlan] | None:
    """Return a case and its newest plan where that was approved and not started; else None."""
    return _find_asked(responders, wanted, "granted")


def find_waiting(responders: Responders, wanted: str) -> tuple[CaseFile, ResponsePlan] | None:
    """Return a case and its newest plan where that waits for people to approve; else None.

    To plan it anew would throw away the approvals that it has.
    """
    return _find_asked(responders, wanted, "waiting")


def _find_asked(
    responders: Responders, wanted: str, state: str
) -> tuple[CaseFile, ResponsePlan] | None:
    if not wanted.upper().startswith("CASE-"):
        return None
    file = responders.find_case(wanted)
    if not any(event.kind == "requested" for event in file.events):
        return None
    plan = find_plan(file)
    standing = find_standing(file.events, plan.hash, _now())
    return (file, plan) if standing.state == state else None


def start_response(
    responders: Responders, file: CaseFile, plan: ResponsePlan, events: Events
) -> Responded:
    """Carry out an approved plan as a new run, and return how it went.

    Its approval is used up in the same moment in which the run's id is written down: nobody can
    start it twice, and a kill loses neither. NotAuthorized where it may not be started.
    """
    refuse_halted(responders.log)
    environment = responders.open_environment()
    refuse_closed(file)
    refuse_open_run(responders, file)
    check_plan(responders, file, plan)
    check_entry(responders.connection, plan.changes)
    is_automatic = plan.requirement.need == "automatic"
    uses = count_uses(plan.changes)
    run_id = environment.journal.new_id()
    body = {"plan": plan.hash, "run": run_id, "uses": uses, "automatic": is_automatic}

    def still(now: CaseFile) -> bool:
        return now.case.status != "closed" and may_start(now, plan)

    with _one_by_one(environment, run_id) if is_automatic else nullcontext():
        if is_automatic:
            _refuse_excess(responders, uses)
        file = responders.author.add(file, "started", body, still)
    return _make(responders, file, plan, run_id, events)


def resume_response(responders: Responders, file: CaseFile, events: Events) -> Responded:
    """Go on with the last run of a case, wherever it was cut off; what is done stays done.

    NotAuthorized where the policy has become stricter than the plan: what is left is not done.
    """
    refuse_halted(responders.log)
    refuse_closed(file)
    starts = [event for event in file.events if event.kind == "started"]
    if not starts:
        raise BadInput(f"{file.case.id}: nothing was started yet; `ringwall respond run` does it")
    run_id = str(starts[-1].body["run"])
    plan = find_plan(file, str(starts[-1].body["plan"]))
    environment = _open(responders)
    known = {run.id: run for run in environment.journal.runs()}
    if run_id not in known or known[run_id].status != "done":
        refuse_stricter(responders, plan)
    if run_id not in known:
        # Killed between the start in the case and the first line of the journal.
        return _make(responders, file, plan, run_id, events)
    journal, leases = environment.journal, environment.leases
    with naming_run(journal, leases, events), telling(events, len(plan.changes)) as tell:
        report = resume(run_id, environment, responders.principal, options=OF_A_RESPONSE, tell=tell)
    return _end(responders, file, report)


def check_plan(responders: Responders, file: CaseFile, plan: ResponsePlan) -> None:
    """Raise NotAuthorized unless a plan may be started now, by the policy and AWS as they are."""
    refuse_stricter(responders, plan)
    if not may_start(file, plan):
        raise NotAuthorized(tell_missing(file, plan))
    people = responders.policy.people
    may = {person.principal for person in people if person.approves}
    for approver in find_standing(file.events, plan.hash, _now()).approvers:
        if people and approver not in may:
            raise NotAuthorized(f"{approver} approved it, and may not any more: plan again")


def refuse_closed(file: CaseFile) -> None:
    """Raise BadInput where a case is closed: nothing acts in it."""
    if file.case.status == "closed":
        id_ = file.case.id
        raise BadInput(f"{id_} is closed; `ringwall case reopen {id_}` opens it again")


def refuse_stricter(responders: Responders, plan: ResponsePlan) -> None:
    """Raise NotAuthorized where a plan needs more now than when it was planned."""
    sessions = responders.connection.sessions
    protection = Protection(responders.policy.protected, sessions.reader, responders.settings)
    protected = protection.find(plan.changes, (plan.threat.resource, plan.threat.account_id))
    asked = plan.asked or ""
    need = find_need(responders.policy, plan.playbook.id, plan.changes, protected, asked).need
    if NEEDS.index(need) > NEEDS.index(plan.requirement.need):
        raise NotAuthorized(
            f"it needs {need} now, and was planned when it needed {plan.requirement.need}: plan "
            "again"
        )


def may_start(file: CaseFile, plan: ResponsePlan) -> bool:
    """Whether a plan is approved, or needs no approval, and was not started yet."""
    if plan.requirement.need == "automatic":
        used = [e for e in file.events if e.kind == "started" and e.body.get("plan") == plan.hash]
        return not used
    return find_standing(file.events, plan.hash, _now()).state == "granted"


def tell_missing(file: CaseFile, plan: ResponsePlan) -> str:
    """Return why a plan may not be started, and what to do."""
    standing = find_standing(file.events, plan.hash, _now())
    match standing.state:
        case "waiting":
            missing = standing.needed - len(standing.approvers)
            persons = count_of(missing, "more person")
            return (
                f"{file.case.id} waits for {persons} to approve: ringwall respond approve "
                f"{file.case.id}"
            )
        case "none":
            return f"{file.case.id}: the plan was started already, or nobody asked for an approval"
        case _:
            return f"{file.case.id}: {standing.detail}; plan again: ringwall respond run"


def refuse_open_run(responders: Responders, file: CaseFile) -> None:
    """Raise BadInput where a run of the case did not end: it is gone on with, or undone, first."""
    journal = responders.open_environment().journal
    known = {run.id: run for run in journal.runs()}
    for run_id in file.case.runs:
        if run_id not in known or known[run_id].status == "open":
            raise BadInput(
                f"{file.case.id}: run {run_id} did not end: `ringwall respond resume "
                f"{file.case.id}` goes on with it, `ringwall respond undo {file.case.id}` undoes it"
            )


def _make(
    responders: Responders, file: CaseFile, plan: ResponsePlan, run_id: str, events: Events
) -> Responded:
    environment = _open(responders)
    journal, leases = environment.journal, environment.leases
    with naming_run(journal, leases, events), telling(events, len(plan.changes)) as tell:
        report = execute(
            plan.changes,
            environment,
            responders.principal,
            kind="respond",
            run_id=run_id,
            options=OF_A_RESPONSE,
            tell=tell,
        )
    return _end(responders, file, report)


def _end(responders: Responders, file: CaseFile, report: RunReport) -> Responded:
    """Write down how a run ended, once."""
    result = RunResult(report)
    run = report.run
    done = {event.body.get("run") for event in file.events if event.kind == "ended"}
    body = {"run": run.id, "status": run.status, "done": result.done, "others": result.others}
    if run.id not in done or run.status != "done":
        file = responders.author.add(file, "ended", body)
    if is_contained(report) and file.case.status == "open":
        file = responders.author.add(file, "contained", {"run": run.id})
    return Responded(file, result)


def _open(responders: Responders) -> RunEnvironment:
    """Return what a run works with; the switch is looked at before each write."""
    environment = responders.open_environment()

    def check() -> None:
        environment.check_lease()
        refuse_halted(responders.log)

    return replace(environment, check_lease=check)


@contextmanager
def _one_by_one(environment: RunEnvironment, run_id: str) -> Iterator[None]:
    """Let nobody else start what no person has approved: what is left of limits is counted once."""
    leases, pauses = environment.leases, [TURN_SECONDS] * TURNS
    while True:
        try:
            leases.take(run_id, [TURN])
            break
        except Locked:
            if not pauses:
                raise
            environment.pause(pauses.pop())
    try:
        yield
    finally:
        leases.release(run_id)


def _refuse_excess(responders: Responders, uses: dict[str, int]) -> None:
    log, now = responders.log, _now()
    found: list[CaseEvent] = []
    for one in log.case_ids():
        events = [event for event in log.events(one) if event.at > now - HOUR]
        if events and log.doubt(one):
            raise NotAuthorized(
                f"case {make_visible(one)} does not hold, so that nobody knows what is left of the "
                "limits: a person has to approve it"
            )
        found += events
    if excess := find_excess(responders.policy.limits, uses, found, now):
        raise NotAuthorized(f"{excess}: a person has to approve it")


def _may_approve(responders: Responders, principal: str) -> bool:
    people = responders.policy.people
    if not people:
        return principal != AUTOMATIC
    return any(person.principal == principal and person.approves for person in people)


def _now() -> int:
    return time.time_ns() // 1_000_000
