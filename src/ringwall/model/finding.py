"""A verdict of one rule on one resource, and the finding that it becomes over time."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from ringwall.model.layer import Layer
from ringwall.model.rule import Severity

Answer = Literal["pass", "fail", "unknown"]
FindingStatus = Literal["open", "resolved", "suppressed"]


class Verdict(NamedTuple):
    """What one rule says of one resource now: the narrow row that leaves the engine."""

    rule: str
    resource: str
    account_id: str
    region: str
    answer: Answer
    reason: str
    subject: str = ""
    """What the finding is about, where a rule says more than one thing of a resource."""
    layer: Layer | None = None
    """The layer, where it is not that of the rule."""
    evidence: Mapping[str, Any] | None = None


class VerdictCount(NamedTuple):
    """How many verdicts of one rule in one account are passes, failures and unknowns.

    `hidden` of the unknowns stand for a Region or an account whose resources could not be listed.
    `excepted` fail, and an exception covers them: they are none of the failures.
    """

    rule: str
    account_id: str
    passed: int
    failed: int
    unknown: int
    hidden: int = 0
    excepted: int = 0


CONTROL_FINDING = 2003
"""OCSF's class of what a control finds; what a detection or a service of AWS saw has another."""


@dataclass(frozen=True)
class Remediation:
    """How to fix a finding: a text, a page to read, a playbook."""

    text: str
    url: str = ""
    playbook: str = ""


@dataclass(frozen=True)
class Finding:
    """Something wrong with a resource, with its history. Times are milliseconds since 1970, UTC.

    `uid` is the fingerprint (`fingerprint()`): the same weakness keeps it forever. `class_uid`
    is OCSF's (2003 Compliance Finding). `raw` is what came from elsewhere, verbatim.
    """

    uid: str
    rule: str
    title: str
    severity: Severity
    layer: Layer
    account_id: str
    region: str
    resources: tuple[str, ...]
    reason: str
    first_seen: int
    last_seen: int
    status: FindingStatus = "open"
    answer: Answer = "fail"
    resolved_at: int = 0
    reopened: int = 0
    count: int = 1
    class_uid: int = CONTROL_FINDING
    product: str = "ringwall"
    rule_version: str = ""
    confidence: int = 100
    risk: int = 0
    why: str = ""
    compliance: tuple[str, ...] = ()
    """Requirements that the rule answers: `CIS AWS Foundations 7.0.0/2.1.1`."""
    attacks: tuple[str, ...] = ()
    evidence: Mapping[str, Any] = field(default_factory=dict)
    remediation: Remediation = Remediation("")
    owner: str = ""
    due: int = 0
    ticket: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)
    same_as: tuple[str, ...] = ()
    """The uids of findings of other products that say the same."""
    suppression: Mapping[str, Any] = field(default_factory=dict)
    """The exception that covers it: id, reason, owner, ticket, expires; empty for none."""

    @property
    def resource(self) -> str:
        """The resource that the finding is about: the first of them."""
        return self.resources[0]


def tell_suppression(finding: Finding) -> str:
    """Return which exception covers a finding, and why; '' for none."""
    told = finding.suppression
    if not told:
        return ""
    return f"{told['id']} until {told['expires']}, {told['owner']}: {told['reason']}"


def fingerprint(product: str, rule: str, resource: str, discriminator: str = "") -> str:
    """Return the uid of a finding: 32 hex digits, the same for the same weakness at any time."""
    parts = f"{product}\x1f{rule}\x1f{resource}\x1f{discriminator}"
    return hashlib.sha256(parts.encode()).hexdigest()[:32]
