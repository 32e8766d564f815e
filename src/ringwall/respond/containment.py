"""How far a case is contained: by each playbook that was planned for it, or only by some.

A threat is contained when every playbook that was planned against it has done and verified all that
contains. One that was denied is not waited for, and neither is one that contains nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ringwall.model.case import CaseEvent, CaseStatus


@dataclass
class Containment:
    """What was planned, done and undone, each by the playbook and the resource."""

    waiting: dict[str, str] = field(default_factory=dict)
    """The newest plan of what is not contained yet."""
    done: dict[str, int] = field(default_factory=dict)
    """When each was contained, in milliseconds since 1970."""
    undone: set[str] = field(default_factory=set)
    plans: dict[str, str] = field(default_factory=dict)
    """What each plan is about, by its hash; of those that contain something."""
    early: set[str] = field(default_factory=set)
    """Plans that end early: what they lack is not contained by them."""
    runs: dict[str, str] = field(default_factory=dict)
    """The plan that each run carries out."""

    @property
    def status(self) -> CaseStatus:
        """How far it is contained; `open` where nothing is."""
        if not self.done:
            return "open"
        return "partly_contained" if self.waiting or self.undone else "contained"

    @property
    def at(self) -> int:
        """When all was contained, 0 where it is not."""
        return max(self.done.values()) if self.status == "contained" else 0

    @property
    def outstanding(self) -> tuple[str, ...]:
        """The playbooks that are still to contain something, in the order of their plans."""
        return tuple(dict.fromkeys(name.partition(" ")[0] for name in self.waiting))

    def note(self, event: CaseEvent) -> None:
        """Take in the next event of the case."""
        body = event.body
        match event.kind:
            case "planned" if _contains(body.get("changes")):
                plan = str(body["plan"])
                name = f"{body['playbook']} {body['threat']['resource']}"
                self.plans[plan], self.waiting[name] = name, plan
                if body.get("problem"):
                    self.early.add(plan)
            case "denied":
                self._end_waiting(str(body.get("plan")))
            case "started":
                self.runs[str(body["run"])] = str(body.get("plan"))
            case "contained":
                plan, name = self._find(str(body.get("run")))
                self.done[name] = event.at
                self.undone.discard(name)
                if plan not in self.early:
                    self.waiting.pop(name, None)
            case "undone" if body.get("is_clean") is True:
                _, name = self._find(str(body.get("run")))
                if self.done.pop(name, None) is not None:
                    self.undone.add(name)
            case _:
                pass

    def _find(self, run: str) -> tuple[str, str]:
        """Return the plan that a run carries out, and what that is about."""
        plan = self.runs.get(run, "")
        return plan, self.plans.get(plan, run)

    def _end_waiting(self, plan: str) -> None:
        name = self.plans.get(plan, "")
        if self.waiting.get(name) == plan:
            del self.waiting[name]


def find_containment(events: Iterable[CaseEvent]) -> Containment:
    """Return how far a case is contained, by its events in order."""
    found = Containment()
    for event in events:
        found.note(event)
    return found


def _contains(changes: object) -> bool:
    """Whether a plan, as its event holds it, has a Change that contains."""
    return isinstance(changes, list) and any(
        isinstance(change, dict) and change.get("stage") == "contain" for change in changes
    )
