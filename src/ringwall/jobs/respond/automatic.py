"""What the rules of the policy start: shown for a time that is over, or carried out now."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from ringwall.catalog.loader import load_responses
from ringwall.jobs.events import Events
from ringwall.jobs.history import open_findings
from ringwall.jobs.incidents import parse_since
from ringwall.jobs.respond.plan import ResponsePlan, make_response_plan
from ringwall.jobs.respond.received import respond_to_finding
from ringwall.jobs.respond.responders import Responders
from ringwall.jobs.respond.run import AUTOMATIC
from ringwall.model.errors import BadInput, Locked, RingwallError
from ringwall.model.finding import CONTROL_FINDING, Finding
from ringwall.model.response_policy import ResponseRule
from ringwall.model.table import Row
from ringwall.model.threat import Threat
from ringwall.respond.cases import list_cases
from ringwall.respond.protection import Protection
from ringwall.respond.rules import FindTags, choose_threat, find_rule
from ringwall.respond.threats import make_threats
from ringwall.store.database.ledger import Filter
from ringwall.store.home import Home

EVERY = Filter(statuses=("open", "resolved", "suppressed"))


@dataclass(frozen=True)
class SimulatedResponse:
    """What a rule does, or would have done, about one finding."""

    finding: Finding
    rule: str
    playbook: str
    threat: Threat | None
    plan: ResponsePlan | None = None
    """What it would do to AWS as it is now; None where that was not asked, or cannot be said."""
    problem: str = ""
    case: str = ""
    """The case that it was done in."""
    state: str = ""
    """How that stands: contained, waits for approval, nothing to do, needs a person, ..."""

    def describe(self) -> Row:
        """Return it for programs."""
        plan = self.plan
        return {
            "finding": self.finding.uid,
            "found": self.finding.rule,
            "severity": self.finding.severity,
            "at": self.finding.first_seen,
            "rule": self.rule,
            "playbook": self.playbook,
            "resource": self.threat.resource if self.threat else "",
            "account_id": self.finding.account_id,
            "need": plan.requirement.need if plan else "",
            "changes": [change.write.operation for change in plan.changes] if plan else [],
            "problem": self.problem,
            "case": self.case,
            "state": self.state,
        }


def simulate_responses(
    responders: Responders, since: str, *, look: bool = False
) -> Iterator[SimulatedResponse]:
    """Yield what the rules would have started about findings since a time, oldest first.

    With `look`, also what each playbook would do to AWS as it is now. Nothing is written. BadInput
    where the policy has no rule.
    """
    if not responders.policy.rules:
        raise BadInput("the policy has no rule: add [[rules]] to response.toml, and name it")
    start = parse_since(since, datetime.now(UTC))
    tags = _tags_of(responders)
    for finding in _find_findings(responders, start):
        at = datetime.fromtimestamp(finding.last_seen / 1000, UTC)
        if rule := find_rule(responders.policy, finding, at, tags):
            yield _simulate(responders, finding, rule, look=look)


def respond_by_rules(
    responders: Responders, since: str, events: Events
) -> Iterator[SimulatedResponse]:
    """Start what the rules say about open findings since a time, and yield how each went.

    A finding that has a case already is left to it, unless this is the case that was begun here and
    cut off. What needs a person waits for one.
    """
    if not responders.policy.rules:
        raise BadInput("the policy has no rule: add [[rules]] to response.toml, and name it")
    start = parse_since(since, datetime.now(UTC))
    handled = _find_handled(responders)
    now = datetime.now(UTC)
    for finding in _find_findings(responders, start):
        if finding.status != "open" or finding.uid in handled:
            continue
        rule = find_rule(responders.policy, finding, now, _tags_of(responders))
        if rule is None:
            continue
        try:
            yield _respond(responders, finding, rule, events)
        except Locked as error:
            told = SimulatedResponse(finding, rule.name, rule.playbook, None, problem=str(error))
            yield replace(told, state="left to another process")
        except RingwallError as error:  # of one finding; the others are still answered
            yield SimulatedResponse(finding, rule.name, rule.playbook, None, problem=str(error))


def _find_handled(responders: Responders) -> set[str]:
    """Return the findings that have a case, but for cases that a kill has cut off here."""
    found = set()
    for case in list_cases(responders.log):
        if not (case.opened_by == AUTOMATIC and case.status == "open"):
            found.add(case.finding)
            continue
        kinds = [event.kind for event in responders.log.events(case.id)]
        newest = next(kind for kind in reversed(kinds) if kind not in ("told", "escalated"))
        if newest not in ("opened", "planned", "started"):
            found.add(case.finding)
    return found


def _respond(
    responders: Responders, finding: Finding, rule: ResponseRule, events: Events
) -> SimulatedResponse:
    threat, problem = _choose(responders, finding, rule)
    done = SimulatedResponse(finding, rule.name, rule.playbook, threat, problem=problem)
    if threat is None:
        return done
    told = respond_to_finding(responders, finding, events)
    return replace(done, case=told.case, state=told.state, problem=told.problem)


def _simulate(
    responders: Responders, finding: Finding, rule: ResponseRule, *, look: bool
) -> SimulatedResponse:
    threat, problem = _choose(responders, finding, rule)
    told = SimulatedResponse(finding, rule.name, rule.playbook, threat, problem=problem)
    if threat is None or not look:
        return told
    try:
        playbook = load_responses()[rule.playbook]
        plan = make_response_plan(responders, threat, playbook, rule.options, rule.need or None)
    except RingwallError as error:
        return replace(told, problem=str(error))
    return SimulatedResponse(finding, rule.name, rule.playbook, threat, plan, plan.problem)


def _choose(
    responders: Responders, finding: Finding, rule: ResponseRule
) -> tuple[Threat | None, str]:
    """Return the threat of a finding that the playbook of a rule takes, or why there is none."""
    kinds = load_responses()[rule.playbook].kinds
    threats = make_threats(finding)
    taken, problem = choose_threat(rule, kinds, threats, _tags_of(responders))
    return taken, f"the finding {problem}" if problem else ""


def _find_findings(responders: Responders, since: int) -> list[Finding]:
    """Return what detections and AWS's services found since a time, oldest first."""
    ledger = open_findings(Home(responders.home))
    found = [
        finding
        for finding in ledger.findings(EVERY)
        if finding.last_seen >= since and finding.class_uid != CONTROL_FINDING
    ]
    return sorted(found, key=lambda finding: (finding.first_seen, finding.uid))


def _tags_of(responders: Responders) -> FindTags:
    """Return what reads the tags of a resource; None where they are not known."""
    reader = responders.membership.reader
    return Protection(responders.policy.protected, reader, responders.settings).find_tags
