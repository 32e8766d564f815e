"""What Control Tower keeps of an organization, and the manifest of its landing zone.

https://docs.aws.amazon.com/controltower/latest/userguide/lz-api-launch.html
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.authorization.identity_policies import find_organization
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.organizations.members import is_management
from ringwall.emulator.organizations.records import find_records
from ringwall.emulator.running_operations import has_ended, start_operation
from ringwall.emulator.state import EmulatorState

LATEST = "4.0"
VERSIONS = ("3.3", LATEST)
KEYS = frozenset(
    {
        "accessManagement",
        "backup",
        "centralizedLogging",
        "config",
        "governedRegions",
        "organizationStructure",
        "securityRoles",
    }
)
WITH_ACCOUNT = ("centralizedLogging", "securityRoles", "config")


@dataclass
class LandingZoneOperation:
    """An operation of Control Tower, which takes its time."""

    operation_id: str
    kind: str
    started: datetime
    ended: datetime | None = None
    about: dict[str, str] = field(default_factory=dict)
    """What else the operation is of: the control and its target."""


@dataclass
class EnabledPart:
    """A baseline or a control that is enabled for an OU."""

    arn: str
    identifier: str
    target: str
    operation_id: str
    version: str = ""
    parameters: list[dict[str, Any]] = field(default_factory=list)
    tags: dict[str, str] = field(default_factory=dict)
    policy_id: str = ""
    """The SCP by which a preventive control acts."""


@dataclass
class LandingZone:
    """The landing zone of an organization."""

    arn: str
    version: str
    manifest: Mapping[str, Any]
    remediation: tuple[str, ...] = ()
    tags: dict[str, str] = field(default_factory=dict)


@dataclass
class ControlTowerRecords:
    """Everything that Control Tower keeps of one organization."""

    zone: LandingZone | None = None
    operations: dict[str, LandingZoneOperation] = field(default_factory=dict)
    baselines: dict[str, EnabledPart] = field(default_factory=dict)
    controls: dict[str, EnabledPart] = field(default_factory=dict)


def find_tower(state: EmulatorState, call: EmulatedCall) -> tuple[Any, ControlTowerRecords]:
    """Return moto's organization and the records of it; Fault but in the management account."""
    organization = find_organization(call.account_id)
    if organization is None or not is_management(organization, call.account_id):
        message = "AWS Control Tower can be used from the management account of an organization."
        raise Fault("AccessDeniedException", message, 403)
    more = find_records(state, organization).more
    found: ControlTowerRecords = more.setdefault("controltower", ControlTowerRecords())
    return organization, found


def require_zone(records: ControlTowerRecords, identifier: str = "") -> LandingZone:
    """Return the landing zone; Fault where there is none, or another one is meant."""
    zone = records.zone
    if zone is None or identifier not in {"", zone.arn, zone.arn.rpartition("/")[2]}:
        raise Fault("ResourceNotFoundException", "The landing zone does not exist.", 404)
    return zone


def start_tower_operation(
    state: EmulatorState, records: ControlTowerRecords, kind: str, **about: str
) -> LandingZoneOperation:
    """Begin an operation; ConflictException while another one of the landing zone runs."""
    if any(not is_over(state, held) for held in records.operations.values()):
        raise Fault("ConflictException", "Another operation is in progress.", 409)
    made = LandingZoneOperation(str(mock_random.uuid4()), kind, _now(), about=about)
    records.operations[made.operation_id] = made
    start_operation(state, "controltower", made.operation_id)
    return made


def is_over(state: EmulatorState, operation: LandingZoneOperation) -> bool:
    """Whether an operation has ended."""
    if operation.ended is None and has_ended(state, "controltower", operation.operation_id):
        operation.ended = _now()
    return operation.ended is not None


def check_manifest(organization: Any, version: str, manifest: Any) -> None:
    """Fault unless a manifest is one of its version, with accounts of the organization."""
    if version not in VERSIONS:
        raise refuse(f"Landing zone version {version} is not supported")
    if not isinstance(manifest, Mapping):
        raise refuse("The manifest is no JSON object")
    if unknown := sorted(manifest.keys() - KEYS):
        raise refuse(f"The manifest has an unknown key {unknown[0]}")
    regions = manifest.get("governedRegions")
    if not isinstance(regions, list) or not regions:
        raise refuse("The manifest has no governedRegions")
    is_old = version != LATEST
    if is_old and "organizationStructure" not in manifest:
        raise refuse("The manifest has no organizationStructure")
    if not is_old and "organizationStructure" in manifest:
        raise refuse(f"organizationStructure is no part of version {LATEST}")
    for key in WITH_ACCOUNT:
        _check_part(organization, key, manifest.get(key), is_required=is_old and key != "config")


def _check_part(organization: Any, key: str, part: Any, *, is_required: bool) -> None:
    """Check a part that names an account; one that is not enabled need not name any."""
    if part is None and not is_required:
        return
    if not isinstance(part, Mapping):
        raise refuse(f"The manifest has no {key}")
    if part.get("enabled") is False:
        return
    members = {a.id for a in organization.accounts if not is_management(organization, a.id)}
    if part.get("accountId") not in members:
        raise refuse(f"The accountId of {key} is no member of the organization")
    for name, bucket in (part.get("configurations") or {}).items():
        days = bucket.get("retentionDays") if isinstance(bucket, Mapping) else None
        if name.endswith("Bucket") and not str(days or "").isdecimal():
            raise refuse(f"{key}.configurations.{name}.retentionDays is no number of days")


def refuse(why: str) -> Fault:
    """Return the error for a request that has a wrong value."""
    return Fault("ValidationException", f"{why}.")


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
