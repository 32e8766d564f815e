from dataclasses import FrozenInstanceError
from datetime import UTC, datetime
from typing import Any

import pytest

from ringwall.emulator.app import Emulator
from ringwall.emulator.published_events import PublishedEvent, publish

AT = datetime(2026, 1, 1, tzinfo=UTC)


def test_event_is_kept_as_it_was_published(emulator: Emulator) -> None:
    publish(
        emulator.state,
        "111122223333",
        "eu-west-1",
        "aws.guardduty",
        "GuardDuty Finding",
        {"id": "f"},
        ["arn"],
        time=AT,
    )
    (event,) = emulator.state.published
    assert event == PublishedEvent(
        *("111122223333", "eu-west-1", "aws.guardduty", "GuardDuty Finding"),
        {"id": "f"},
        ("arn",),
        AT,
    )
    changed: Any = event
    with pytest.raises(FrozenInstanceError):
        changed.region = "us-east-1"


def test_events_and_security_services_survive_saving(client: Any, emulator: Emulator) -> None:
    guardduty = client("guardduty")
    client("securityhub").enable_security_hub()
    detector = guardduty.create_detector(Enable=True)["DetectorId"]
    guardduty.create_sample_findings(
        DetectorId=detector, FindingTypes=["PenTest:IAMUser/KaliLinux"]
    )
    published = list(emulator.state.published)
    assert len(published) == 2
    saved = emulator.save()
    guardduty.delete_detector(DetectorId=detector)
    emulator.load(saved)
    assert emulator.state.published == published
    assert len(guardduty.list_findings(DetectorId=detector)["FindingIds"]) == 1
    assert len(client("securityhub").get_findings()["Findings"]) == 1
