"""An incident: hits of detections that belong together, as lists show it; and an exception."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from ringwall.model.rule import Severity

IncidentStatus = Literal["open", "closed"]
IncidentEventKind = Literal["opened", "closed", "reopened", "merged"]


@dataclass(frozen=True)
class RuleWords:
    """What a story says of a detection: of ours, of Sigma, or of another product."""

    title: str
    severity: Severity = "medium"
    attacks: tuple[str, ...] = ()
    """MITRE ATT&CK technique IDs."""
    why: str = ""
    fix: str = ""
    url: str = ""


@dataclass(frozen=True)
class Incident:
    """One incident on the whole. Times are milliseconds since 1970, UTC."""

    id: str
    """INC-20260131-4f7k2m: day and fingerprint of its earliest hit."""
    first_hit: str
    """The uid of that hit."""
    title: str
    severity: Severity
    score: int
    """0 to 100."""
    confidence: int
    """How sure it is that something happened, 1 to 99."""
    account_id: str
    """The account in which most was done."""
    accounts: tuple[str, ...]
    regions: tuple[str, ...]
    actor: str
    """ARN of the principal that did most, or what else is known of it."""
    stages: tuple[str, ...]
    """Tactics of ATT&CK, in the order of the matrix."""
    sequences: tuple[str, ...]
    """Attack sequences, named as GuardDuty names them."""
    first_at: int
    last_at: int
    hits: int
    status: IncidentStatus = "open"
    closed_at: int = 0
    """When it was closed, 0 where it is open."""
    reason: str = ""
    """Why it was closed."""


class IncidentEvent(NamedTuple):
    """An entry in an incident's history."""

    incident: str
    at: int
    kind: IncidentEventKind
    author: str
    detail: str


@dataclass(frozen=True)
class Suppression:
    """An exception: hits in its scope make no incidents until it expires.

    What is '' does not narrow the scope; `*` stands for any text.
    """

    id: str
    reason: str
    author: str
    created_at: int
    expires_at: int
    """Hits from this time on are not covered; milliseconds since 1970, UTC."""
    rule: str = ""
    actor: str = ""
    resource: str = ""
    account_id: str = ""
