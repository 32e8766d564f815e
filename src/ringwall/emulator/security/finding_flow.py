"""Where a new finding goes: the service's own lists, EventBridge, and Security Hub."""

import copy
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.published_events import publish
from ringwall.emulator.security.detectors import GUARDDUTY, Detector, find_detector
from ringwall.emulator.security.finding_criteria import match_criterion
from ringwall.emulator.security.guardduty_asff import write_guardduty_asff
from ringwall.emulator.security.hub_findings import receive_from_service
from ringwall.emulator.state import EmulatorState


def report_guardduty(state: EmulatorState, detector: Detector, finding: dict[str, Any]) -> None:
    """Keep a new or updated finding of GuardDuty and tell who wants to know.

    What a suppression rule archives is told to nobody.
    https://docs.aws.amazon.com/guardduty/latest/ug/findings_suppression-rule.html
    """
    detector.findings[finding["id"]] = finding
    watching = [*find_watching(state, detector)]
    for place in watching:
        for rule in place.filters.values():
            criterion = rule["FindingCriteria"].get("Criterion") or {}
            if rule["Action"] == "ARCHIVE" and match_criterion(criterion, finding):
                finding["service"]["archived"] = True
    if finding["service"]["archived"]:
        return
    for place in watching:
        publish(
            state,
            place.account_id,
            place.region,
            "aws.guardduty",
            "GuardDuty Finding",
            copy.deepcopy(finding),
            time=datetime.now(UTC),
        )
    share_guardduty(state, detector, finding)


def share_guardduty(state: EmulatorState, detector: Detector, finding: dict[str, Any]) -> None:
    """Send a finding to Security Hub, where the account has both."""
    found = write_guardduty_asff(finding)
    receive_from_service(state, detector.account_id, detector.region, found)


def find_watching(state: EmulatorState, detector: Detector) -> Iterator[Detector]:
    """Yield the detectors that show a detector's findings: itself, and its administrator's."""
    yield detector
    managed = GUARDDUTY.find_administrator(state, detector.account_id, detector.region)
    above = find_detector(state, managed[0], detector.region) if managed else None
    if above is not None:
        yield above


def find_watched(state: EmulatorState, detector: Detector) -> Iterator[Detector]:
    """Yield the detectors whose findings a detector shows: itself, and those of its members."""
    yield detector
    delegation = GUARDDUTY.find(state, detector.account_id, detector.region)
    if delegation.admin != detector.account_id:
        return
    for record in delegation.associated():
        member = find_detector(state, record.account_id, detector.region)
        if member is not None:
            yield member
