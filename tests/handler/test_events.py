"""Events of EventBridge: those that tell of findings, and nothing else."""

from typing import Any

import pytest
from lambda_responder import make_event, make_finding
from reported_records import CONTROL

from ringwall.handler.events import MOST_BYTES, MOST_FINDINGS, read_event
from ringwall.model.errors import BadInput

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:shop"
HUB = {"source": "aws.securityhub", "detail-type": "Security Hub Findings - Imported"}
ACTION = {"source": "aws.securityhub", "detail-type": "Security Hub Findings - Custom Action"}


def test_an_event_of_guardduty_has_one_finding() -> None:
    read = read_event(make_event(make_finding(FUNCTION)))
    assert read.records == (make_finding(FUNCTION),)
    assert (read.account_id, read.region) == ("123456789012", "us-east-1")


@pytest.mark.parametrize("kind", [HUB, ACTION])
def test_events_of_security_hub_have_a_list(kind: dict[str, str]) -> None:
    assert len(read_event(make_event({"findings": [CONTROL] * 3}, **kind)).records) == 3


def test_our_own_event_has_one_finding() -> None:
    event = make_event(
        {"product": "ringwall"}, **{"source": "ringwall", "detail-type": "Ringwall Finding"}
    )
    assert read_event(event).records == ({"product": "ringwall"},)


def test_an_event_may_name_a_case() -> None:
    names = {"source": "ringwall", "detail-type": "Ringwall Case"}
    read = read_event(make_event({"case": "CASE-20261201-abcdefghij", "plan": "x"}, **names))
    assert (read.case, read.records, read.is_schedule) == ("CASE-20261201-abcdefghij", (), False)


def test_a_schedule_says_nothing() -> None:
    names = {"source": "aws.events", "detail-type": "Scheduled Event"}
    read = read_event(make_event({"case": "CASE-20261201-abcdef"}, **names))
    assert (read.case, read.records, read.is_schedule) == ("", (), True)


def test_a_person_may_want_what_is_dead_to_be_tried_again() -> None:
    names = {"source": "ringwall", "detail-type": "Ringwall Retry"}
    assert read_event(make_event({}, **names)).is_retry


@pytest.mark.parametrize(
    "detail",
    [
        {},
        {"case": 7},
        {"case": ""},
        {"case": "SWITCH"},
        {"case": "CASE-20261201-abc"},
        {"case": "CASE-20261201-abcdef\n"},
        {"case": "CASE-20261201-ABCDEF"},
        {"case": "CASE-20261201-" + "a" * 17},
        {"case": ["CASE-20261201-abcdef"]},
        ["CASE-20261201-abcdef"],
    ],
    ids=range(10),
)
def test_what_names_no_case_is_refused(detail: Any) -> None:
    names = {"source": "ringwall", "detail-type": "Ringwall Case"}
    with pytest.raises(BadInput):
        read_event(make_event(detail, **names))


@pytest.mark.parametrize(
    "members",
    [
        {"source": "aws.ec2"},
        {"source": "ringwall"},
        {"source": 7},
        {"detail-type": "GuardDuty Malware"},
        {"detail": []},
        {"detail": None},
        {"id": "x" * 100},
        {"id": "a b"},
        {"account": "12345678901"},
        {"account": "\N{ARABIC-INDIC DIGIT ONE}23456789012"},
        {"region": "us-east-1; x"},
        {**HUB, "detail": {"findings": []}},
        {**HUB, "detail": {"findings": [CONTROL] * (MOST_FINDINGS + 1)}},
        {**HUB, "detail": {"findings": [CONTROL, "x"]}},
        {**HUB, "detail": {"findings": {"a": 1}}},
        {"detail": {"x": "y" * MOST_BYTES}},
        {"detail": {"x": object()}},
    ],
    ids=range(17),
)
def test_what_is_no_event_of_ours_is_refused(members: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        read_event(make_event(make_finding(FUNCTION)) | members)


@pytest.mark.parametrize("event", [None, 7, "x", [], {}])
def test_what_is_no_event_at_all_is_refused(event: Any) -> None:
    with pytest.raises(BadInput):
        read_event(event)


def test_an_event_that_is_too_deep_is_refused() -> None:
    deep: Any = {}
    for _ in range(300):
        deep = {"a": deep}
    with pytest.raises(BadInput):
        read_event(make_event(deep))
