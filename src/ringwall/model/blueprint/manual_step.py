"""A step that only a person can take: no call of AWS does it, or none that Ringwall should make."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.wanted import GLOBAL


@dataclass(frozen=True)
class Evidence:
    """A row of the estate that is there once a step was taken."""

    table: str
    columns: Mapping[str, Any]
    """The columns that show it, with the values that they have then."""
    region: str = GLOBAL
    others: Mapping[str, Any] = field(default_factory=dict)
    """The columns that say which row it is."""
    owned: str = ""
    """The name of the wanted row that it is, by the owner's tag; '' where columns say enough."""
    tells: tuple[str, ...] = ()
    """Columns whose values the plan says while the step is to do."""


@dataclass(frozen=True)
class ManualStep:
    """What a person does in the console, and how it is seen that it was done."""

    name: str
    """`sso.multi_factor_authentication`: the service, and what it is about."""
    account: str
    """The name of the account in the blueprint."""
    section: str
    title: str
    """What to do, in a few words."""
    how: tuple[str, ...]
    """What to do, step by step."""
    why: str
    source: str
    """The page of AWS that describes it."""
    evidence: Evidence | None = None
    """None where no call of AWS shows it: then it stays unknown."""
    if_there: bool = False
    """Whether there is nothing to do, and no step, while there is no such row."""


ManualSteps = Callable[[Landscape], Iterable[ManualStep]]


@dataclass(frozen=True)
class ManualPart:
    """The steps that a service folder has for a section of the blueprint."""

    section: str
    steps: ManualSteps


def by_hand(section: str) -> Callable[[ManualSteps], ManualPart]:
    """Make a part of a function in `catalog/<service>/manual.py`: `@by_hand("identity.x")`.

    It yields the steps that a section needs, or none where the blueprint turns it off.
    """
    return lambda function: ManualPart(section, function)
