"""A playbook: a function that turns a finding into Changes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ringwall.model.change import Change
from ringwall.model.finding import Finding
from ringwall.model.table import Reader

Plans = Callable[[Finding, Reader], Iterable[Change]]


@dataclass(frozen=True)
class Playbook:
    """What answers the findings of some rules; `plan` only reads, with the finding's reader."""

    id: str
    answers: tuple[str, ...]
    """Ids of the rules whose findings it fixes."""
    plan: Plans
    doc: str


def answers(*rules: str) -> Callable[[Plans], Playbook]:
    """Make a playbook of a function: `@answers("s3.public_access_is_blocked")`.

    The id is the service folder and the function's name: `s3.block_public_access`.
    """

    def make(plan: Plans) -> Playbook:
        service = plan.__module__.split(".")[-3]
        name = getattr(plan, "__name__", "")
        return Playbook(f"{service}.{name}", rules, plan, (plan.__doc__ or "").strip())

    return make
