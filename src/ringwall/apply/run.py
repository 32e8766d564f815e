"""Runs: a plan performed step by step, and taken up again after a kill at any point."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ringwall.apply.document import write_change
from ringwall.apply.step import Stage, perform
from ringwall.apply.trace import Trace, read_traces
from ringwall.model.change import Change
from ringwall.model.errors import BadInput
from ringwall.store.database.journal import Journal, Run, RunKind

Tell = Callable[[Trace], None]
"""Called with every step as it ends."""


@dataclass(frozen=True)
class RunReport:
    """A run and its steps; those without an outcome were not started."""

    run: Run
    steps: tuple[Trace, ...]

    @property
    def is_clean(self) -> bool:
        """Whether every step is done and verified."""
        return all(step.is_good for step in self.steps)


def execute(
    changes: Sequence[Change],
    stage: Stage,
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
    documents = [write_change(change) for change in changes]
    run = stage.journal.start(kind, actor, snapshot, documents, undo_of)
    return _go_on(run, stage, keep_going=keep_going, tell=tell)


def resume(
    run_id: str,
    stage: Stage,
    actor: str,
    *,
    keep_going: bool = False,
    tell: Tell = lambda _: None,
) -> RunReport:
    """Take up a run that was killed or stopped, and return how each step went in all.

    Steps that are done stay done; those that failed or were refused are tried again. BadInput
    where the run was taken back, or where the journal is no longer what was written.
    """
    check_seals(stage.journal)
    run = stage.journal.run(run_id)
    if undos := stage.journal.undos(run.id):
        raise BadInput(f"run {run.id} was taken back by run {undos[-1].id}; plan again")
    if run.status == "done":
        return read_report(stage.journal, run.id)
    run = stage.journal.reopen(run.id, actor)
    return _go_on(run, stage, keep_going=keep_going, tell=tell)


def read_report(journal: Journal, run_id: str) -> RunReport:
    """Return a run as the journal knows it."""
    run = journal.run(run_id)
    return RunReport(run, tuple(read_traces(journal.events(run.id))))


def check_seals(journal: Journal) -> None:
    """Raise BadInput where somebody changed the journal: it must not be acted upon then."""
    if broken := journal.verify_chain():
        raise BadInput(f"the journal was tampered with: {'; '.join(broken[:3])}; restore a copy")


def _go_on(run: Run, stage: Stage, *, keep_going: bool, tell: Tell) -> RunReport:
    steps = read_traces(stage.journal.events(run.id))
    answers = {step.position: step.answer for step in steps if step.answer is not None}
    for position, planned in enumerate(steps):
        step = planned if planned.is_good else perform(run.id, planned, answers, stage)
        steps[position] = step
        if step.answer is not None:
            answers[position] = step.answer
        tell(step)
        if not (step.is_good or keep_going):
            break
    report = RunReport(run, tuple(steps))
    ended = stage.journal.end(run.id, "done" if report.is_clean else "stopped")
    return RunReport(ended, report.steps)
