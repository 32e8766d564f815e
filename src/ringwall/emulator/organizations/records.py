"""What organizations have beside moto's accounts, units and policies."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ringwall.emulator.state import EmulatorState


@dataclass
class AccountRequest:
    """A request to make an account, and what became of it."""

    request_id: str
    name: str
    email: str
    role: str
    tags: list[dict[str, str]]
    requested: datetime
    is_for_gov_cloud: bool = False
    failure: str = ""
    completed: datetime | None = None
    account_id: str = ""
    gov_cloud_id: str = ""


@dataclass
class Handshake:
    """An invitation, or a request that members approve all features."""

    handshake_id: str
    organization_id: str
    management: str
    action: str
    target: str
    """The account that answers: the management account itself for ENABLE_ALL_FEATURES."""
    requested: datetime
    expires: datetime
    state: str = "OPEN"
    notes: str = ""
    parent: str = ""
    tags: list[dict[str, str]] = field(default_factory=list)


@dataclass
class OrganizationRecords:
    """The requests, handshakes and settings of one organization."""

    requests: dict[str, AccountRequest] = field(default_factory=dict)
    closures: list[datetime] = field(default_factory=list)
    """When accounts were closed."""
    resource_policy: str = ""
    resource_policy_id: str = ""
    resource_policy_tags: dict[str, str] = field(default_factory=dict)
    features: list[str] = field(default_factory=list)
    """The features of central root access that are enabled."""
    more: dict[str, Any] = field(default_factory=dict)
    """What other services keep of the organization, by name."""


def find_records(state: EmulatorState, organization: Any) -> OrganizationRecords:
    """Return the records of moto's organization."""
    key = (organization.org.id, "", "organizations.records")
    found: OrganizationRecords = state.settings.setdefault(key, OrganizationRecords())
    return found


def find_handshakes(state: EmulatorState) -> dict[str, Handshake]:
    """Return the handshakes of all organizations by id: invited accounts are in none."""
    found: dict[str, Handshake] = state.settings.setdefault(("", "", "handshakes"), {})
    return found
