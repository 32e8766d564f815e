"""A plan asked for, approved, carried out and gone on with; each of it written down beforehand."""

import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, replace

from ringwall.apply.environment import RunEnvironment
from ringwall.apply.run import RunReport, execute, resume
from ringwall.jobs.events import Events
from ringwall.jobs.respond.plan import ResponsePlan, read_response_plan, tell_nothing
from ringwall.jobs.respond.responders import Responders
from ringwall.jobs.respond.turn import count_start, taking_turn
from ringwall.jobs.run_report import RunResult, check_entry, telling
from ringwall.jobs.unfinished_runs import naming_run
from ringwall.model.case import CaseEventKind
from ringwall.model.errors import BadInput, CaseMoved, NotAuthorized
from ringwall.model.response_policy import NEEDS
from ringwall.model.run import RunOptions
from ringwall.model.table import Row
from ringwall.model.text import count_of
from ringwall.respond.approval import (
    ApprovalStanding,
    count_needed,
    expire_at,
    find_need,
    find_standing,
)
from ringwall.respond.cases import CaseFile, list_cases, look_again, read_case_file
from ringwall.respond.limits import count_uses
from ringwall.respond.policy_file import read_duration
from ringwall.respond.protection import Protection
from ringwall.respond.switch import refuse_halted

PARALLEL = 4
"""Changes of a response that are made at a time."""
OF_A_RESPONSE = RunOptions(PARALLEL, keep_going=True, accept_irreversible=True)
"""What cannot be undone was approved with the plan."""
AUTOMATIC = "ringwall"
"""Who acts where no person does."""


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
        """Whether all that contains is done and verified, by every playbook of the case."""
        return self.file.case.status == "contained"


def is_contained(report: RunReport) -> bool:
    """Whether all steps of a run that contain are done and verified, and there is one."""
    steps = [step for step in report.steps if step.change.stage == "contain"]
    return bool(steps) and all(step.is_good for step in steps)


def request_response(
    responders: Responders, file: CaseFile, plan: ResponsePlan, requester: str = ""
) -> Requested:
    """Write a plan into its case, and ask for its approval where it needs one.

    A person who asks for what one person has to approve has approved it. NotAuthorized where
    nobody may approve it; BadInput where there is nothing to do; CaseMoved where somebody else has
    planned or started something in the case since it was read.
    """
    if not plan.changes:
        raise BadInput(f"nothing to do: {tell_nothing(plan)}")
    author = responders.author if not requester else replace(responders.author, principal=requester)
    body = {**plan.document, "plan": plan.hash}
    file = author.add(file, "planned", body, _as_seen(file))
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


def _as_seen(seen: CaseFile) -> Callable[[CaseFile], bool]:
    """Return what says whether nobody has planned or started anything since a case was read."""
    kinds = ("planned", "started", "closed")

    def count(file: CaseFile) -> int:
        return sum(event.kind in kinds for event in file.events)

    return lambda now: count(now) == count(seen)


def find_plan(file: CaseFile, wanted: str = "") -> ResponsePlan:
    """Return a plan of a case by the beginning of its hash; the newest one without any."""
    plans = [event for event in file.events if event.kind == "planned"]
    found = [event for event in plans if str(event.body.get("plan", "")).startswith(wanted)]
    if not found:
        told = f" {wanted}" if wanted else ""
        raise BadInput(f"{file.case.id} has no plan{told}; `ringwall respond run` makes one")
    return read_response_plan(found[-1])


def find_granted(responders: Responders, wanted: str) -> tuple[CaseFile, ResponsePlan] | None:
    """Return a case and its newest plan where that was approved and not started; else None.

    `wanted` is a case, or the finding or incident that an open case is about.
    """
    return _find_asked(responders, wanted, "granted")


def find_waiting(responders: Responders, wanted: str) -> tuple[CaseFile, ResponsePlan] | None:
    """Return a case and its newest plan where that waits for people to approve; else None.

    To plan it anew would throw away the approvals that it has.
    """
    return _find_asked(responders, wanted, "waiting")


