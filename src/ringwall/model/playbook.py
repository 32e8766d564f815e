"""A playbook: a function that turns a finding into Changes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ringwall.model.change import Change
from ringwall.model.finding import Finding
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

Plans = Callable[[Finding, Reader], Iterable[Change]]


@dataclass(frozen=True)
class Playbook:
    """What answers the findings of some rules; `plan` only reads, with the finding's reader."""

    id: str
    answers: tuple[str, ...]
    """Ids of the rules whose findings it fixes."""
    plan: Plans
    doc: str
    writes: tuple[WriteShape, ...]
    """Every call that a Change of it makes, or its undo: no other one is ever sent."""


def answers(*rules: str, writes: tuple[WriteShape, ...]) -> Callable[[Plans], Playbook]:
    """Make a playbook of a function: `@answers("s3.public_access_is_blocked", writes=...)`.

    The id is the service folder and the function's name: `s3.block_public_access`.
    """

    def make(plan: Plans) -> Playbook:
        service = plan.__module__.split(".")[-3]
        name = getattr(plan, "__name__", "")
        return Playbook(f"{service}.{name}", rules, plan, (plan.__doc__ or "").strip(), writes)

    return make
