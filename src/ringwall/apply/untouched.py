"""What must still be as a run left it, for what the run made to be undone."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ringwall.apply.binding import bind, bind_before
from ringwall.apply.step import RunStep, read_steps
from ringwall.model.change import Change, name_undo
from ringwall.model.journal import RunJournal
from ringwall.model.state import Sight, is_same
from ringwall.model.text import make_visible

MAX_SHOWN = 200


@dataclass(frozen=True)
class Untouched:
    """What must still be as a Change left it, for what made it to be undone."""

    change: Change
    ids: Mapping[str, Any] = field(default_factory=dict)
    """What its read-back found; {} where it was never verified."""

    def object(self, seen: Sight) -> str:
        """Return why it is not as it was left; '' where it is."""
        what = make_visible(self.change.resource)
        if not is_same(self.change.probe, seen.state, self.change.after):
            left = show_state(self.change.after)
            return f"{what} was changed since then: from {left} to {show_state(seen.state)}"
        if self.ids and seen.ids != self.ids:
            made, there = show_state(self.ids), show_state(seen.ids)
            return f"{what} was made anew since then: {there} is there, and not {made}"
        return ""


def find_untouched(run_id: str, journal: RunJournal) -> dict[str, list[Untouched]]:
    """Return what must be as a run left it, by the ids of the Changes that undo the run.

    That is the state that a Change led to, and of a creation that of its parts too: who changed
    one of them since then would lose it.
    """
    all_steps = read_steps(journal.events(run_id))
    found = {step.change.id: step.ids for step in all_steps if step.is_good}
    steps = [step for step in all_steps if step.may_have_written]
    kept = {step.change.id: [_keep(step, found)] for step in steps}
    for step in steps:
        if step.is_good and step.change.part_of in kept:
            kept[step.change.part_of].append(_keep(step, found))
    return {name_undo(id_): some for id_, some in kept.items()}


def _keep(step: RunStep, found: Mapping[str, Mapping[str, Any]]) -> Untouched:
    change = bind(step.change, found)
    before = step.before if step.has_seen else change.before
    return Untouched(replace(change, after=bind_before(change.after, before)), step.ids)


def show_state(state: Any) -> str:
    """Return a state as a message shows it."""
    text = json.dumps(state)
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}..."
