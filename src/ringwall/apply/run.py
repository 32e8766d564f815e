"""Runs: a plan performed step by step, and resumed after a kill at any point."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ringwall.apply.document import write_change
from ringwall.apply.environment import RunEnvironment
from ringwall.apply.perform import perform
from ringwall.apply.step import RunStep, read_steps
from ringwall.model.change import Change, Plan
from ringwall.model.errors import BadInput
from ringwall.store.database.journal import Journal, Run, RunKind

Tell = Callable[[RunStep], None]
"""Called with every step as it ends."""


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
    keep_going: bool = False,
    tell: Tell = lambda _: None,
) -> RunReport:
    """Perform Changes in order and return how each went.

    A step that fails or is refused stops the run, unless `keep_going`. The caller holds the
    home's lock: only one run at a time.
    """
    if not changes:
        raise ValueError("a run needs at least one Change")
    if len({change.id for change in changes}) < len(changes):
        raise ValueError("two Changes of a run have the same id")
    documents = [write_change(change) for change in changes]
    run = environment.journal.start(kind, actor, snapshot, documents, undo_of)
    return _perform_rest(run, environment, keep_going=keep_going, tell=tell)


def resume(
    run_id: str,
    environment: RunEnvironment,
    actor: str,
    *,
    keep_going: bool = False,
    tell: Tell = lambda _: None,
) -> RunReport:
    """Continue a run that was killed or stopped, and return how each step went in all.

    Steps that are done stay done; those that failed or were refused are tried again. BadInput
    where the run was undone, or where the journal is no longer what was written.
    """
    run = _find_sound(run_id, environment.journal)
    if run.status == "done":
        return read_report(environment.journal, run.id)
    run = environment.journal.reopen(run.id, actor)
    return _perform_rest(run, environment, keep_going=keep_going, tell=tell)


def plan_rest(run_id: str, journal: Journal) -> Plan:
    """Return what `resume` would do: the steps of a run that are not done; BadInput as there."""
    steps = read_report(journal, _find_sound(run_id, journal).id).steps
    return Plan(tuple(step.change for step in steps if not step.is_good))


def _find_sound(run_id: str, journal: Journal) -> Run:
    """Return a run that may be continued."""
    run = journal.run(run_id)
    check_seals(journal, run.id)
    if undos := journal.undos(run.id):
        raise BadInput(f"run {run.id} was undone by run {undos[-1].id}; plan again")
    return run


def read_report(journal: Journal, run_id: str) -> RunReport:
    """Return a run as the journal knows it."""
    run = journal.run(run_id)
    return RunReport(run, tuple(read_steps(journal.events(run.id))))


def check_seals(journal: Journal, run_id: str) -> None:
    """Raise BadInput where the journal was changed: nothing may be done that relies on it."""
    if broken := journal.doubt_run(run_id):
        raise BadInput(f"the journal does not hold: {'; '.join(broken[:3])}; restore a copy")


def _perform_rest(
    run: Run, environment: RunEnvironment, *, keep_going: bool, tell: Tell
) -> RunReport:
    steps = read_steps(environment.journal.events(run.id))
    answers = {step.change.id: step.answer for step in steps if step.answer is not None}
    for position, planned in enumerate(steps):
        step = planned if planned.is_good else perform(run.id, planned, answers, environment)
        steps[position] = step
        if step.answer is not None:
            answers[step.change.id] = step.answer
        tell(step)
        if not (step.is_good or keep_going):
            break
    report = RunReport(run, tuple(steps))
    ended = environment.journal.end(run.id, "done" if report.is_clean else "stopped")
    return RunReport(ended, report.steps)
