"""A response playbook: a function that turns a threat into the Changes that contain it.

It reads AWS as it is now and needs no snapshot, so that the same code runs in a Lambda.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from ringwall.model.change import Change
from ringwall.model.threat import Scene, Threat, ThreatKind
from ringwall.model.write_shape import WriteShape


@dataclass(frozen=True)
class HumanStep:
    """Something that only a person can do: it is told with the plan, and kept in the case."""

    resource: str
    what: str
    """What to do, as an order."""
    why: str


PlansResponse = Callable[[Threat, Scene], Iterable[Change | HumanStep]]


@dataclass(frozen=True)
class ResponseOption:
    """Something that can be chosen for a playbook; every value is a text."""

    name: str
    doc: str
    default: str = ""
    pattern: str = ".*"
    """What a whole value matches, such as `yes|no`."""


@dataclass(frozen=True)
class ResponsePlaybook:
    """How a kind of threat is contained, and what that costs."""

    id: str
    """The service folder and the function's name: `ec2.isolate_instance`."""
    title: str
    kinds: tuple[ThreatKind, ...]
    """The kinds of threats that it takes."""
    plan: PlansResponse
    doc: str
    writes: tuple[WriteShape, ...]
    """Every call that a Change of it makes, or its undo: no other one is ever sent."""
    reads: tuple[str, ...]
    """Every operation that it reads with, probes and polls of its Changes among them."""
    risks: tuple[str, ...]
    """What it can break, and what it does not stop; a sentence each."""
    rollback: str
    """What its undo brings back, and what it cannot."""
    answers: tuple[str, ...] = ()
    """Patterns of rule ids and of types of findings, such as `guardduty.*:EC2/*`."""
    options: tuple[ResponseOption, ...] = ()

    def takes(self, rule: str) -> bool:
        """Whether it answers findings of a rule."""
        return any(fnmatchcase(rule, pattern) for pattern in self.answers)

    def find_flaw(self, chosen: Iterable[tuple[str, str]]) -> str:
        """Return what is wrong with options that were chosen; '' for nothing."""
        known = {option.name: option for option in self.options}
        for name, value in chosen:
            if name not in known:
                names = ", ".join(known) or "none"
                return f"{self.id} has no option {name}; it has: {names}"
            if not re.fullmatch(known[name].pattern, value, re.ASCII):
                return f"{self.id}: {name}={value}: expected {known[name].pattern}"
        return ""


def responds(
    title: str,
    *kinds: ThreatKind,
    writes: tuple[WriteShape, ...],
    reads: tuple[str, ...],
    risks: tuple[str, ...],
    rollback: str,
    answers: tuple[str, ...] = (),
    options: tuple[ResponseOption, ...] = (),
) -> Callable[[PlansResponse], ResponsePlaybook]:
    """Make a playbook of a function: `@responds("Isolate an instance", "instance", writes=...)`.

    Options that were not set have their defaults when the function is called by `plan`.
    """

    def make(plan: PlansResponse) -> ResponsePlaybook:
        service = plan.__module__.split(".")[-3]
        name = getattr(plan, "__name__", "")
        doc = (plan.__doc__ or "").strip()
        return ResponsePlaybook(
            f"{service}.{name}",
            title,
            kinds,
            plan,
            doc,
            writes,
            reads,
            risks,
            rollback,
            answers,
            options,
        )

    return make
