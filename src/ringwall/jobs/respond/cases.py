"""Cases as people read them: the list, the timeline of all that was seen and done, notes."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC
from typing import Literal, NamedTuple

from ringwall.apply.run import read_report
from ringwall.apply.step import advance
from ringwall.jobs.history import has_database, open_incidents, open_journal
from ringwall.jobs.respond.case_words import tell_event
from ringwall.jobs.respond.responders import Responders
from ringwall.jobs.respond.run import find_plan, tell_missing
from ringwall.model.case import CaseStatus, ResponseCase
from ringwall.model.errors import BadInput, RingwallError
from ringwall.model.journal import WHOLE_RUN, RunJournal
from ringwall.model.response_playbook import HumanStep
from ringwall.model.rule import SEVERITIES, Severity
from ringwall.model.table import Row
from ringwall.model.text import make_visible
from ringwall.respond.approval import find_standing
from ringwall.respond.cases import CaseFile, find_doubted, list_cases
from ringwall.store.database.ledger import Ledger
from ringwall.store.home import Home

TimelineSource = Literal["seen", "case", "aws"]
TOLD: Mapping[str, str] = {
    "verified": "done",
    "already": "was so already",
    "refused": "REFUSED",
    "failed": "FAILED",
    "awaiting": "AWS is at work on it",
}
"""Outcomes of steps that a timeline tells, in its words."""


class TimelineEntry(NamedTuple):
    """One thing in a timeline."""

    at: int
    """Milliseconds since 1970, UTC."""
    source: TimelineSource
    """Seen in logs, of the case itself, or done in AWS."""
    who: str
    text: str


@dataclass(frozen=True)
class ToldCase:
    """A case with its timeline, and what to do next."""

    file: CaseFile
    timeline: tuple[TimelineEntry, ...]
    next_step: str
    steps: tuple[HumanStep, ...] = ()
    """What only a person can do, as the newest plan says."""

    @property
    def case(self) -> ResponseCase:
        """The case on the whole."""
        return self.file.case

    def describe(self) -> Row:
        """Return the case for programs."""
        return {
            **describe_case(self.case),
            "timeline": [entry._asdict() for entry in self.timeline],
            "steps": [asdict(step) for step in self.steps],
            "next": self.next_step,
        }


def describe_case(case: ResponseCase) -> Row:
    """Return a case as a JSON-able document."""
    document: Row = json.loads(json.dumps(asdict(case), default=str))
    contained = case.contained_at
    return {**document, "seconds_to_contain": _seconds(case) if contained else None}


def find_cases(
    responders: Responders, status: CaseStatus | None = None
) -> tuple[list[ResponseCase], list[str]]:
    """Return the cases, the newest first, and the ids of those whose seals do not hold."""
    found = [case for case in list_cases(responders.log) if status in (None, case.status)]
    return found, find_doubted(responders.log)


def tell_case(responders: Responders, wanted: str) -> ToldCase:
    """Return a case with all that was seen and done, in the order of time."""
    file = responders.find_case(wanted)
    entries = [*_tell_events(file), *_tell_runs(responders, file), *_tell_seen(responders, file)]
    order: Sequence[TimelineSource] = ("seen", "case", "aws")
    entries.sort(key=lambda entry: (entry.at, order.index(entry.source)))
    has_plan = any(event.kind == "planned" for event in file.events)
    steps = find_plan(file).steps if has_plan else ()
    return ToldCase(file, tuple(entries), find_next_step(file, responders.access), steps)


def find_next_step(file: CaseFile, access: str = "") -> str:
    """Return what a person does next about a case, with the command.

    `access` are its options; those by which the case was opened if left out.
    """
    if file.case.status == "closed":
        return "nothing: it is closed"
    ways = access or file.case.access
    return _find_waiting_step(file, ways) or _find_step(file, ways)


def _find_step(file: CaseFile, ways: str) -> str:
    """Return what is next where nobody is waited for."""
    case = file.case
    ended = {str(e.body["run"]) for e in file.events if e.kind == "ended"}
    if case.runs and case.runs[-1] not in ended:
        return f"go on with run {case.runs[-1]}: ringwall respond resume {case.id}{ways}"
    close = f"ringwall case close {case.id} --reason TEXT"
    if case.status == "contained":
        return f"look for the cause, then: {close}"
    if case.status == "partly_contained" and case.outstanding:
        rest = case.outstanding[0]
        return f"contain the rest: ringwall respond run {case.id} --playbook {rest}{ways}"
    run = f"ringwall respond run {case.id}{_name_playbook(file)}{ways}"
    if any(event.kind == "undone" for event in file.events):
        return f"close it: {close}; or contain it again: {run}"
    return f"contain it: {run}"


def _name_playbook(file: CaseFile) -> str:
    """Return the option that names the playbook of the newest plan: others may answer, too."""
    has_plan = any(event.kind == "planned" for event in file.events)
    return f" --playbook {find_plan(file).playbook.id}" if has_plan else ""


def _find_waiting_step(file: CaseFile, ways: str) -> str:
    """Return what its newest plan waits for, '' for nothing."""
    if not any(event.kind == "planned" for event in file.events):
        return ""
    plan = find_plan(file)
    state = find_standing(file.events, plan.hash, file.events[-1].at).state
    if state in ("waiting", "expired", "denied"):
        return tell_missing(file, plan, ways)
    started = f"ringwall respond run {file.case.id} --yes{ways}"
    return f"start what was approved: {started}" if state == "granted" else ""


def note_in_case(responders: Responders, wanted: str, text: str) -> CaseFile:
    """Add a note of a person to a case."""
    if not text.strip():
        raise BadInput("the note is empty")
    return responders.author.add(responders.find_case(wanted), "noted", {"text": text})


def assign_case(responders: Responders, wanted: str, owner: str) -> CaseFile:
    """Name who is responsible for a case."""
    return responders.author.add(responders.find_case(wanted), "assigned", {"owner": owner})


def grade_case(responders: Responders, wanted: str, severity: Severity) -> CaseFile:
    """Say how grave a case is."""
    if severity not in SEVERITIES:
        raise BadInput(f"no severity {severity}")
    return responders.author.add(responders.find_case(wanted), "graded", {"severity": severity})


def close_case(responders: Responders, wanted: str, reason: str) -> CaseFile:
    """Close a case; BadInput where a run of it did not end."""
    file = responders.find_case(wanted)
    if file.case.status == "closed":
        raise BadInput(f"{file.case.id} is closed already")
    ended = {str(event.body["run"]) for event in file.events if event.kind == "ended"}
    if open_ := [run for run in file.case.runs if run not in ended]:
        raise BadInput(
            f"run {open_[-1]} did not end: `ringwall respond resume {file.case.id}` goes on with it"
        )
    return responders.author.add(file, "closed", {"reason": reason})


def reopen_case(responders: Responders, wanted: str) -> CaseFile:
    """Open a closed case again."""
    file = responders.find_case(wanted)
    if file.case.status != "closed":
        raise BadInput(f"{file.case.id} is not closed")
    body = {"contained": bool(file.case.contained_at)}
    return responders.author.add(file, "reopened", body)


def _tell_events(file: CaseFile) -> Iterator[TimelineEntry]:
    for event in file.events:
        yield TimelineEntry(event.at, "case", event.author, tell_event(event))


def _tell_runs(responders: Responders, file: CaseFile) -> Iterator[TimelineEntry]:
    """Yield what was done in AWS: each step of each run, and of the runs that undid them."""
    home = Home(responders.home)
    if not (file.case.runs and has_database(home)):
        return
    journal = open_journal(home)
    known = {run.id: run for run in journal.runs()}
    for run_id in file.case.runs:
        if run_id in known:
            for run in (known[run_id], *journal.undos(run_id)):
                yield from _tell_steps(journal, run.id, run.actor)


def _tell_steps(journal: RunJournal, run_id: str, actor: str) -> Iterator[TimelineEntry]:
    """Yield the end of each step, at its time; of those that did not end nothing is told."""
    steps = {step.position: step for step in read_report(journal, run_id).steps}
    for event in journal.events(run_id):
        if event.step == WHOLE_RUN or event.kind not in ("verified", "refused", "failed"):
            continue
        step = advance(steps[event.step], event.kind, event.body)
        text = f"{TOLD[step.outcome]}  {step.change.write.operation}"
        text = f"{text}  {make_visible(step.change.resource)}"
        if step.reason:
            text = f"{text}  {make_visible(step.reason)}"
        yield TimelineEntry(event.at, "aws", actor, text)


def _tell_seen(responders: Responders, file: CaseFile) -> Iterator[TimelineEntry]:
    """Yield what was seen in logs: the hits of the incident, or the finding."""
    home, case = Home(responders.home), file.case
    try:
        if case.incident:
            for told in open_incidents(home).hits(case.incident):
                at = round(told.hit.at.replace(tzinfo=UTC).timestamp() * 1000)
                yield TimelineEntry(at, "seen", told.hit.actor, told.hit.reason)
        elif case.finding:
            found = Ledger(open_incidents(home).engine).find(case.finding)
            yield TimelineEntry(found.first_seen, "seen", "", found.reason)
    except RingwallError as error:  # the database of findings may be another one now
        text = f"what was seen cannot be read: {error}"
        yield TimelineEntry(case.opened_at, "seen", "", text)


def _seconds(case: ResponseCase) -> int:
    return round((case.contained_at - case.opened_at) / 1000)
