"""Cases gone on with: what was approved is begun, what was begun is brought to its end.

Who names a case has no say in what is done: that stands in the sealed case alone.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from ringwall.apply.environment import Halted
from ringwall.jobs.events import Events
from ringwall.jobs.respond.plan import ResponsePlan
from ringwall.jobs.respond.responders import Responders
from ringwall.jobs.respond.run import Responded, find_plan, resume_response, start_response
from ringwall.model.case import CaseEvent
from ringwall.model.errors import BadInput, NotAuthorized, RingwallError
from ringwall.model.table import Row
from ringwall.respond.approval import find_standing
from ringwall.respond.cases import CaseFile, read_case_file
from ringwall.respond.policy_file import read_duration

LOOKED_BACK = 7 * 86_400_000
"""Milliseconds; what nothing was added to for longer is left to people."""


@dataclass(frozen=True)
class ContinuedCase:
    """How it went to go on with a case."""

    case: str
    state: str
    """contained, nothing to go on with, not authorized, unfinished, not now, ..."""
    playbook: str = ""
    run: str = ""
    problem: str = ""

    @property
    def is_unfinished(self) -> bool:
        """Whether it has to be gone on with once more."""
        return self.state == "unfinished"

    def describe(self) -> Row:
        """Return it for programs."""
        return {name: value for name, value in vars(self).items() if value}


def go_on_with_case(responders: Responders, case_id: str, events: Events) -> ContinuedCase:
    """Start what was approved in a case, or go on with its run; nothing else is ever done.

    INVARIANT: the sealed case says what was approved. Whoever asks for it, as often as they like,
    gets no more done than that, once.
    """
    try:
        file = read_case_file(responders.log, case_id)
        went = go_on_with_file(responders, file, events)
    except Halted:
        return ContinuedCase(case_id, "unfinished")
    except RingwallError as error:  # Locked where somebody else is at it, too
        return ContinuedCase(case_id, "not now", problem=str(error))
    return went or ContinuedCase(case_id, "nothing to go on with")


def go_on_with_file(responders: Responders, file: CaseFile, events: Events) -> ContinuedCase | None:
    """Go on with a case; None where nothing is approved and not begun, or begun and not ended."""
    case = file.case
    if case.status == "closed":
        return None
    try:
        if case.runs and _is_open(responders, file.events, case.runs[-1]):
            return _tell(resume_response(responders, file, events))
        if (plan := _find_granted(file)) is not None:
            return _tell(start_response(responders, file, plan, events))
    except NotAuthorized as error:
        run = case.runs[-1] if case.runs else ""
        return ContinuedCase(case.id, "not authorized", run=run, problem=str(error))
    return None


def find_run_status(responders: Responders, run_id: str) -> str:
    """Return how a run stands in the journal, '' where it is not there."""
    try:
        return responders.open_environment().journal.run(run_id).status
    except BadInput:
        return ""


def find_unfinished(responders: Responders) -> Iterator[str]:
    """Yield the ids of cases that there is something to go on with in, as far as it looks.

    Seals are not looked at: they are before anything is done.
    """
    lasts = read_duration(responders.policy.approval.expires).total_seconds() * 1000
    since = _now() - max(LOOKED_BACK, round(lasts))
    for case_id in responders.log.moved_since(since):
        try:
            events = responders.log.events(case_id)
        except BadInput:
            continue  # it is damaged: nothing is done in it
        if _is_unfinished(responders, events):
            yield case_id


def _is_unfinished(responders: Responders, events: tuple[CaseEvent, ...]) -> bool:
    started = [str(event.body.get("run")) for event in events if event.kind == "started"]
    if started and _is_open(responders, events, started[-1]):
        return True
    plans = [str(event.body.get("plan")) for event in events if event.kind == "planned"]
    return bool(plans) and find_standing(events, plans[-1], _now()).state == "granted"


def _is_open(responders: Responders, events: tuple[CaseEvent, ...], run_id: str) -> bool:
    """Whether a run has not ended, or its case does not say so yet."""
    told = {str(event.body["run"]) for event in events if event.kind == "ended"}
    return run_id not in told or find_run_status(responders, run_id) in ("", "open")


def _find_granted(file: CaseFile) -> ResponsePlan | None:
    """Return the newest plan of a case where it has all approvals, and was not begun."""
    if not any(event.kind == "planned" for event in file.events):
        return None
    plan = find_plan(file)
    return plan if find_standing(file.events, plan.hash, _now()).state == "granted" else None


def _tell(went: Responded) -> ContinuedCase:
    run, status = went.result.run, went.file.case.status
    state = run.status if status == "open" else status.replace("_", " ")
    return ContinuedCase(went.file.case.id, state, find_plan(went.file).playbook.id, run.id)


def _now() -> int:
    return time.time_ns() // 1_000_000
