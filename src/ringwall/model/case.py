"""A case: one response from the first sign to the end, told as a chain of sealed events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from ringwall.model.rule import Severity
from ringwall.model.table import Row
from ringwall.model.threat import Threat

CaseStatus = Literal["open", "partly_contained", "contained", "closed"]
CaseEventKind = Literal[
    "opened",
    "noted",
    "assigned",
    "graded",
    "planned",
    "requested",
    "approved",
    "denied",
    "escalated",
    "started",
    "ended",
    "contained",
    "undone",
    "collected",
    "told",
    "closed",
    "reopened",
    "halted",
    "allowed",
]
"""`planned` holds a whole plan, `requested` asks for its approval, `started` uses that up and names
the run, `collected` is a piece of evidence, `told` a message or ticket. `halted` and `allowed` are
of the switch that stops all responses."""
CASE_EVENT_SOURCE, CASE_EVENT_KIND = "ringwall", "Ringwall Case"
"""The source and the detail-type of the event of EventBridge that names a case."""
SWITCH = "SWITCH"
"""The id under which the switch is kept that stops all responses: a case of nothing."""

STARTS = "STARTS-"
"""How the ids begin under which is kept what started by itself on a day: no cases either."""


def is_case(id_: str) -> bool:
    """Whether an id is that of a case."""
    return id_ != SWITCH and not id_.startswith(STARTS)


@dataclass(frozen=True)
class CaseEvent:
    """One thing that happened in a case; `number` counts 1, 2, 3, ... within it."""

    case: str
    number: int
    at: int
    """Milliseconds since 1970, UTC."""
    kind: CaseEventKind
    author: str
    """The principal who did it; `ringwall` for what happens by itself."""
    body: Row
    hash: str
    """The seal over the seal before it in the case, and all of this."""


@dataclass(frozen=True)
class ResponseCase:
    """A case on the whole, as its events make it. Times are milliseconds since 1970, UTC."""

    id: str
    """CASE-20261201-4f7k2m: the day, and chance."""
    title: str
    severity: Severity
    threat: Threat
    opened_at: int
    opened_by: str
    status: CaseStatus = "open"
    owner: str = ""
    contained_at: int = 0
    """When the last Change that contains was verified; 0 unless all is contained."""
    outstanding: tuple[str, ...] = ()
    """The playbooks that were planned for it and have not contained yet what they are about."""
    closed_at: int = 0
    reason: str = ""
    """Why it was closed."""
    finding: str = ""
    """The uid of the finding that it is about, or ''."""
    incident: str = ""
    runs: tuple[str, ...] = ()
    """The runs that were started in it, oldest first; undone ones too."""
    access: str = ""
    """How who opened it reached AWS, as options of a command, quoted; no secret is among them."""
    tickets: Mapping[str, str] = field(default_factory=dict)
    """Keys of tickets by the name of the channel: `jira` -> SEC-12."""


class CaseLog(Protocol):
    """Where the events of cases are kept: append-only, sealed, and each number once.

    Raises StorageFailed and its kin. INVARIANT: of two that append after the same event, one fails.
    """

    def append(
        self, case_id: str, kind: CaseEventKind, author: str, body: Mapping[str, Any], after: int
    ) -> CaseEvent:
        """Write down one event; CaseMoved where `after` is not the number of the last one."""
        ...

    def events(self, case_id: str) -> tuple[CaseEvent, ...]:
        """Return the events of a case in order; () where there is none."""
        ...

    def case_ids(self) -> tuple[str, ...]:
        """Return the ids of all cases, oldest first, without the switch."""
        ...

    def moved_since(self, at: int) -> tuple[str, ...]:
        """Return the ids of cases to which something was added since a time, oldest first.

        Without the switch; of a case whose time is not known, it is said too.
        """
        ...

    def doubt(self, case_id: str) -> list[str]:
        """Return what in a case was not written by who has the key: nothing, if all is well."""
        ...
