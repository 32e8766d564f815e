"""A Change: one write to AWS with its reason, its before-state, its proof and its undo."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from ringwall.model.layer import Layer

Blast = Literal["none", "config", "availability", "irreversible"]
"""What a Change can break: nothing; settings only; running traffic; beyond undo."""
CauseKind = Literal["finding", "section", "case"]

UNDO = "undo-"
"""What the id of a Change that undoes another one starts with, before the id of the other."""


@dataclass(frozen=True)
class Write:
    """One AWS call that writes. `operation` is `service.operation` in snake_case.

    A parameter value `{"$result": "<id>.Snapshot.SnapshotId"}` is a JMESPath into the
    answer of an earlier Change of the same plan, by the id of that Change.
    """

    operation: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True)
class Probe:
    """The read that shows the state which a Change is about: a JMESPath into the whole answer.

    All pages of the answer are read, and put together before `take` is applied. `absent` lists
    error codes that mean "there is none": the state is then None.
    """

    operation: str
    parameters: Mapping[str, Any]
    take: str
    absent: tuple[str, ...] = ()
    wait: float = 24.0
    """Seconds that AWS may need to show a write: most services are consistent only eventually."""


@dataclass(frozen=True)
class Cause:
    """What a Change answers: a finding (its uid), a section of a blueprint, or a case."""

    kind: CauseKind
    id: str


@dataclass(frozen=True)
class Change:
    """One write in one account and region.

    `before` is what the probe showed at plan time, `after` what it must show when the write is
    done (both plain JSON values). `undo` is the write that leads back, None where there is none.
    """

    account_id: str
    region: str
    resource: str
    write: Write
    probe: Probe
    before: Any
    after: Any
    why: str
    layer: Layer
    blast: Blast = "config"
    undo: Write | None = None
    cause: Cause | None = None
    id: str = ""
    """The same for the same write in the same account and region, whenever it is planned."""

    def __post_init__(self) -> None:
        """Give the Change its id, unless it was given one (by a journal, or by `reversed`)."""
        if not self.id:
            object.__setattr__(self, "id", _identify(self))

    @property
    def is_undo(self) -> bool:
        """Whether it leads back to what another Change has fixed."""
        return self.id.startswith(UNDO)

    def reversed(self) -> "Change":
        """Return the Change that undoes this one; ValueError where it has no undo."""
        if self.undo is None:
            raise ValueError(f"{self.write.operation} on {self.resource} has no undo")
        undone = self.id.removeprefix(UNDO)
        return replace(
            self,
            write=self.undo,
            undo=self.write,
            before=self.after,
            after=self.before,
            why=f"undo: {self.why}",
            id=undone if undone != self.id else UNDO + self.id,
        )


@dataclass(frozen=True)
class Plan:
    """An ordered list of Changes and what could not be planned, each with its reason."""

    changes: tuple[Change, ...]
    skipped: tuple[tuple[str, str], ...] = field(default=())
    """(resource, reason) of findings that no Change can answer."""


def _identify(change: Change) -> str:
    write = change.write
    parts = [change.account_id, change.region, write.operation, write.parameters]
    text = json.dumps(parts, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
