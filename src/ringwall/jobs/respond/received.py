"""Findings that come in one by one, each answered once: by its case, whose id follows from it."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from ringwall.apply.environment import Halted
from ringwall.apply.run import execute
from ringwall.catalog.loader import load_responses
from ringwall.catalog.securityhub.finding_workflow import WorkflowStatus, keep_key, mark_finding
from ringwall.jobs.events import Events
from ringwall.jobs.respond.continued import ContinuedCase, find_run_status, go_on_with_file
from ringwall.jobs.respond.plan import (
    ResponsePlan,
    is_done_already,
    make_response_plan,
    tell_nothing,
)
from ringwall.jobs.respond.responders import Responders
from ringwall.jobs.respond.run import (
    AUTOMATIC,
    OF_A_RESPONSE,
    Responded,
    find_plan,
    request_response,
    start_response,
)
from ringwall.model.errors import BadInput, NotAuthorized, RingwallError, StrangeAccount
from ringwall.model.finding import Finding
from ringwall.model.response_policy import ResponseRule
from ringwall.model.table import Row
from ringwall.model.threat import Threat
from ringwall.respond import cases
from ringwall.respond.approval import find_standing
from ringwall.respond.cases import CaseAuthor, CaseFile, open_case, read_case_file
from ringwall.respond.protection import Protection
from ringwall.respond.rules import choose_threat, find_rule
from ringwall.respond.threats import make_threats

WORDS: Mapping[str, str] = {"waiting": "waits for approval", "denied": "denied"}


@dataclass(frozen=True)
class ReceivedResponse:
    """What became of a finding that came in."""

    finding: str
    state: str
    """ignored, contained, waits for approval, not authorized, unfinished, nothing to do, needs a
    person, ..."""
    case: str = ""
    playbook: str = ""
    run: str = ""
    problem: str = ""

    @property
    def is_unfinished(self) -> bool:
        """Whether the same finding has to come in again, so that its run goes on."""
        return self.state == "unfinished"

    def describe(self) -> Row:
        """Return it for programs."""
        return {name: value for name, value in vars(self).items() if value}


def name_case(finding: Finding) -> str:
    """Return the id of the case of a finding: the same, however often it comes in."""
    return cases.name_case(finding.uid, finding.first_seen)


def respond_to_finding(
    responders: Responders, finding: Finding, events: Events
) -> ReceivedResponse:
    """Answer a finding by the rules of the policy, or go on with what was begun about it.

    A finding that comes in again does nothing twice: its case says what was done. Locked where
    somebody else is at it; then it has to come in again.
    """
    if finding.status != "open":
        return ReceivedResponse(finding.uid, "ignored", problem=f"it is {finding.status}")
    reception = _Reception(responders, finding, events)
    try:
        return reception.answer(name_case(finding))
    except Halted:
        return ReceivedResponse(finding.uid, "unfinished", name_case(finding))
    except StrangeAccount as error:
        return ReceivedResponse(finding.uid, "not ours", problem=str(error))


def note_in_hub(
    responders: Responders,
    record: Mapping[str, Any],
    told: ReceivedResponse | ContinuedCase,
    events: Events,
) -> bool:
    """Say in Security Hub how a finding stands, as a run of its own; whether that was done.

    `record` is the finding as its product wrote it, or what its case has kept of it.
    """
    if not told.case or told.is_unfinished:
        return False
    sessions = responders.connection.sessions
    reader = sessions.reader(sessions.identity().account_id, sessions.home_region)
    status: WorkflowStatus = "RESOLVED" if told.state == "contained" else "NOTIFIED"
    note = f"Ringwall {told.case}: {told.state}" + f" ({told.playbook})" * bool(told.playbook)
    try:
        changes = list(mark_finding(reader, record, status, note))
        if not changes:
            return False
        environment = responders.open_environment()
        options = OF_A_RESPONSE
        report = execute(
            changes, environment, responders.principal, kind="respond", options=options
        )
    except RingwallError as error:  # what was contained is contained, whoever is told of it
        events.note(f"Security Hub was not told: {error}")
        return False
    except Halted:
        return False
    return report.is_clean


@dataclass(frozen=True)
class _Reception:
    """One finding, and what answers it."""

    responders: Responders
    finding: Finding
    events: Events

    def answer(self, case_id: str) -> ReceivedResponse:
        """Begin a case, or go on with it."""
        if self.responders.log.events(case_id):
            return self._go_on(read_case_file(self.responders.log, case_id))
        rule = self._find_rule()
        if rule is None:
            return self._say("ignored", problem="no rule takes it")
        playbook = load_responses()[rule.playbook]
        threats = make_threats(self.finding, case_id)
        taken, why = choose_threat(rule, playbook.kinds, threats, self._tags.find_tags)
        if taken is None:
            return self._say("ignored", playbook=playbook.id, problem=f"it {why}")
        plan = self._make_plan(taken, rule)
        if is_done_already(plan):
            return self._say("nothing to do", playbook=playbook.id, problem=tell_nothing(plan))
        file = open_case(
            self.responders.log,
            taken,
            title=self.finding.title,
            severity=self.finding.severity,
            author=AUTOMATIC,
            finding=self.finding.uid,
            record=keep_key(self.finding.raw),
            access=self.responders.access,
        )
        return self._act(file, plan)

    def _go_on(self, file: CaseFile) -> ReceivedResponse:
        """Finish the run of a case, start what was approved, or plan again."""
        case = file.case
        if case.finding != self.finding.uid:
            raise BadInput(f"{case.id} is about another finding")
        if case.status in ("contained", "closed"):
            return self._say(case.status, case.id)
        if went := go_on_with_file(self.responders, file, self.events):
            return self._say(went.state, case.id, went.playbook, run=went.run, problem=went.problem)
        if case.runs:
            run_id = case.runs[-1]
            return self._say(find_run_status(self.responders, run_id), case.id, run=run_id)
        if any(event.kind == "planned" for event in file.events):
            plan = find_plan(file)
            standing = find_standing(file.events, plan.hash, time.time_ns() // 1_000_000)
            if standing.state in ("waiting", "denied"):
                return self._say(WORDS[standing.state], case.id, plan.playbook.id)
        rule = self._find_rule()
        if rule is None:
            return self._say("ignored", case.id, problem="no rule takes it now")
        return self._plan(file, rule)

    def _plan(self, file: CaseFile, rule: ResponseRule) -> ReceivedResponse:
        """Plan what a rule says, and start it where it needs nobody."""
        playbook = load_responses()[rule.playbook]
        # The rule may be another one than that which opened the case.
        _, why = choose_threat(rule, playbook.kinds, (file.case.threat,), self._tags.find_tags)
        if why:
            return self._say("ignored", file.case.id, playbook.id, problem=f"it {why}")
        return self._act(file, self._make_plan(file.case.threat, rule))

    def _make_plan(self, threat: Threat, rule: ResponseRule) -> ResponsePlan:
        playbook, asked = load_responses()[rule.playbook], rule.need or None
        return make_response_plan(self.responders, threat, playbook, rule.options, asked)

    def _act(self, file: CaseFile, plan: ResponsePlan) -> ReceivedResponse:
        """Ask for the approval of a plan, or start it; leave to a person what has no Change."""
        playbook = plan.playbook
        if not plan.changes:
            return self._leave(file, plan)
        try:
            file = request_response(self.responders, file, plan, AUTOMATIC).file
        except NotAuthorized as error:
            return self._say("not authorized", file.case.id, playbook.id, problem=str(error))
        if plan.requirement.need != "automatic":
            self.events.note(f"{file.case.id} waits for approval: plan {plan.hash[:12]}")
            return self._say(WORDS["waiting"], file.case.id, playbook.id)
        return self._start(file, plan)

    def _leave(self, file: CaseFile, plan: ResponsePlan) -> ReceivedResponse:
        """Close a case in which there is nothing to do; say in it what only a person can."""
        why, author = tell_nothing(plan), CaseAuthor(self.responders.log, AUTOMATIC)
        told = file.case.id, plan.playbook.id
        if is_done_already(plan):
            author.add(file, "closed", {"reason": why})
            return self._say("nothing to do", *told, problem=why)
        note = {"text": f"{plan.playbook.id} can do nothing by itself: {why}"}
        if all(event.body != note for event in file.events):
            author.add(file, "noted", note)
        return self._say("needs a person", *told, problem=why)

    def _start(self, file: CaseFile, plan: ResponsePlan) -> ReceivedResponse:
        try:
            return self._tell(start_response(self.responders, file, plan, self.events))
        except NotAuthorized as error:
            told = file.case.id, plan.playbook.id
            return self._say("not authorized", *told, problem=str(error))

    def _tell(self, went: Responded) -> ReceivedResponse:
        run = went.result.run
        status = went.file.case.status
        state = run.status if status == "open" else status.replace("_", " ")
        return self._say(state, went.file.case.id, find_plan(went.file).playbook.id, run=run.id)

    def _say(
        self, state: str, case: str = "", playbook: str = "", *, run: str = "", problem: str = ""
    ) -> ReceivedResponse:
        return ReceivedResponse(self.finding.uid, state, case, playbook, run, problem)

    @cached_property
    def _tags(self) -> Protection:
        policy, reader = self.responders.policy, self.responders.membership.reader
        return Protection(policy.protected, reader, self.responders.settings)

    def _find_rule(self) -> ResponseRule | None:
        policy, now = self.responders.policy, datetime.now(UTC)
        return find_rule(policy, self.finding, now, self._tags.find_tags)
