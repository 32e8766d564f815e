"""GuardDuty's detectors: one in an account and Region, with the features that are on.

https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-features-activation-model.html
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.security.delegation import DelegatedService, find_email
from ringwall.emulator.security.wire import write_moment
from ringwall.emulator.state import EmulatorState

GUARDDUTY = DelegatedService("guardduty.amazonaws.com")
ALWAYS = ("CLOUD_TRAIL", "DNS_LOGS", "FLOW_LOGS")
"""Sources that cannot be turned off."""
ADDITIONS: Mapping[str, tuple[str, ...]] = {
    "S3_DATA_EVENTS": (),
    "EKS_AUDIT_LOGS": (),
    "EBS_MALWARE_PROTECTION": (),
    "RDS_LOGIN_EVENTS": (),
    "LAMBDA_NETWORK_LOGS": (),
    "EKS_RUNTIME_MONITORING": ("EKS_ADDON_MANAGEMENT",),
    "RUNTIME_MONITORING": (
        "EKS_ADDON_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT", "EC2_AGENT_MANAGEMENT",
    ),
}  # fmt: skip
"""Features, each with its additional configurations."""
NOT_BY_DEFAULT = frozenset({"EKS_RUNTIME_MONITORING", "RUNTIME_MONITORING"})
NOT_ITS_OWN = (
    "The request is rejected because the input detectorId is not owned by the current account."
)
WRONG_VALUE = (
    "The request is rejected because an invalid or out-of-range value is specified as an input "
    "parameter."
)


@dataclass
class DetectorFeature:
    """A feature of a detector."""

    enabled: bool
    updated: datetime
    additional: dict[str, "DetectorFeature"] = field(default_factory=dict)


@dataclass
class Detector:
    """A detector, and all that belongs to it."""

    detector_id: str
    account_id: str
    region: str
    created: datetime
    updated: datetime
    enabled: bool = True
    frequency: str = "SIX_HOURS"
    features: dict[str, DetectorFeature] = field(default_factory=dict)
    organization_features: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What an administrator turns on in members' detectors, as the API writes it."""
    tags: dict[str, str] = field(default_factory=dict)
    findings: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The account's own findings by id, as JSON has them."""
    feedback: dict[str, tuple[str, str]] = field(default_factory=dict)
    filters: dict[str, dict[str, Any]] = field(default_factory=dict)
    lists: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    """IP sets, threat intel sets and entity sets by kind and id."""
    destinations: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def arn(self) -> str:
        """The detector's ARN."""
        place = f"arn:{own_partition()}:guardduty:{self.region}:{self.account_id}"
        return f"{place}:detector/{self.detector_id}"


def refuse(message: str = WRONG_VALUE) -> Fault:
    """Return GuardDuty's error for nearly everything."""
    return Fault("BadRequestException", message)


def find_detector(state: EmulatorState, account_id: str, region: str) -> Detector | None:
    """Return the detector of an account and Region; None where GuardDuty is not on."""
    found: Detector | None = state.settings.get((account_id, region, "guardduty.detector"))
    return found


def require_detector(state: EmulatorState, call: EmulatedCall) -> Detector:
    """Return the caller's detector that the request names; Fault where it is none of its own."""
    settle_members(state, call.account_id, call.region)
    found = find_detector(state, call.account_id, call.region)
    if found is None or found.detector_id != call.parameters.get("DetectorId"):
        raise refuse(NOT_ITS_OWN)
    return found


def make_detector(
    state: EmulatorState, account_id: str, region: str, *, features_on: bool = True
) -> Detector:
    """Turn GuardDuty on; who does it by itself gets all features but runtime monitoring."""
    now = datetime.now(UTC)
    made = Detector(mock_random.get_random_hex(32), account_id, region, now, now)
    for name, additions in ADDITIONS.items():
        enabled = features_on and name not in NOT_BY_DEFAULT
        inner = {addition: DetectorFeature(enabled=False, updated=now) for addition in additions}
        made.features[name] = DetectorFeature(enabled, now, inner)
    state.settings[account_id, region, "guardduty.detector"] = made
    return made


def delete_detector_of(state: EmulatorState, account_id: str, region: str) -> None:
    """Turn GuardDuty off."""
    del state.settings[account_id, region, "guardduty.detector"]


def set_features(detector: Detector, wanted: Iterable[Mapping[str, Any]]) -> None:
    """Turn features on and off; Fault for both kinds of runtime monitoring together.

    https://docs.aws.amazon.com/guardduty/latest/APIReference/API_DetectorFeatureConfiguration.html
    """
    found = list(wanted)
    held = {name: feature.enabled for name, feature in detector.features.items()}
    check_features(found, held)
    now = datetime.now(UTC)
    for feature in found:
        name = str(feature["Name"])
        held_feature = detector.features.setdefault(
            name, DetectorFeature(enabled=False, updated=now)
        )
        _turn(held_feature, feature.get("Status"), now)
        for addition in feature.get("AdditionalConfiguration") or ():
            inner = held_feature.additional.setdefault(
                addition["Name"], DetectorFeature(enabled=False, updated=now)
            )
            _turn(inner, addition.get("Status"), now)
    detector.updated = now


def check_features(
    features: Iterable[Mapping[str, Any]], held: Mapping[str, bool] | None = None
) -> None:
    """Refuse both kinds of runtime monitoring, and a configuration that a feature does not have."""
    on = dict(held or {})
    for feature in features:
        if feature.get("Status"):
            on[str(feature.get("Name"))] = feature["Status"] == "ENABLED"
        known = ADDITIONS.get(str(feature.get("Name")), ())
        for addition in feature.get("AdditionalConfiguration") or ():
            if addition.get("Name") not in known:
                raise refuse()
    if all(on.get(name) for name in NOT_BY_DEFAULT):
        raise refuse(
            "The request is rejected because EKS_RUNTIME_MONITORING and RUNTIME_MONITORING cannot "
            "be enabled together."
        )


