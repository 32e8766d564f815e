"""A response that is planned, acted and undone as its role, and again without some actions.

What each part asks for is known from the first time. A look of the plan is taken away alone: it may
change all that follows. Actions that only writes ask for are taken away together: each call is
answered with what it lacks itself. Those that nobody missed are tried again without the others.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from killed_response import Remains, keep
from permitted_response import Derive, PermittedResponse
from response_world import ResponseWorld, tell_steps

Attempt = Callable[[ResponseWorld], Iterable[str]]
"""Does a part of a response in a world; returns what went wrong, and steps for a person."""
UNNAMED: Mapping[str, str] = {
    "s3:GetObject": "s3.head_object",
    "s3:GetObjectVersion": "s3.head_object",
    "s3:ListBucket": "s3.head_object",
}
"""Of what AWS does not name in a denial: a HEAD request is answered 403, without a word.

The call that was denied is told in its place.
"""


@dataclass
class Rehearsal:
    """One response: what it asks for as a plan, as acts and as their undo, and what it tells."""

    here: PermittedResponse
    playbook: Any
    threat: Any
    options: Mapping[str, str]
    derive: Derive
    folder: Path
    told: set[str] = field(default_factory=set)
    """What it tells with the whole role."""
    plans: frozenset[str] = frozenset()
    acts: frozenset[str] = frozenset()
    """What acts ask for, and the plan does not."""
    undoes: frozenset[str] = frozenset()
    """What the undo asks for, and nothing before does."""
    _planned: Any = None
    _start: Any = None
    _done: tuple[Remains, str] | None = None

    def perform(self) -> None:
        """Respond and undo with the whole role, and take note."""
        asked = self.here.authority.asked
        self._start = self.here.world.save()
        with self.here.as_role() as world:
            asked.clear()
            self.told |= {*self._plan(world)}
            self.plans = frozenset(asked)
            if self._planned is None:
                return
            report = world.carry_out(self._planned)
            self.told |= {*tell_steps(report)}
            self.acts = frozenset(asked) - self.plans
            remains = keep(self.here.world.world.emulator, self._engine, self.folder, "done")
            self._done = remains, report.run.id
            self.told |= {*self._undo(world)}
            self.undoes = frozenset(asked) - self.plans - self.acts

    @property
    def asked(self) -> frozenset[str]:
        """All that it asks for."""
        return self.plans | self.acts | self.undoes

    def find_silent(self, unheard: frozenset[str]) -> Iterator[str]:
        """Yield each action that may be missing without a word."""
        for action in sorted(self.plans - unheard):
            if self._find_unnamed({action}, self._plan) and self._find_unnamed(
                {action}, self._respond
            ):
                yield action
        yield from self._take_away(self.acts - unheard, self._act)
        yield from self._take_away(self.undoes - unheard, self._undo)

    def _take_away(self, actions: frozenset[str], attempt: Attempt) -> Iterator[str]:
        left = {*actions}
        while left:
            unnamed = self._find_unnamed(left, attempt)
            if unnamed == left:  # one may hide another, where a step waits for a step
                break
            left = unnamed
        if len(left) > 1:
            left = {one for one in left if self._find_unnamed({one}, attempt)}
        yield from sorted(left)

    def _find_unnamed(self, actions: set[str], attempt: Attempt) -> set[str]:
        """Return those of some actions that are missed by nothing that is told without them."""
        if attempt == self._undo and self._done:
            self.here.world.take_up(self._done[0])
        else:
            self.here.world.load(self._start)
        self.here.permit_again(self.derive, without=frozenset(actions))
        with self.here.as_role() as world:
            told = [line for line in attempt(world) if line not in self.told]
        return {one for one in actions if not any(map(_make_pattern(one).search, told))}

    def _plan(self, world: ResponseWorld) -> Iterator[str]:
        from ringwall.respond.planning import plan_response  # noqa: PLC0415 - few tests need it

        planned = plan_response(self.playbook, self.threat, world.scene(**self.options))
        yield planned.problem
        yield from (f"{step.what}: {step.why}" for step in planned.steps)
        if planned.changes and self._planned is None:
            self._planned = planned

    def _act(self, world: ResponseWorld) -> Iterable[str]:
        return tell_steps(world.carry_out(self._planned))

    def _respond(self, world: ResponseWorld) -> Iterator[str]:
        """Yield what a plan tells and does that was made without the action."""
        from ringwall.respond.planning import plan_response  # noqa: PLC0415 - few tests need it

        planned = plan_response(self.playbook, self.threat, world.scene(**self.options))
        if planned.changes:
            report = world.carry_out(planned)
            yield from tell_steps(report)
            yield from _undo(world, report.run.id)

    def _undo(self, world: ResponseWorld) -> Iterator[str]:
        if self._done:
            yield from _undo(world, self._done[1])

    @property
    def _engine(self) -> Any:
        return self.here.world.world.journal.engine


def _undo(world: ResponseWorld, run_id: str) -> Iterator[str]:
    try:
        report = world.world.undo(run_id)
    except Exception as error:  # noqa: BLE001 - whatever it says is looked at
        yield str(error)
        return
    yield from tell_steps(report) if report else ()


def _make_pattern(action: str) -> re.Pattern[str]:
    """Return what a line has that misses an action: its whole name, or the call that lacks it."""
    call = re.escape(UNNAMED.get(action, action))
    return re.compile(rf"\b{re.escape(action)}(?!\w)|\b{call} .*403")
