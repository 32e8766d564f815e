"""Restores GuardDuty in a Region: its detector, the features that were taken off, its members."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from ringwall.catalog.audited_calls import AuditedCall, find_named, tell_calls
from ringwall.catalog.cloudtrail.past_calls import find_calls, take_map
from ringwall.catalog.guardduty.features import AGENTS
from ringwall.model.change import Change, Probe, Write
from ringwall.model.response_playbook import HumanStep, ResponseOption, responds
from ringwall.model.state import read_state
from ringwall.model.table import Reader, Row
from ringwall.model.text import count_of
from ringwall.model.threat import Scene, Threat
from ringwall.model.write_shape import Shape, WriteShape

DETECTOR = {"DetectorId": r"[0-9a-f]{1,300}"}
FEATURE = r"[A-Z0-9_]{1,50}"
USUAL = "S3_DATA_EVENTS,EKS_AUDIT_LOGS,EBS_MALWARE_PROTECTION,RDS_LOGIN_EVENTS,LAMBDA_NETWORK_LOGS"
"""The features without agents, which a new detector has."""
MOST_MEMBERS = 200
ACCOUNTS: list[Shape] = [r"\d{12}"]
WRITES = (
    WriteShape(
        "guardduty.create_detector",
        {"Enable": True, "Features": [{"Name": FEATURE, "Status": "ENABLED"}]},
        also=("iam:CreateServiceLinkedRole",),
    ),
    WriteShape("guardduty.delete_detector", DETECTOR),
    WriteShape("guardduty.update_detector", {**DETECTOR, "Enable": bool}),
    WriteShape(
        "guardduty.update_detector",
        {**DETECTOR, "Features": [{"Name": FEATURE, "Status": "ENABLED|DISABLED"}]},
    ),
    WriteShape(
        "guardduty.create_members",
        {**DETECTOR, "AccountDetails": [{"AccountId": r"\d{12}", "Email": r"[^\s@]+@[^\s@]+"}]},
    ),
    WriteShape("guardduty.disassociate_members", {**DETECTOR, "AccountIds": ACCOUNTS}),
    WriteShape("guardduty.start_monitoring_members", {**DETECTOR, "AccountIds": ACCOUNTS}),
    WriteShape("guardduty.stop_monitoring_members", {**DETECTOR, "AccountIds": ACCOUNTS}),
)
_HIDES, _KNOWS = "findings that it matches are not seen", "GuardDuty finds less, or trusts more"
AUDITED = (
    AuditedCall("CreateFilter", "name", "Delete the new suppression rules: {}", _HIDES),
    AuditedCall("UpdateFilter", "filterName", "Look at the filters that changed: {}", _HIDES),
    AuditedCall("ArchiveFindings", "findingIds", "Look at the findings archived: {}", _HIDES),
    AuditedCall("CreateIPSet", "name", "Delete the new lists of trusted addresses: {}", _KNOWS),
    AuditedCall("UpdateIPSet", "ipSetId", "Look at the trusted lists that changed: {}", _KNOWS),
    AuditedCall("CreateTrustedEntitySet", "name", "Delete the new trusted lists: {}", _KNOWS),
    AuditedCall(
        "UpdateTrustedEntitySet", "trustedEntitySetId", "Look at the trusted lists: {}", _KNOWS
    ),
    AuditedCall(
        "DeleteThreatIntelSet", "threatIntelSetId", "Add the threat lists again: {}", _KNOWS
    ),
    AuditedCall("UpdateThreatIntelSet", "threatIntelSetId", "Look at the threat lists: {}", _KNOWS),
    AuditedCall(
        "DeletePublishingDestination",
        "destinationId",
        "Export findings again: {} was deleted",
        "findings are not kept elsewhere",
    ),
    AuditedCall(
        "DisassociateFromAdministratorAccount",
        "detectorId",
        "Add the account again as its GuardDuty administrator: it left with detector {}",
        "the administrator does not see what is found here",
    ),
    AuditedCall(
        "DeleteMembers",
        "accountIds",
        "Add the members again: {}",
        "what is found there is not seen here",
    ),
)


@dataclass(frozen=True)
class _Place:
    """An account and a Region whose GuardDuty is restored."""

    account_id: str
    reader: Reader
    since: int

    @property
    def arn(self) -> str:
        return f"arn:{self.reader.partition}:guardduty:{self.reader.region}:{self.account_id}"

    def make(self, resource: str, **facts: Any) -> Change:
        make = partial(Change, account_id=self.account_id, region=self.reader.region)
        facts = {"blast": "none", "stage": "recover", **facts}
        return make(resource=f"{self.arn}:{resource}", layer="response", **facts)


@responds(
    "Restore GuardDuty",
    "detector",
    "service",
    writes=WRITES,
    reads=(
        "cloudtrail.lookup_events",
        "guardduty.get_detector",
        "guardduty.list_detectors",
        "guardduty.list_members",
    ),
    risks=(
        "Findings, suppression rules and lists of a detector that was deleted are gone.",
        "A new detector is not a member of the organization's administrator by itself.",
        "GuardDuty costs again what it did.",
    ),
    rollback="The detector, its features and its members are as the attacker left them.",
    answers=(
        "guardduty.detector_is_disabled",
        "guardduty.detector_loses_a_source",
        "guardduty.findings_are_suppressed",
        "guardduty.member_is_detached",
        "guardduty.threat_list_is_removed",
        "guardduty.trusted_addresses_change",
    ),
    options=(
        ResponseOption(
            "features",
            "Features of a detector that is created anew, with commas.",
            USUAL,
            r"[A-Z0-9_]{1,50}(,[A-Z0-9_]{1,50}){0,20}",
        ),
    ),
)
def restore_detector(threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
    """Enable the detector of the Region and what was taken off it; tell what hides findings."""
    place = _Place(threat.account_id, scene.reader(threat), threat.first_at)
    detector = read_state(Probe("guardduty.list_detectors", {}, "DetectorIds[0]"), place.reader)
    if detector is None:
        yield from _create(place, scene.options["features"].split(","))
    else:
        yield from _enable(place, detector)
        yield from _enable_features(place, detector)
        yield from _add_members(place, detector)
    yield from tell_calls(place.reader, AUDITED, place.arn, place.since)


def _create(place: _Place, features: list[str]) -> Iterator[Change | HumanStep]:
    probe = Probe(
        "guardduty.list_detectors", {}, "length(DetectorIds)", ids={"id": "DetectorIds[0]"}
    )
    parameters = {
        "Enable": True,
        "Features": [{"Name": name, "Status": "ENABLED"} for name in features],
    }
    create = place.make(
        "detector",
        write=Write("guardduty.create_detector", parameters),
        probe=probe,
        before=0,
        after=1,
        why="GuardDuty watches the Region again",
        stage="contain",
    )
    which = {"DetectorId": {"$read": f"{create.id}.id"}}
    yield replace(create, undo=Write("guardduty.delete_detector", which))
    yield HumanStep(
        f"{place.arn}:detector",
        "Let GuardDuty's administrator add the account, and set what the detector had: agents, "
        "suppression rules, lists, exports",
        "the detector was deleted, and all that with it",
    )


def _enable(place: _Place, detector: str) -> Iterator[Change]:
    which = {"DetectorId": detector}
    probe = Probe("guardduty.get_detector", which, "Status")
    if read_state(probe, place.reader) != "DISABLED":
        return
    yield place.make(
        f"detector/{detector}",
        write=Write("guardduty.update_detector", {**which, "Enable": True}),
        probe=probe,
        before="DISABLED",
        after="ENABLED",
        why="GuardDuty watches the Region again",
        undo=Write("guardduty.update_detector", {**which, "Enable": False}),
        stage="contain",
    )


def _enable_features(place: _Place, detector: str) -> Iterator[Change | HumanStep]:
    """Yield the Changes that turn on again what was turned off since."""
    if not place.since:
        return

    def is_own(record: Row) -> bool:
        return bool(take_map(record, "requestParameters").get("detectorId") == detector)

    off: dict[str, None] = {}
    for record in find_calls(place.reader, "UpdateDetector", is_own, since=place.since):
        listed = take_map(record, "requestParameters").get("features") or []
        for feature in listed:
            if feature.get("status") == "DISABLED":
                off[str(feature.get("name"))] = None
    found = place.reader.call("guardduty.get_detector", DetectorId=detector)["Features"]
    status = {feature["Name"]: feature["Status"] for feature in found}
    for name in off:
        if status.get(name) == "DISABLED":
            yield _turn_on(place, detector, name)
            if name in AGENTS:
                what = f"Turn on the agents of {name} again: {', '.join(AGENTS[name])}"
                yield HumanStep(f"{place.arn}:detector/{detector}", what, "they went with it")


def _turn_on(place: _Place, detector: str, name: str) -> Change:
    def write(status: str) -> Write:
        features = [{"Name": name, "Status": status}]
        return Write("guardduty.update_detector", {"DetectorId": detector, "Features": features})

    return place.make(
        f"detector/{detector}",
        write=write("ENABLED"),
        probe=Probe(
            "guardduty.get_detector",
            {"DetectorId": detector},
            "Status",
            items="Features",
            match={"Name": name},
        ),
        before="DISABLED",
        after="ENABLED",
        why=f"GuardDuty reads {name} again",
        undo=write("DISABLED"),
        serial="guardduty",
    )


def _add_members(place: _Place, detector: str) -> Iterator[Change | HumanStep]:
    """Yield the Changes that bring members back that were let go, or are not watched, since."""
    if not place.since:
        return
    gone = {
        account
        for call in ("DisassociateMembers", "StopMonitoringMembers")
        for account in find_named(place.reader, call, "accountIds", place.since)
    }
    if not gone:
        return
    asked = {"DetectorId": detector, "OnlyAssociated": "false"}
    listed = place.reader.items("guardduty.list_members", "Members || `[]`", **asked)
    found = [one for one in listed if one["AccountId"] in gone]
    for member in found[:MOST_MEMBERS]:
        yield from _add_member(place, detector, member, asked)
    if len(found) > MOST_MEMBERS:
        what = f"Add {count_of(len(found) - MOST_MEMBERS, 'other member')} again"
        yield HumanStep(f"{place.arn}:detector/{detector}", what, "they are too many for one run")


def _add_member(
    place: _Place, detector: str, member: Row, asked: Mapping[str, str]
) -> Iterator[Change]:
    account, status = member["AccountId"], member["RelationshipStatus"]
    which = {"DetectorId": detector, "AccountIds": [account]}
    details = [{"AccountId": account, "Email": member.get("Email") or ""}]
    ways = {
        "Removed": (
            Write("guardduty.create_members", {"DetectorId": detector, "AccountDetails": details}),
            Write("guardduty.disassociate_members", which),
        ),
        "Disabled": (
            Write("guardduty.start_monitoring_members", which),
            Write("guardduty.stop_monitoring_members", which),
        ),
    }
    if status not in ways:
        return
    write, undo = ways[status]
    yield place.make(
        f"detector/{detector}",
        write=write,
        probe=Probe(
            "guardduty.list_members",
            asked,
            "RelationshipStatus",
            items="Members",
            match={"AccountId": account},
        ),
        before=status,
        after="Enabled",
        why=f"what is found in account {account} is seen here again",
        undo=undo,
        serial="guardduty",
    )
