"""GuardDuty: a region's detector, its state and its protections."""

from collections.abc import Callable
from typing import Any

from ringwall.emulator.app import Emulator
from ringwall.model.errors import AccessDenied
from ringwall.model.table import Reader

DETECTOR = {
    "CreatedAt": "2024-06-09T18:43:57.978Z",
    "Status": "ENABLED",
    "FindingPublishingFrequency": "SIX_HOURS",
    "Features": [
        {"Name": "S3_DATA_EVENTS", "Status": "ENABLED"},
        {"Name": "RUNTIME_MONITORING", "Status": "DISABLED"},
    ],
    "Tags": {"team": "security"},
}


def test_a_detector_shows_what_is_on(canned: Any, collect: Any) -> None:
    reader = canned(
        {"guardduty.list_detectors": {"DetectorIds": ["d1"]}, "guardduty.get_detector": DETECTOR}
    )
    rows, gaps = collect(reader, "guardduty_detector")
    assert gaps == []
    (row,) = rows["guardduty_detector"]
    assert row["arn"] == "arn:aws:guardduty:eu-west-1:111111111111:detector/d1"
    assert (row["status"], row["enabled_features"]) == ("ENABLED", ["S3_DATA_EVENTS"])
    assert (row["tags"], row["created_at"].year) == ({"team": "security"}, 2024)


def test_a_detector_that_may_not_be_read_is_there_all_the_same(canned: Any, collect: Any) -> None:
    reader = canned(
        {
            "guardduty.list_detectors": {"DetectorIds": ["d1"]},
            "guardduty.get_detector": AccessDenied("no", "AccessDeniedException"),
        }
    )
    rows, gaps = collect(reader, "guardduty_detector")
    assert [r["status"] for r in rows["guardduty_detector"]] == [None]
    assert [g.aspect for g in gaps] == ["Detector"]


def test_the_service_reads_a_region(
    live: Reader, aws: Callable[[str], Any], collect: Any, emulator: Emulator
) -> None:
    rows, gaps = collect(live, "guardduty_detector")
    assert (rows["guardduty_detector"], gaps) == ([], [])
    detector = aws("guardduty").create_detector(Enable=False)["DetectorId"]
    emulator.calls.clear()
    rows, gaps = collect(live, "guardduty_detector")
    assert gaps == []
    assert [(r["detector_id"], r["status"]) for r in rows["guardduty_detector"]] == [
        (detector, "DISABLED")
    ]
    assert sum(emulator.calls.values()) == 2
