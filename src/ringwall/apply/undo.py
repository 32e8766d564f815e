"""Undoing a run: its Changes reversed, last first, as a run of its own."""

from collections.abc import Iterator
from typing import Any

from ringwall.apply.document import fill_undo
from ringwall.apply.environment import RunEnvironment
from ringwall.apply.run import RunReport, Tell, check_seals, execute, read_report, resume
from ringwall.apply.step import RunStep
from ringwall.model.change import Change, Plan
from ringwall.model.errors import BadInput, CallFailed
from ringwall.model.state import read_state


def plan_undo(run_id: str, environment: RunEnvironment) -> Plan:
    """Return what undoes a run: nothing where that was done already.

    Only what the run itself wrote is undone. Where a kill left open whether it did, AWS is asked.
    `skipped` has what cannot be undone, and why. Of an undo that was begun before, what is left
    to do is returned.
    """
    run = environment.journal.run(run_id)
    check_seals(environment.journal, run.id)
    for begun in environment.journal.undos(run.id):
        left = read_report(environment.journal, begun.id).steps
        return Plan(tuple(step.change for step in left if not step.is_good))
    steps = read_report(environment.journal, run.id).steps
    answers = {step.change.id: step.answer for step in steps if step.answer is not None}
    changes: list[Change] = []
    skipped: list[tuple[str, str]] = []
    for step in reversed(steps):
        try:
            changes.extend(_undo_step(step, answers, environment))
        except (BadInput, CallFailed, ValueError) as error:
            skipped.append((step.change.resource, str(error)))
    return Plan(tuple(changes), tuple(skipped))


def undo(
    run_id: str,
    environment: RunEnvironment,
    actor: str,
    *,
    keep_going: bool = False,
    tell: Tell = lambda _: None,
) -> RunReport | None:
    """Undo a run and return how each step went; None where there is nothing to undo.

    An undo that was killed or stopped is continued.
    """
    run = environment.journal.run(run_id)
    for earlier in environment.journal.undos(run.id):
        if earlier.status != "done":
            return resume(earlier.id, environment, actor, keep_going=keep_going, tell=tell)
    plan = plan_undo(run.id, environment)
    if run.status == "open":
        environment.journal.end(run.id, "stopped")
    if not plan.changes:
        return None
    return execute(
        plan.changes,
        environment,
        actor,
        run.snapshot,
        kind="undo",
        undo_of=run.id,
        keep_going=keep_going,
        tell=tell,
    )


def _undo_step(
    step: RunStep, answers: dict[str, Any], environment: RunEnvironment
) -> Iterator[Change]:
    if not step.may_have_written:
        return
    change = fill_undo(step.change, answers)
    if step.outcome != "verified":
        reader = environment.connections.reader(change.account_id, change.region)
        state = environment.wait_until(
            change.after, lambda: read_state(change.probe, reader), change.probe.wait
        )
        if state == change.before:
            return
        if state != change.after:
            raise BadInput(
                f"in doubt: a write was sent, and the state is {state!r}; check the resource"
            )
    yield change.reversed()
