"""A threat: what a response is to, as a finding, an incident or a person names it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from ringwall.model.table import Reader

ThreatKind = Literal[
    "access_key",
    "account",
    "bucket",
    "cluster",
    "database",
    "detector",
    "domain",
    "function",
    "identity",
    "image",
    "instance",
    "key",
    "person",
    "role",
    "root",
    "secret",
    "security_group",
    "service",
    "session",
    "snapshot",
    "task",
    "trail",
    "user",
]
"""What is to be contained: an EC2 instance, an IAM user, a person of Identity Center, ..."""
SeekReader = Callable[[str, str], Reader]
"""Returns the reader of an account and Region."""


@dataclass(frozen=True)
class Threat:
    """What happened, and to what. Whatever is not known is '' or 0.

    INVARIANT: all of it comes from logs and findings, and so from the attacker: a playbook checks
    the form of what it takes from here, and never trusts a name.
    """

    kind: ThreatKind
    account_id: str
    """The account of the resource."""
    region: str
    """Its Region, or that of the act; `global` where there is none."""
    resource: str
    """ARN of what is to be contained."""
    case: str
    """The id of the case: CASE-20261201-4f7k2m."""
    actor: str = ""
    """ARN of the principal that acted."""
    access_key: str = ""
    address: str = ""
    """Address from which was acted, or with which the instance spoke."""
    rule: str = ""
    """Id of the rule, or type of the finding, that told of it."""
    reason: str = ""
    first_at: int = 0
    """Milliseconds since 1970, UTC: when the first act of it was seen."""
    last_at: int = 0
    evidence: Mapping[str, Any] = field(default_factory=dict)
    """What the finding holds beside: event IDs, parameters of the call, the product's own words."""


@dataclass(frozen=True)
class EvidencePlace:
    """Where evidence is kept: an account, a bucket with Object Lock, and a key."""

    account_id: str
    region: str
    bucket: str
    key_arn: str = ""
    """The key that encrypts the bucket and copies of snapshots; a key of the Region of each copy is
    found by its alias where this one is in another."""
    lock_mode: Literal["GOVERNANCE", "COMPLIANCE"] = "GOVERNANCE"
    lock_days: int = 365


@dataclass(frozen=True)
class ResponseSettings:
    """What responders know of their organization; '' or () where there is no such thing."""

    home_region: str = "us-east-1"
    management_account_id: str = ""
    security_account_id: str = ""
    evidence: EvidencePlace | None = None
    quarantine_group: str = "ringwall-quarantine"
    """The name of the security group without rules that isolates, in each VPC."""
    regions: tuple[str, ...] = ()
    """The Regions that are swept; those that are on in the account, if left out."""


@dataclass(frozen=True)
class Scene:
    """Where a playbook looks, and what was chosen for it."""

    readers: SeekReader
    now: datetime
    settings: ResponseSettings = field(default_factory=ResponseSettings)
    options: Mapping[str, str] = field(default_factory=dict)
    """The options of the playbook that were set, all checked; others have their defaults."""

    def reader(self, threat: Threat, region: str = "") -> Reader:
        """Return the reader of the threat's account: in its Region, or in the one that is named."""
        chosen = region or threat.region
        is_global = chosen in ("", "global")
        return self.readers(threat.account_id, self.settings.home_region if is_global else chosen)