def _find_asked(
    responders: Responders, wanted: str, state: str
) -> tuple[CaseFile, ResponsePlan] | None:
    if wanted.upper().startswith("CASE-"):
        file = responders.find_case(wanted)
    else:
        about = (one for one in list_cases(responders.log) if wanted in (one.finding, one.incident))
        case = next((one for one in about if one.status != "closed"), None)
        if case is None:
            return None
        file = read_case_file(responders.log, case.id)
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
    responders.vouch_for(file.case)
    environment = responders.open_environment()
    refuse_closed(file)
    refuse_open_run(responders, file)
    check_plan(responders, file, plan)
    check_entry(responders.connection, plan.changes)
    is_automatic = plan.requirement.need == "automatic"
    uses = count_uses(plan.changes)
    run_id = environment.journal.new_id()
    body = {"plan": plan.hash, "run": run_id, "uses": uses, "automatic": is_automatic}

    before = file.case.runs

    def still(now: CaseFile) -> bool:
        # Of two plans of one case, one is started: the other one knows nothing of what that did.
        is_first = now.case.status != "closed" and now.case.runs == before
        return is_first and may_start(now, plan)

    with taking_turn(environment, run_id) if is_automatic else nullcontext():
        if is_automatic:
            file = look_again(responders.log, file, still)
            count_start(responders, file.case.id, run_id, uses)
        file = responders.author.add(file, "started", body, still)
    return _make(responders, file, plan, run_id, events)


def resume_response(responders: Responders, file: CaseFile, events: Events) -> Responded:
    """Go on with the last run of a case, wherever it was cut off; what is done stays done.

    NotAuthorized where the policy has become stricter than the plan: what is left is not done.
    """
    refuse_halted(responders.log)
    responders.vouch_for(file.case)
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
        raise NotAuthorized(tell_missing(file, plan, responders.access))
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
    for account_id in sorted({change.account_id for change in plan.changes}):
        responders.membership.refuse(account_id)
    reader = responders.membership.reader
    protection = Protection(responders.policy.protected, reader, responders.settings)
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


def tell_missing(file: CaseFile, plan: ResponsePlan, access: str = "") -> str:
    """Return why a plan may not be started, and what to do.

    `access` are options of the command; those by which the case was opened if left out.
    """
    ways = access or file.case.access
    standing = find_standing(file.events, plan.hash, _now())
    match standing.state:
        case "waiting":
            missing = standing.needed - len(standing.approvers)
            persons = count_of(missing, "more person")
            return (
                f"{file.case.id} waits for {persons} to approve: ringwall respond approve "
                f"{file.case.id}{ways}"
            )
        case "none":
            return f"{file.case.id}: the plan was started already, or nobody asked for an approval"
        case _:
            run = f"ringwall respond run {file.case.id} --playbook {plan.playbook.id}{ways}"
            again = f"plan again: {run}"
            return f"{file.case.id}: {standing.detail}; {again}"


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
    """Write down how a run ended, once, whoever else does so at the same time."""
    result = RunResult(report)
    run = report.run
    body = {"run": run.id, "status": run.status, "done": result.done, "others": result.others}

    def has_ended(now: CaseFile) -> bool:
        ends = [e for e in now.events if e.kind == "ended" and e.body.get("run") == run.id]
        return bool(ends) and ends[-1].body == body

    def has_contained(now: CaseFile) -> bool:
        return any(e.kind == "contained" and e.body.get("run") == run.id for e in now.events)

    file = _add_once(responders, file, "ended", body, has_ended)
    if is_contained(report):
        file = _add_once(responders, file, "contained", {"run": run.id}, has_contained)
    return Responded(file, result)


def _add_once(
    responders: Responders,
    file: CaseFile,
    kind: CaseEventKind,
    body: Row,
    is_there: Callable[[CaseFile], bool],
) -> CaseFile:
    """Add an event to a case unless it is there, and return the case."""
    if is_there(file):
        return file
    try:
        return responders.author.add(file, kind, body, lambda now: not is_there(now))
    except CaseMoved:
        now = read_case_file(responders.log, file.case.id)
        if not is_there(now):
            raise
        return now


def _open(responders: Responders) -> RunEnvironment:
    """Return what a run works with; the switch is looked at before each write."""
    environment = responders.open_environment()

    def check() -> None:
        environment.check_lease()
        refuse_halted(responders.log)

    return replace(environment, check_lease=check)


def _may_approve(responders: Responders, principal: str) -> bool:
    people = responders.policy.people
    if not people:
        return principal != AUTOMATIC
    return any(person.principal == principal and person.approves for person in people)


def _now() -> int:
    return time.time_ns() // 1_000_000
