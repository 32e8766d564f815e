"""Taking a run back: its Changes reversed, last first, as a run of its own."""

from collections.abc import Iterator
from typing import Any

from ringwall.apply.document import fill_undo
from ringwall.apply.run import RunReport, Tell, check_seals, execute, read_report, resume
from ringwall.apply.step import Stage
from ringwall.apply.trace import Trace
from ringwall.model.change import Change, Plan
from ringwall.model.errors import BadInput, CallFailed
from ringwall.model.probe import read_state


def plan_undo(run_id: str, stage: Stage) -> Plan:
    """Return what takes a run back: nothing where that was done already.

    Only what the run itself wrote is taken back. Where a kill left open whether it did, AWS is
    asked. `skipped` tells what cannot be taken back, and why. Of an undo that was begun before,
    what is left to do is returned.
    """
    check_seals(stage.journal)
    run = stage.journal.run(run_id)
    for begun in stage.journal.undos(run.id):
        left = read_report(stage.journal, begun.id).steps
        return Plan(tuple(step.change for step in left if not step.is_good))
    steps = read_report(stage.journal, run.id).steps
    answers = {step.position: step.answer for step in steps if step.answer is not None}
    changes: list[Change] = []
    skipped: list[tuple[str, str]] = []
    for step in reversed(steps):
        try:
            changes.extend(_take_back(step, answers, stage))
        except (BadInput, CallFailed, ValueError) as error:
            skipped.append((step.change.resource, str(error)))
    return Plan(tuple(changes), tuple(skipped))


def undo(
    run_id: str,
    stage: Stage,
    actor: str,
    *,
    keep_going: bool = False,
    tell: Tell = lambda _: None,
) -> RunReport | None:
    """Take a run back and return how each step went; None where there is nothing to take back.

    An undo that was killed or stopped is taken up again.
    """
    run = stage.journal.run(run_id)
    for earlier in stage.journal.undos(run.id):
        if earlier.status != "done":
            return resume(earlier.id, stage, actor, keep_going=keep_going, tell=tell)
    plan = plan_undo(run.id, stage)
    if run.status == "open":
        stage.journal.end(run.id, "stopped")
    if not plan.changes:
        return None
    return execute(
        plan.changes,
        stage,
        actor,
        run.snapshot,
        kind="undo",
        undo_of=run.id,
        keep_going=keep_going,
        tell=tell,
    )


def _take_back(step: Trace, answers: dict[int, Any], stage: Stage) -> Iterator[Change]:
    if not step.may_have_written:
        return
    change = fill_undo(step.change, answers)
    if step.outcome != "verified":
        reader = stage.gates.reader(change.account_id, change.region)
        state = stage.patience.wait_until(change.after, lambda: read_state(change.probe, reader))
        if state == change.before:
            return
        if state != change.after:
            raise BadInput(f"in doubt: a write was sent, and the state is {state!r}; look at it")
    yield change.reversed()
