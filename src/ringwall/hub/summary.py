"""What an audit found on the whole: the facts and counts that stand above the findings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ringwall.model.coverage import Coverage
from ringwall.model.rule import Rule


class Tally(NamedTuple):
    """How one rule's verdicts fell in one account."""

    rule: str
    account_id: str
    passed: int
    failed: int
    unknown: int


@dataclass(frozen=True)
class Summary:
    """One audit on the whole. `accounts` maps ids to names; `created_at` is in milliseconds.

    `rules` holds the rules that the tallies name. `gaps` are the rows of `estate.coverage` that
    are not ok.
    """

    snapshot: str
    created_at: int
    accounts: Mapping[str, str] = field(default_factory=dict)
    regions: tuple[str, ...] = ()
    tallies: tuple[Tally, ...] = ()
    gaps: tuple[Coverage, ...] = ()
    rules: Mapping[str, Rule] = field(default_factory=dict)
