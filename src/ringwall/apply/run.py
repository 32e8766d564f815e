"""Runs: a plan performed step by step, and resumed after a kill at any point."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Event

from ringwall.apply.document import write_change
from ringwall.apply.environment import RunEnvironment
from ringwall.apply.graph import check_graph, mark_skipped
from ringwall.apply.hold import Hold, holding
from ringwall.apply.irreversible import refuse_irreversible
from ringwall.apply.perform import perform
from ringwall.apply.pool import Tell, work_off
from ringwall.apply.step import RunStep, read_steps
from ringwall.apply.untouched import find_untouched
from ringwall.model.change import Change, Plan
from ringwall.model.errors import BadInput
from ringwall.model.journal import Run, RunJournal, RunKind, RunStatus
from ringwall.model.run import ONE_BY_ONE, RunOptions


@dataclass(frozen=True)
class RunReport:
    """A run and its steps; those without an outcome were not started."""

    run: Run
    steps: tuple[RunStep, ...]

    @property
    def is_clean(self) -> bool:
        """Whether every step is done and verified."""
        return all(step.is_good for step in self.steps)


def execute(
    changes: Sequence[Change],
    environment: RunEnvironment,
    actor: str,
    snapshot: str = "",
    *,
    kind: RunKind = "fix",
    undo_of: str = "",
    run_id: str = "",
    options: RunOptions = ONE_BY_ONE,
    tell: Tell = lambda _: None,
) -> RunReport:
    """Perform Changes, each after those that it needs, and return how each went.

    `run_id` is a new id that somebody else has written down before; one is made if left out.
    Locked where another run is changing what is to be changed here, BadInput where Changes wait
    for each other or cannot be undone and that is not accepted; nothing is written then.
    """
    if not changes:
        raise ValueError("a run needs at least one Change")
    if len({change.id for change in changes}) < len(changes):
        raise ValueError("two Changes of a run have the same id")
    check_graph(changes)
    if kind != "undo" and not options.accept_irreversible:
        refuse_irreversible(changes)
    documents = [write_change(change) for change in changes]
    journal, run_id = environment.journal, run_id or environment.journal.new_id()
    with holding(environment.leases, run_id, changes) as hold:
        held = _hold(environment, hold)
        run = journal.start(kind, actor, snapshot, documents, undo_of, run_id=run_id)
        return _perform_rest(run, held, options, tell)


def resume(
    run_id: str,
    environment: RunEnvironment,
    actor: str,
    *,
    options: RunOptions = ONE_BY_ONE,
    tell: Tell = lambda _: None,
) -> RunReport:
    """Continue a run that was killed or stopped, and return how each step went in all.

    Steps that are done stay done; those that failed or were refused are tried again, and of those
    that AWS is still at work on it is asked how they stand. BadInput where the run was undone, or
    where the journal is no longer what was written; Locked where the run still runs.
    """
    run = _find_sound(run_id, environment.journal)
    if run.status == "done":
        return read_report(environment.journal, run.id)
    left = plan_rest(run.id, environment.journal).changes
    with holding(environment.leases, run.id, left) as hold:
        held = _hold(environment, hold)
        run = environment.journal.reopen(run.id, actor)
        return _perform_rest(run, held, options, tell)


def plan_rest(run_id: str, journal: RunJournal) -> Plan:
    """Return what `resume` would do: the steps of a run that are not done; BadInput as there."""
    steps = read_report(journal, _find_sound(run_id, journal).id).steps
    return Plan(tuple(step.change for step in steps if not step.is_good))


def _find_sound(run_id: str, journal: RunJournal) -> Run:
    """Return a run that may be continued."""
    run = journal.run(run_id)
    check_seals(journal, run.id)
    if undos := journal.undos(run.id):
        raise BadInput(f"run {run.id} was undone by run {undos[-1].id}; plan again")
    return run


def read_report(journal: RunJournal, run_id: str) -> RunReport:
    """Return a run as the journal knows it."""
    run = journal.run(run_id)
    return RunReport(run, mark_skipped(read_steps(journal.events(run.id))))


def check_seals(journal: RunJournal, run_id: str) -> None:
    """Raise BadInput where the journal was changed: nothing may be done that relies on it."""
    if broken := journal.doubt_run(run_id):
        raise BadInput(f"the journal does not hold: {'; '.join(broken[:3])}; restore a copy")


def _hold(environment: RunEnvironment, hold: Hold) -> RunEnvironment:
    """Return what one run works with, under its leases."""
    answers = environment.answers.anew()

    def check() -> None:
        environment.check_lease()
        hold.check()

    return replace(environment, check_lease=check, guard=hold.guard, halt=Event(), answers=answers)


def _perform_rest(
    run: Run, environment: RunEnvironment, options: RunOptions, tell: Tell
) -> RunReport:
    steps = read_steps(environment.journal.events(run.id))
    found = {step.change.id: step.ids for step in steps if step.is_good}
    untouched = find_untouched(run.undo_of, environment.journal) if run.undo_of else {}

    def perform_one(step: RunStep) -> RunStep:
        guards = untouched.get(step.change.id, ())
        return perform(run.id, step, found, environment, guards)

    def take_note(step: RunStep) -> None:
        if step.is_good:
            found[step.change.id] = step.ids
        tell(step)

    work_off(
        steps,
        perform_one,
        environment.halt,
        parallel=options.parallel,
        keep_going=options.keep_going,
        tell=take_note,
    )
    report = RunReport(run, mark_skipped(steps))
    status: RunStatus = "done" if report.is_clean else "stopped"
    ended = environment.journal.end(run.id, status, environment.guard)
    return RunReport(ended, report.steps)
