"""A Change: one write to AWS with its reason, its before-state, its proof and its undo."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from ringwall.model.layer import Layer

Blast = Literal["none", "config", "availability", "irreversible"]
"""What a Change can break: nothing; settings only; running traffic; beyond undo."""


@dataclass(frozen=True)
class Write:
    """One AWS call that writes. `operation` is `service.operation` in snake_case.

    A parameter value `{"$result": "0.Snapshot.SnapshotId"}` stands for a JMESPath into the answer
    of an earlier Change of the same plan, by its position.
    """

    operation: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True)
class Probe:
    """The read that shows the state which a Change is about: a JMESPath into one answer.

    `absent` lists error codes that mean "there is none": the state is then None.
    """

    operation: str
    parameters: Mapping[str, Any]
    take: str
    absent: tuple[str, ...] = ()


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
    finding: str = ""
    """uid of the finding that the Change answers, if any."""

    def reversed(self) -> "Change":
        """Return the Change that takes this one back; ValueError where it has no undo."""
        if self.undo is None:
            raise ValueError(f"{self.write.operation} on {self.resource} has no undo")
        return replace(
            self,
            write=self.undo,
            undo=self.write,
            before=self.after,
            after=self.before,
            why=f"undo: {self.why}",
        )


@dataclass(frozen=True)
class Plan:
    """An ordered list of Changes and what could not be planned, each with its reason."""

    changes: tuple[Change, ...]
    skipped: tuple[tuple[str, str], ...] = field(default=())
    """(resource, reason) of findings that no Change can answer."""
