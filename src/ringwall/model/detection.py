"""A detection: a bad act that logs can show; and a hit: that it was seen."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from ringwall.model.rule import Example, Severity

SIGHTINGS = ("hit", "quiet")
"""What an example of a detection can expect."""

REQUIRED_COLUMNS: Mapping[str, str] = {
    "at": "TIMESTAMP",
    "act": "TEXT",
    "account_id": "TEXT",
    "region": "TEXT",
    "actor": "TEXT",
    "resource": "TEXT",
    "reason": "TEXT",
}
"""What the query of every detection returns, and the types; '' where a text is not known."""
OPTIONAL_COLUMNS: Mapping[str, str] = {
    "session": "TEXT",
    "access_key": "TEXT",
    "address": "TEXT",
    "events": "TEXT[]",
    "entities": "TEXT[]",
    "count": "BIGINT",
    "confidence": "BIGINT",
}
"""What it may return beside them; any other column is evidence, under its own name."""


@dataclass(frozen=True)
class DetectionRule:
    """One detection: a query, or a function over what a query returns, with its header.

    `window` is how far back from an event the query must see; zero where each event speaks for
    itself. `key` names the column by which `judge` takes its rows, '' where there is no function.
    """

    id: str
    title: str
    severity: Severity
    why: str
    fix: str
    sql: str
    attacks: tuple[str, ...] = ()
    """MITRE ATT&CK technique IDs."""
    window: timedelta = timedelta(0)
    false_positives: str = ""
    """Who does the same without being an attacker, and how to tell."""
    finding_types: tuple[str, ...] = ()
    """The finding types of GuardDuty that it answers."""
    confidence: int = 80
    """How sure a hit is, 1 to 100, unless the query says so itself."""
    is_trial: bool = False
    """Whether hits are only counted, and become no findings."""
    is_context: bool = False
    """Whether hits are no findings, and are told only beside incidents that they belong to."""
    key: str = ""
    examples: tuple[Example, ...] = ()
    url: str = ""
    family: str = ""
    """The family that has the query; '' where the detection has one of its own."""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    path: Path = field(default=Path(), compare=False)
    sql_path: Path = field(default=Path(), compare=False)
    """The file that has the query: the detection's own, or its family's."""
    sql_line: int = 0
    """Line of that file where the query starts; 1-based."""

    @property
    def is_code(self) -> bool:
        """Whether a function judges what the query returns."""
        return bool(self.key)

    @property
    def service(self) -> str:
        """The service folder of the detection: the part of the id before the dot."""
        return self.id.partition(".")[0]

    def locate_sql(self, line: int) -> str:
        """Return file and line of a line of the query (0 is its first), as errors name it."""
        return f"{self.sql_path}:{self.sql_line + line}"

    def locate_example(self, example: Example) -> str:
        """Return file and line of an example."""
        return f"{example.path}:{example.line}"


@dataclass(frozen=True)
class Hit:
    """One bad act that a detection has seen. `at` is UTC, naive.

    `act` is what identifies the act: the event's ID, or, of a count, the actor and the start of
    the time in which it was counted. The same act found again has the same `uid`.
    """

    rule: str
    at: datetime
    act: str
    account_id: str
    region: str
    actor: str
    """ARN of the principal; of an instance where traffic was seen; '' where it is not known."""
    resource: str
    """ARN or name of what was acted on; '' where there is none."""
    reason: str
    session: str = ""
    access_key: str = ""
    address: str = ""
    """The IP address or the domain of the other side."""
    events: tuple[str, ...] = ()
    """IDs of the events of CloudTrail, or file and line, that show it."""
    entities: tuple[str, ...] = ()
    """What else ties it to other hits: ARNs, key IDs, addresses, instance IDs."""
    count: int = 1
    confidence: int = 80
    evidence: Mapping[str, Any] = field(default_factory=dict)

    @property
    def uid(self) -> str:
        """The fingerprint of the act: 32 hex digits."""
        parts = f"{self.rule}\x1f{self.account_id}\x1f{self.act}"
        return hashlib.sha256(parts.encode()).hexdigest()[:32]
