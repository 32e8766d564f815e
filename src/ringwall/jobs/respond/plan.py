"""A threat to a plan that waits for its approval: the calls, their undo, their risks, its hash."""

import hashlib
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import msgspec

from ringwall.apply.describe import describe_plan, tell_plan
from ringwall.apply.document import read_change, write_change
from ringwall.catalog.loader import load_responses
from ringwall.jobs.respond.responders import Responders
from ringwall.model.case import CaseEvent
from ringwall.model.change import Change, Plan
from ringwall.model.errors import BadInput
from ringwall.model.response_playbook import HumanStep, ResponsePlaybook
from ringwall.model.response_policy import ApprovalNeed
from ringwall.model.table import Row
from ringwall.model.text import make_visible
from ringwall.model.threat import Threat
from ringwall.respond.approval import PlanNeed, find_need
from ringwall.respond.planning import plan_response
from ringwall.respond.protection import Protection


@dataclass(frozen=True)
class ResponsePlan:
    """What a playbook would do about a threat, and whom it takes to agree."""

    playbook: ResponsePlaybook
    threat: Threat
    options: Mapping[str, str]
    at: int
    """When it was planned, in milliseconds since 1970, UTC: the plan of another time is another."""
    changes: tuple[Change, ...]
    steps: tuple[HumanStep, ...]
    problem: str
    requirement: PlanNeed
    protected: tuple[tuple[str, str], ...] = ()
    asked: ApprovalNeed | None = None
    """What the rule that started it says in place of the blast class."""

    @property
    def document(self) -> Row:
        """The plan as the case keeps it."""
        return {
            "playbook": self.playbook.id,
            "threat": asdict(self.threat),
            "options": dict(self.options),
            "at": self.at,
            "changes": [write_change(change) for change in self.changes],
            "steps": [asdict(step) for step in self.steps],
            "problem": self.problem,
            "need": self.requirement.need,
            "reasons": list(self.requirement.reasons),
            "asked": self.asked,
            "protected": [list(one) for one in self.protected],
        }

    @property
    def hash(self) -> str:
        """What an approval is bound to."""
        return hash_plan(self.document)

    def describe(self) -> Row:
        """Return the plan for programs."""
        return {
            **self.document,
            **describe_plan(Plan(self.changes)),
            "hash": self.hash,
            "risks": list(self.playbook.risks),
            "rollback": self.playbook.rollback,
        }

    def lines(self) -> Iterator[str]:
        """Yield the plan as lines of text: what it does, and what it does not do."""
        yield f"{self.playbook.title} ({self.playbook.id})"
        yield f"target  {make_visible(self.threat.resource)} ({self.threat.account_id})"
        yield from tell_plan(Plan(self.changes))
        for step in self.steps:
            yield f"person  {make_visible(step.what)}  ({make_visible(step.why)})"
        if self.problem:
            yield f"ENDS EARLY  {make_visible(self.problem)}"
        for risk in self.playbook.risks:
            yield f"risk    {risk}"
        yield f"undo    {self.playbook.rollback}"
        reasons = "; ".join(make_visible(reason) for reason in self.requirement.reasons)
        yield f"needs   {tell_need(self.requirement.need)} ({reasons})"


def make_response_plan(
    responders: Responders,
    threat: Threat,
    playbook: ResponsePlaybook,
    options: Mapping[str, str],
    asked: ApprovalNeed | None = None,
) -> ResponsePlan:
    """Return what a playbook would do about a threat now; nothing is written.

    StrangeAccount where it is in an account that is not known to be ours.
    """
    responders.membership.refuse(threat.account_id)
    planned = plan_response(playbook, threat, responders.make_scene(options))
    reader = responders.membership.reader
    protection = Protection(responders.policy.protected, reader, responders.settings)
    protected = protection.find(planned.changes, (threat.resource, threat.account_id))
    need = find_need(responders.policy, playbook.id, planned.changes, protected, asked or "")
    return ResponsePlan(
        playbook,
        threat,
        dict(options),
        time.time_ns() // 1_000_000,
        planned.changes,
        planned.steps,
        planned.problem,
        need,
        tuple(protected),
        asked,
    )


def read_response_plan(event: CaseEvent) -> ResponsePlan:
    """Return the plan that an event of a case holds; BadInput where it is none of this version."""
    try:
        return _read(dict(event.body))
    except (LookupError, TypeError, ValueError, msgspec.ValidationError) as error:
        raise BadInput(
            f"case {event.case}, event {event.number}: not a plan of this version of Ringwall "
            f"({error}); plan again"
        ) from error


def _read(body: Row) -> ResponsePlan:
    if body.pop("plan") != hash_plan(body):
        raise ValueError("its hash is another")
    return ResponsePlan(
        load_responses()[body["playbook"]],
        msgspec.convert(body["threat"], Threat),
        msgspec.convert(body["options"], dict[str, str]),
        int(body["at"]),
        tuple(read_change(one, place) for place, one in enumerate(body["changes"])),
        tuple(msgspec.convert(one, HumanStep) for one in body["steps"]),
        str(body["problem"]),
        PlanNeed(msgspec.convert(body["need"], ApprovalNeed), tuple(map(str, body["reasons"]))),
        tuple((str(one), str(why)) for one, why in body["protected"]),
        msgspec.convert(body["asked"], ApprovalNeed | None),
    )


def hash_plan(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a plan's canonical JSON."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def is_done_already(plan: ResponsePlan) -> bool:
    """Whether a plan has no change because nothing is left to do, not even for a person."""
    return not (plan.changes or plan.steps or plan.problem)


def tell_nothing(plan: ResponsePlan) -> str:
    """Return why a plan has no change."""
    if plan.problem:
        return plan.problem
    if plan.steps:
        return f"only a person can go on: {make_visible(plan.steps[0].what)}"
    return "it is contained already"


def tell_need(need: ApprovalNeed) -> str:
    """Return what a plan needs as words."""
    return {
        "automatic": "no approval",
        "one": "one person",
        "two": "two persons, neither of whom asks for it",
        "never": "NEVER: nobody may approve it",
    }[need]
