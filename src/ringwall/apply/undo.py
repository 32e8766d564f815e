"""Undoing a run: its Changes reversed, last first, as a run of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ringwall.apply.binding import bind, bind_before, bind_undo
from ringwall.apply.environment import RunEnvironment
from ringwall.apply.graph import find_needs, sort_changes
from ringwall.apply.pool import Tell
from ringwall.apply.run import RunReport, check_seals, execute, read_report, resume
from ringwall.apply.step import RunStep
from ringwall.apply.untouched import show_state
from ringwall.apply.work import await_work, time_to_show
from ringwall.model.change import UNREAD, Change, Plan, name_undo
from ringwall.model.errors import BadInput, CallFailed, Locked
from ringwall.model.run import ONE_BY_ONE, RunOptions
from ringwall.model.state import Sight, is_same, look

MADE_ANEW = "what was erased comes back by a new plan alone"


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
    return _Reversal(steps, environment).plan()


def undo(
    run_id: str,
    environment: RunEnvironment,
    actor: str,
    *,
    options: RunOptions = ONE_BY_ONE,
    tell: Tell = lambda _: None,
) -> RunReport | None:
    """Undo a run and return how each step went; None where there is nothing to undo.

    An undo that was killed or stopped is continued. Locked where the run still runs.
    """
    run = environment.journal.run(run_id)
    for earlier in environment.journal.undos(run.id):
        if earlier.status != "done":
            return resume(earlier.id, environment, actor, options=options, tell=tell)
    if run.id in environment.leases.find_running():
        raise Locked(f"run {run.id} still runs; interrupt it, or wait for it to end")
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
        options=options,
        tell=tell,
    )


@dataclass(frozen=True)
class _Made:
    """What a step of the run made: the state that it saw before, and what its read-back found."""

    before: Any
    ids: Mapping[str, Any]


class _Reversal:
    """The Changes that undo the steps of one run."""

    def __init__(self, steps: Sequence[RunStep], environment: RunEnvironment) -> None:
        self._steps = {step.change.id: step for step in steps}
        self._environment = environment
        self._found: dict[str, Mapping[str, Any]] = {
            step.change.id: step.ids for step in steps if step.is_good
        }
        self._made: dict[str, _Made] = {}

    def plan(self) -> Plan:
        ordered = sort_changes([step.change for step in self._steps.values()])
        skipped: list[tuple[str, str]] = []
        for change in ordered:
            try:
                self._find_made(self._steps[change.id])
            except (BadInput, CallFailed) as error:
                skipped.append((change.resource, str(error)))
        undos: dict[str, Change] = {}
        for change in reversed(ordered):
            if change.id not in self._made or change.part_of in self._made:
                continue
            try:
                undos[change.id] = self._reverse(change)
            except (BadInput, ValueError) as error:
                skipped.append((change.resource, str(error)))
        return Plan(tuple(self._chain(undos)), tuple(skipped))

    def _find_made(self, step: RunStep) -> None:
        """Note what a step made, if it wrote; AWS is asked where that is not known."""
        if not step.may_have_written:
            return
        change = bind(step.change, self._found)
        before = step.before if step.has_seen else change.before
        if step.outcome != "verified":
            self._refuse_unended(step, change)
            sight = self._ask(change, before)
            if is_same(change.probe, sight.state, before):
                return
            if not is_same(change.probe, sight.state, bind_before(change.after, before)):
                raise BadInput(
                    "in doubt: a write was sent, and the state is "
                    f"{show_state(sight.state)}; check the resource"
                )
            self._found[change.id] = sight.ids
        self._made[change.id] = _Made(before, self._found.get(change.id, {}))

    def _refuse_unended(self, step: RunStep, change: Change) -> None:
        """Raise BadInput where AWS is still at work: what it makes could not be found yet."""
        poll = change.write.poll
        if poll is None or step.answer is None or not step.is_answered:
            return
        reader = self._environment.connections.reader(change.account_id, change.region)
        end = await_work(replace(poll, wait=0), step.answer, reader, self._environment)
        if end.state == "awaiting":
            raise BadInput(f"AWS is still at work on it ({end.reason}); resume the run first")

    def _ask(self, change: Change, before: Any) -> Sight:
        after = bind_before(change.after, before)
        reader = self._environment.connections.reader(change.account_id, change.region)
        return self._environment.wait_until(
            lambda sight: is_same(change.probe, sight.state, after),
            lambda: look(change.probe, reader),
            time_to_show(change, self._environment),
        )

    def _reverse(self, change: Change) -> Change:
        bound = bind_undo(change, self._found, self._made[change.id].before)
        if UNREAD in (bound.after, bound.before):
            raise BadInput("what was there before was not seen")
        back = bound.reversed()
        if any(self._steps[id_].change.part_of == change.id for id_ in self._made):
            return replace(back, undo=None, irreversible=MADE_ANEW)
        return back

    def _chain(self, undos: Mapping[str, Change]) -> list[Change]:
        """Return the undos, each of which waits for those of what needed what it undoes."""
        waits: dict[str, set[str]] = {id_: set() for id_ in self._steps}
        for change in reversed(sort_changes([step.change for step in self._steps.values()])):
            own = {name_undo(change.id)} if change.id in undos else waits[change.id]
            for need in find_needs(change):
                waits[need] |= own
        return [
            replace(change, needs=tuple(sorted(waits[id_])), part_of="", account=None)
            for id_, change in undos.items()
        ]
