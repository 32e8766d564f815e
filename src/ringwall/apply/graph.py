"""Which Change waits for which: by name, by what it refers to, and by what must not be done twice.

The order of a plan is kept where nothing else decides.
"""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter

from ringwall.apply.step import RunStep
from ringwall.model.change import Change
from ringwall.model.errors import BadInput
from ringwall.model.reference import READ, find_references, split_read

Lane = tuple[str, ...]


def find_needs(change: Change) -> frozenset[str]:
    """Return the ids of the Changes that must be done before this one."""
    probe = change.probe
    asked = (probe.parameters, probe.match, probe.members, *probe.each, *probe.lookups)
    written = (change.write.parameters, change.write.poll)
    values = (change.account, *written, *asked, change.before, change.after)
    referred = {
        split_read(reference.name)[0]
        for value in values
        for reference in find_references(getattr(value, "parameters", value))
        if reference.kind == READ
    }
    return frozenset({*change.needs, *referred, *filter(None, (change.part_of,))})


def check_graph(changes: Sequence[Change]) -> None:
    """Raise BadInput where a Change waits for one that is not there, or for itself."""
    known = {change.id: change for change in changes}
    for change in changes:
        if lost := find_needs(change) - known.keys():
            raise BadInput(
                f"{change.write.operation} on {change.resource} waits for change {min(lost)}, "
                "which is not in the plan"
            )
    try:
        TopologicalSorter({change.id: find_needs(change) for change in changes}).prepare()
    except CycleError as error:
        circle = " -> ".join(known[id_].resource for id_ in error.args[1])
        raise BadInput(f"changes of the plan wait for each other: {circle}") from error


def sort_changes(changes: Sequence[Change]) -> list[Change]:
    """Return Changes in an order in which each comes after what it waits for."""
    places = {change.id: place for place, change in enumerate(changes)}
    sorter = TopologicalSorter({change.id: find_needs(change) for change in changes})
    sorter.prepare()
    ready = [places[id_] for id_ in sorter.get_ready()]
    heapq.heapify(ready)
    ordered: list[Change] = []
    while ready:
        ordered.append(changes[heapq.heappop(ready)])
        sorter.done(ordered[-1].id)
        for id_ in sorter.get_ready():
            heapq.heappush(ready, places[id_])
    return ordered


def mark_skipped(steps: Sequence[RunStep]) -> tuple[RunStep, ...]:
    """Return the steps, those told as skipped which wait for one that ended and is not done."""
    by_id = {step.change.id: step for step in steps}
    for id_ in (change.id for change in sort_changes([step.change for step in steps])):
        step = by_id[id_]
        if step.outcome or step.may_have_written:
            continue
        for need in sorted(find_needs(step.change), key=lambda need: by_id[need].position):
            waited = by_id[need]
            if not waited.is_good and waited.outcome:
                by_id[id_] = _skip(step, waited)
                break
    return tuple(by_id[step.change.id] for step in steps)


def _skip(step: RunStep, waited: RunStep) -> RunStep:
    what = f"{waited.position + 1}. {waited.change.write.operation} {waited.change.resource}"
    return replace(step, outcome="skipped", reason=f"waits for {what} ({waited.outcome})")


@dataclass
class Schedule:
    """Which steps can begin now. Of two in one lane, the second waits until the first has ended."""

    steps: list[RunStep]
    _waits: list[int] = field(init=False)
    """For each step, the number of those that it still waits for."""
    _waited: Mapping[str, list[int]] = field(init=False)
    _ready: list[int] = field(default_factory=list, init=False)
    _busy: set[Lane] = field(default_factory=set, init=False)
    _parked: dict[Lane, list[int]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        """Find what can begin at once."""
        good = {step.change.id for step in self.steps if step.is_good}
        needs = [find_needs(step.change) - good for step in self.steps]
        self._waits = [len(some) for some in needs]
        waited: dict[str, list[int]] = {}
        for position, some in enumerate(needs):
            for need in some:
                waited.setdefault(need, []).append(position)
        self._waited = waited
        for position, step in enumerate(self.steps):
            if not step.is_good and not self._waits[position]:
                heapq.heappush(self._ready, position)

    def begin(self) -> int | None:
        """Return the position of a step that begins now, None where none can."""
        while self._ready:
            position = heapq.heappop(self._ready)
            lanes = _find_lanes(self.steps[position].change)
            if taken := next((lane for lane in lanes if lane in self._busy), None):
                self._parked.setdefault(taken, []).append(position)
                continue
            self._busy.update(lanes)
            return position
        return None

    def end(self, position: int, step: RunStep) -> None:
        """Take note of how a step ended: what waits for it can begin where it is good."""
        self.steps[position] = step
        lanes = _find_lanes(step.change)
        self._busy.difference_update(lanes)
        for lane in lanes:
            for parked in self._parked.pop(lane, ()):
                heapq.heappush(self._ready, parked)
        for waiting in self._waited.get(step.change.id, ()) if step.is_good else ():
            self._waits[waiting] -= 1
            if not self._waits[waiting] and not self.steps[waiting].is_good:
                heapq.heappush(self._ready, waiting)


def _find_lanes(change: Change) -> Iterable[Lane]:
    """Return the lanes of a Change: its own, and that of the resource."""
    account = change.account_id or str(change.account)
    resource: Lane = (account, change.region, change.resource)
    return [resource, (change.serial,)] if change.serial else [resource]
