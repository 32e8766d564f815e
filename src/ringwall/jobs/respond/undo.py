"""Undoing a case: each of its runs reversed, the last one first."""

from dataclasses import dataclass

from ringwall.apply.undo import plan_undo as plan_reversal
from ringwall.apply.undo import undo
from ringwall.jobs.events import Events
from ringwall.jobs.plan import PlannedRun
from ringwall.jobs.respond.responders import Responders, refuse_bystander
from ringwall.jobs.respond.run import OF_A_RESPONSE
from ringwall.jobs.run_report import RunResult, check_entry, telling
from ringwall.jobs.unfinished_runs import naming_run
from ringwall.model.change import Change, Plan
from ringwall.model.errors import BadInput
from ringwall.respond.cases import CaseFile


@dataclass(frozen=True)
class Undone:
    """A case after its undo, and how each run of that went."""

    file: CaseFile
    results: tuple[RunResult, ...]


def plan_undo_of_case(responders: Responders, file: CaseFile) -> PlannedRun:
    """Return what would undo the runs of a case, in order; nothing is written.

    What is kept on purpose, such as snapshots, is among what is skipped, with the reason.
    """
    environment = responders.open_environment()
    changes: list[Change] = []
    skipped: list[tuple[str, str]] = []
    for run_id in _find_runs(responders, file):
        plan = plan_reversal(run_id, environment)
        changes += plan.changes
        skipped += plan.skipped
    return PlannedRun(Plan(tuple(changes), tuple(skipped)))


def undo_case(responders: Responders, file: CaseFile, events: Events) -> Undone:
    """Undo the runs of a case, the last one first; one that does not come clean ends it.

    NotAuthorized where the policy names people and who calls is none of those who approve: an undo
    opens again what was closed.
    """
    refuse_bystander(responders, "undo a response")
    results: list[RunResult] = []
    for run_id in _find_runs(responders, file):
        result = _undo_run(responders, run_id, events)
        if result is None:
            continue
        results.append(result)
        is_clean = result.report.is_clean
        body = {"run": run_id, "undo": result.run.id, "is_clean": is_clean, "done": result.done}
        file = responders.author.add(file, "undone", body)
        if not is_clean:
            break
    return Undone(file, tuple(results))


def _undo_run(responders: Responders, run_id: str, events: Events) -> RunResult | None:
    environment = responders.open_environment()
    planned = plan_reversal(run_id, environment).changes
    check_entry(responders.connection, planned)
    journal, leases = environment.journal, environment.leases
    with naming_run(journal, leases, events), telling(events, len(planned)) as tell:
        report = undo(run_id, environment, responders.principal, options=OF_A_RESPONSE, tell=tell)
    return None if report is None else RunResult(report)


def _find_runs(responders: Responders, file: CaseFile) -> list[str]:
    """Return the runs of a case that are in the journal, the last one first."""
    known = {run.id for run in responders.open_environment().journal.runs()}
    found = [run_id for run_id in reversed(file.case.runs) if run_id in known]
    if not found:
        raise BadInput(f"{file.case.id}: nothing was carried out in it, so nothing is to undo")
    return found