def _turn(feature: DetectorFeature, status: str | None, now: datetime) -> None:
    if status is not None and feature.enabled != (status == "ENABLED"):
        feature.enabled, feature.updated = status == "ENABLED", now


def read_features(
    parameters: Mapping[str, Any], on: str = "Enable", word: str = "Status"
) -> list[dict[str, Any]]:
    """Return the features of a request, those of the older `DataSources` too, but not of both."""
    features, sources = parameters.get("Features") or [], parameters.get("DataSources")
    if features and sources:
        raise refuse(
            "The request is rejected because dataSources and features cannot be used together."
        )
    if not sources:
        return list(features)
    volumes = (sources.get("MalwareProtection") or {}).get("ScanEc2InstanceWithFindings") or {}
    found = volumes.get("EbsVolumes")
    given = {
        "S3_DATA_EVENTS": (sources.get("S3Logs") or {}).get(on),
        "EKS_AUDIT_LOGS": ((sources.get("Kubernetes") or {}).get("AuditLogs") or {}).get(on),
        "EBS_MALWARE_PROTECTION": found.get(on) if isinstance(found, Mapping) else found,
    }
    yes, no = ("ENABLED", "DISABLED") if word == "Status" else ("NEW", "NONE")
    return [{"Name": n, word: yes if v else no} for n, v in given.items() if v is not None]


def show_features(detector: Detector, *, with_sources: bool = True) -> list[dict[str, Any]]:
    """Return a detector's features as the API does."""
    found = [
        {"Name": name, "Status": "ENABLED", "UpdatedAt": detector.created}
        for name in (ALWAYS if with_sources else ())
    ]
    for name, feature in detector.features.items():
        additions = [{"Name": n, **_show(f)} for n, f in feature.additional.items()]
        more = {"AdditionalConfiguration": additions} if additions else {}
        found.append({"Name": name, **_show(feature), **more})
    return found


def _show(feature: DetectorFeature) -> dict[str, Any]:
    status = "ENABLED" if feature.enabled else "DISABLED"
    return {"Status": status, "UpdatedAt": feature.updated}


def show_sources(detector: Detector) -> dict[str, Any]:
    """Return the features that have an older name, as `DataSources`."""
    on = {"Status": "ENABLED"}

    def status(name: str) -> dict[str, Any]:
        return {"Status": "ENABLED" if detector.features[name].enabled else "DISABLED"}

    return {
        "CloudTrail": on,
        "DNSLogs": on,
        "FlowLogs": on,
        "S3Logs": status("S3_DATA_EVENTS"),
        "Kubernetes": {"AuditLogs": status("EKS_AUDIT_LOGS")},
        "MalwareProtection": {
            "ScanEc2InstanceWithFindings": {"EbsVolumes": status("EBS_MALWARE_PROTECTION")},
            "ServiceRole": service_role_of(
                detector.account_id,
                "malware-protection.guardduty",
                "AmazonGuardDutyMalwareProtection",
            ),
        },
    }


def service_role_of(account_id: str, service: str, name: str) -> str:
    """Return the ARN of a service-linked role."""
    path = f"aws-service-role/{service}.amazonaws.com/AWSServiceRoleFor{name}"
    return f"arn:{own_partition()}:iam::{account_id}:role/{path}"


def show_detector(detector: Detector) -> dict[str, Any]:
    """Return a detector as GetDetector does."""
    return {
        "CreatedAt": write_moment(detector.created),
        "UpdatedAt": write_moment(detector.updated),
        "FindingPublishingFrequency": detector.frequency,
        "ServiceRole": service_role_of(detector.account_id, "guardduty", "AmazonGuardDuty"),
        "Status": "ENABLED" if detector.enabled else "DISABLED",
        "DataSources": show_sources(detector),
        "Features": show_features(detector),
        "Tags": detector.tags,
    }


def settle_members(state: EmulatorState, account_id: str, region: str) -> None:
    """Enable the accounts of the organization that auto-enable is for, and forget those gone."""
    for account in GUARDDUTY.settle(state, account_id, region):
        admin = GUARDDUTY.find(state, account_id, region).admin
        enroll(state, admin, account, region)


def enroll(state: EmulatorState, admin: str, account_id: str, region: str, email: str = "") -> None:
    """Make an account a member: its detector appears, with the organization's features."""
    delegation = GUARDDUTY.find(state, admin, region)
    held = find_detector(state, account_id, region)
    is_new = held is None
    detector = held or make_detector(state, account_id, region, features_on=False)
    detector.enabled = True
    delegation.put(account_id, email or find_email(account_id), "enabled")
    administrator = find_detector(state, admin, region)
    auto = administrator.organization_features.values() if administrator else ()
    wanted = ("NEW", "ALL") if is_new else ("ALL",)
    apply_auto_enable(detector, auto, wanted)


def apply_auto_enable(
    detector: Detector, features: Iterable[Mapping[str, Any]], modes: tuple[str, ...]
) -> None:
    """Turn on in a member's detector what its organization turns on by itself."""
    for feature in features:
        additions = [
            {"Name": addition["Name"], "Status": "ENABLED"}
            for addition in feature.get("AdditionalConfiguration") or ()
            if addition.get("AutoEnable") in modes
        ]
        status = {"Status": "ENABLED"} if feature.get("AutoEnable") in modes else {}
        if status or additions:
            found = {"Name": feature["Name"], **status, "AdditionalConfiguration": additions}
            set_features(detector, [found])
