"""What an audit found on the whole: the facts and counts that a report shows above findings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ringwall.catalog.requirements import Requirement
from ringwall.hub.incidents.story import ToldIncidents
from ringwall.model.coverage import Coverage
from ringwall.model.finding import VerdictCount
from ringwall.model.rule import Rule
from ringwall.store.database.ledger import Changes


@dataclass(frozen=True)
class Summary:
    """One audit on the whole. `accounts` maps ids to names; `created_at` is in milliseconds.

    `rules` holds the rules that the counts name. `gaps` are the rows of `estate.coverage` that
    are not ok. `changes` are those since the audit of the snapshot before, where that is known.
    `find_incidents` reads the incidents of the logs, where a report asks for them. Findings
    that are listed without an audit have none of the counts, and 0 as `created_at`.
    """

    snapshot: str
    created_at: int
    accounts: Mapping[str, str] = field(default_factory=dict)
    regions: tuple[str, ...] = ()
    counts: tuple[VerdictCount, ...] = ()
    gaps: tuple[Coverage, ...] = ()
    rules: Mapping[str, Rule] = field(default_factory=dict)
    requirements: tuple[Requirement, ...] = ()
    changes: Changes | None = None
    find_incidents: Callable[[], ToldIncidents] = ToldIncidents

    @property
    def excepted(self) -> int:
        """How many failures exceptions cover."""
        return sum(count.excepted for count in self.counts)

    @property
    def is_audit(self) -> bool:
        """Whether it tells of an audit, not of findings alone."""
        return self.created_at != 0
