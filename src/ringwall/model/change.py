"""A Change: one write to AWS with its reason, its before-state, its proof and its undo."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from ringwall.model.layer import Layer
from ringwall.model.reference import BEFORE, NOW, find_references

Blast = Literal["none", "config", "availability", "irreversible"]
"""What a Change can break: nothing; settings only; running traffic; beyond undo."""
CauseKind = Literal["finding", "section", "case"]
ResponseStage = Literal["", "prepare", "contain", "preserve", "eradicate", "recover"]
"""What a Change of a response is for: the time to contain ends with the last that contains."""

UNREAD: Mapping[str, bool] = {"$unread": True}
"""As `before`: the state could not be read at plan time, for the resource is not there yet."""
UNDO = "undo-"
"""What the id of a Change that undoes another one starts with, before the id of the other."""


@dataclass(frozen=True)
class Poll:
    """How to see that a piece of work ended which AWS does after it has answered.

    The parameters hold `{"$answer": "<path>"}`, JMESPaths into the answer that started it. `take`
    is the JMESPath of its state, `why` that of the reason of a failure.
    """

    operation: str
    parameters: Mapping[str, Any]
    take: str
    done: tuple[str, ...]
    failed: tuple[str, ...]
    why: str = ""
    wait: float = 1800.0
    """Seconds after which the Change is told as "awaiting": it goes on at AWS."""
    early: tuple[str, ...] = ()
    """Error codes with which AWS says that it does not show the work yet."""


@dataclass(frozen=True)
class Write:
    """One AWS call that writes. `operation` is `service.operation` in snake_case.

    A parameter may hold references (`model/reference.py`) to what earlier Changes of the same plan
    were seen to have made.
    """

    operation: str
    parameters: Mapping[str, Any]
    retry: tuple[str, ...] = ()
    """Error codes with which AWS says "not yet": nothing was done, and it is sent again."""
    poll: Poll | None = None
    """Where the call only starts the work: how to see that it ended."""


@dataclass(frozen=True)
class ProbeLookup:
    """A further read of a probe, about the document that was found.

    `take` of its answer goes into the document's member `into`. `{Name}` in the parameters is the
    document's member `Name`.
    """

    operation: str
    parameters: Mapping[str, Any]
    take: str
    into: str
    absent: tuple[str, ...] = ()
    when: str = ""
    """JMESPath over the document: where it is falsy, the read is not made and there is none."""


@dataclass(frozen=True)
class Probe:
    """The read that shows the state which a Change is about: a JMESPath into the whole answer.

    All pages of the answer are read, and put together before `take` is applied. `absent` lists
    error codes that mean "there is none": the state is then None.

    With `items` (a JMESPath), the document is the item of a list whose members (JMESPaths) are
    those of `match`; the state is None where there is no such item. An item that is a plain text is
    the document `{"id": item}`. `each` adds to every item before it is matched, `lookups` to the
    document that was found; `members` are what it has beside AWS's answer.

    With the operation '', nothing is searched: the document is `members`, and `absent` are codes
    of the lookups.
    """

    operation: str
    parameters: Mapping[str, Any]
    take: str
    absent: tuple[str, ...] = ()
    wait: float = 24.0
    """Seconds that AWS may need to show a write: most services are consistent only eventually."""
    items: str = ""
    match: Mapping[str, Any] = field(default_factory=dict)
    members: Mapping[str, Any] = field(default_factory=dict)
    each: tuple[ProbeLookup, ...] = ()
    lookups: tuple[ProbeLookup, ...] = ()
    ids: Mapping[str, str] = field(default_factory=dict)
    """What other Changes refer to, by name: JMESPaths into the document, or templates of them with
    braces (`arn:{partition}:s3:::{Name}`)."""
    now: Mapping[str, str] = field(default_factory=dict)
    """What the write needs as it is just before, by name: JMESPaths into the document. It changes
    with each write, and says nothing of whether something is still as it was left."""
    normal: Mapping[str, str] = field(default_factory=dict)
    """How members of the state are compared (`model/normal.py`): policy, set, json or text."""
    parsed: str = ""
    """The member of the answer that is a text of JSON: `items` reads the document in it."""


@dataclass(frozen=True)
class Cause:
    """What a Change answers: a finding (its uid), a section of a blueprint, or a case."""

    kind: CauseKind
    id: str


@dataclass(frozen=True)
class Change:
    """One write in one account and region.

    `before` is what the probe showed at plan time, UNREAD where nobody could look: then whatever
    is there is written down before the write. `after` is what the probe must show when the write is
    done (both plain JSON values, with references perhaps). `undo` is the write that leads back,
    None where there is none.
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
    needs: tuple[str, ...] = ()
    """Ids of the Changes that must be done first."""
    account: Mapping[str, Any] | None = None
    """For an account that an earlier Change creates: the reference to its id; `account_id` is ''
    until then."""
    serial: str = ""
    """Of Changes with the same word here, one is made at a time."""
    part_of: str = ""
    """The id of the Change that creates the resource: undone with it, and not by itself."""
    irreversible: str = ""
    """Why there is no undo, where there is none."""
    stage: ResponseStage = ""

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
        return replace(
            self,
            write=self.undo,
            undo=self.write,
            before=self.after,
            after=self.before,
            why=f"undo: {self.why}",
            id=name_undo(self.id),
        )


def name_undo(change_id: str) -> str:
    """Return the id of the Change that undoes one; of an undo, that of the Change it undid."""
    undone = change_id.removeprefix(UNDO)
    return undone if undone != change_id else UNDO + change_id


@dataclass(frozen=True)
class Plan:
    """An ordered list of Changes and what could not be planned, each with its reason."""

    changes: tuple[Change, ...]
    skipped: tuple[tuple[str, str], ...] = field(default=())
    """(resource, reason) of findings that no Change can answer."""


def _identify(change: Change) -> str:
    write = change.write
    where = change.account or change.account_id
    parts = [where, change.region, write.operation, write.parameters]
    if any(found.kind in (BEFORE, NOW) for found in find_references(write.parameters)):
        # What it is about is not in the call yet: what is read before it says so.
        parts += [change.probe.parameters, change.probe.match]
    text = json.dumps(parts, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
