"""What a change of policies would break, close and open, before it is made."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ringwall.jobs.access.changes import PolicyChanges, read_changes
from ringwall.jobs.access.exposure_row import describe_exposure
from ringwall.jobs.access.organization import open_organization
from ringwall.jobs.access.usage import read_usage
from ringwall.jobs.events import Events
from ringwall.jobs.outcome import JobOutcome, decide_outcome
from ringwall.model.errors import NotCollected
from ringwall.model.table import Row
from ringwall.reason.iam.organization.change import apply_changes
from ringwall.reason.iam.organization.model import Organization
from ringwall.reason.iam.relation.impact import (
    BrokenUse,
    ExposureChange,
    find_broken,
    find_exposure_changes,
)

_WIDENING = frozenset({"changes", "widens", "opens"})
"""What may give access to a principal that had none before."""


@dataclass(frozen=True)
class Impact:
    """Used permissions that would be lost, and access from outside that would differ."""

    broken: tuple[Row, ...]
    exposures: tuple[Row, ...]
    """`what` says what becomes of it: opens, widens, changes, narrows or closes."""
    outcome: JobOutcome

    @property
    def principals(self) -> int:
        """How many principals would lose a permission that they use."""
        return len({row["principal"] for row in self.broken})

    @property
    def counts(self) -> Mapping[str, int]:
        """How often each thing becomes of access from outside."""
        return Counter(row["what"] for row in self.exposures)


def find_impact(
    home: Path, changes: PolicyChanges, events: Events, *, snapshot: str = ""
) -> Impact:
    """Return what changes of policies would do.

    A finding is whatever they break, open or widen. Unknown is what they may: what people use is
    not known where no logs were read.
    """
    before = open_organization(home, snapshot)
    after = apply_changes(before, read_changes(changes, before, events))
    uses = None
    try:
        _, uses = read_usage(home, before)
    except NotCollected as error:
        events.note(f"what people use is not known: {error}")
    broken = tuple(map(_describe_broken, find_broken(before, after, uses or {})))
    exposures = tuple(
        _describe_change(before, found) for found in find_exposure_changes(before, after)
    )
    widening = [row["verdict"] for row in exposures if row["what"] in _WIDENING]
    return Impact(
        broken,
        exposures,
        decide_outcome(
            findings=broken or any(verdict != "unknown" for verdict in widening),
            unknown=widening or uses is None or before.gaps,
        ),
    )


def _describe_broken(found: BrokenUse) -> Row:
    return {
        "what": found.effect,
        "principal": found.principal,
        "action": found.action,
        "resource": found.resource,
        "count": found.count,
        "last_used": found.last_used,
        "statements": list(map(str, found.after.decision.statements)),
        "conditions": list(found.after.residual),
        "unknown": list(found.after.unknown),
    }


def _describe_change(before: Organization, found: ExposureChange) -> dict[str, Any]:
    return {
        "what": found.what,
        **describe_exposure(before, found.exposure),
        "was": describe_exposure(before, found.was) if found.was else None,
    }
