"""How unusual an hour was, and why, in words."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from ringwall.detect.baselines.activity import ActiveHour, ActivityCall
from ringwall.detect.baselines.profile import Profiles, learn
from ringwall.detect.baselines.score import FLOOR, HourScore, find_threshold, score_hour

START = datetime(2026, 1, 1, 10)  # noqa: DTZ001 - UTC, naive, as logs are
DAY = date(2026, 1, 31)


def hour(*apis: str, subject: str = "ann", day: int = 0, network: str = "AS64500") -> ActiveHour:
    calls = tuple(
        ActivityCall(f"{api.partition(':')[0]}.amazonaws.com", api.partition(":")[2], 1, START, api,
                     "", "", "192.0.2.7", "eu-west-1", frozenset({("network", network)}))
        for api in apis
    )  # fmt: skip
    at = START + timedelta(days=day)
    return ActiveHour("1", subject, f"arn:{subject}", f"user {subject}", at, calls)


def month(**by_subject: str) -> Profiles:
    """Return the profiles of a month in which each called one API every hour of work."""
    profiles: Profiles = {}
    for subject, api in by_subject.items():
        learn(
            profiles, [hour(api, subject=subject, day=day) for day in range(30) for _ in range(8)]
        )
    return profiles


def judge(profiles: Profiles, *apis: str, network: str = "AS64500") -> HourScore:
    return score_hour(hour(*apis, network=network), profiles, DAY)


def test_what_is_usual_has_no_factor() -> None:
    found = judge(month(ann="s3:GetObject", bob="ec2:DescribeInstances"), "s3:GetObject")
    assert found.score < 2
    assert (found.days, found.factors) == (30, ())


def test_what_was_never_seen_is_explained() -> None:
    found = judge(month(ann="s3:GetObject", bob="ec2:DescribeInstances"), "iam:CreateAccessKey",
                  network="AS9009")  # fmt: skip
    assert found.score > 2 * FLOOR
    assert found.factors[0] == "first iam:CreateAccessKey, never seen in this account"
    assert "first from AS9009, never seen in this account" in found.factors
    assert found.calls[0].call.operation == "CreateAccessKey"


def test_what_others_do_is_less_unusual() -> None:
    profiles = month(ann="s3:GetObject", admin="iam:CreateAccessKey")
    known = judge(profiles, "iam:CreateAccessKey")
    assert known.factors[0] == (
        "first iam:CreateAccessKey of this principal, though others in this account do"
    )
    assert known.score < judge(month(ann="s3:GetObject"), "iam:CreateAccessKey").score


def test_a_harmless_read_counts_less_than_a_dangerous_write() -> None:
    profiles = month(ann="s3:GetObject")
    read, write = (judge(profiles, one).score for one in ("xray:ListTags", "iam:CreateAccessKey"))
    assert read < write / 2


def test_many_unusual_calls_count_more_than_one() -> None:
    profiles = month(ann="s3:GetObject")
    many = judge(profiles, "iam:CreateUser", "iam:AttachUserPolicy", "iam:CreateLoginProfile")
    assert many.score > 2 * judge(profiles, "iam:CreateUser").score


def test_the_threshold_is_what_the_budget_allows() -> None:
    scores = [float(value) for value in range(100)]
    assert find_threshold(scores, 10) == 89
    assert find_threshold(scores, 98) == FLOOR
    assert find_threshold([], 14) == FLOOR


def test_reading_far_more_objects_than_ever_is_a_factor() -> None:
    profiles = month(ann="s3:GetObject")
    call = hour("s3:GetObject").calls[0]
    many = replace(hour(), calls=(call._replace(times=5000),))
    found = score_hour(many, profiles, DAY)
    assert found.factors[0] == "5,000 objects read in the hour, 64 times the usual most"
    assert found.score > 2 * FLOOR
    few = replace(hour(), calls=(call._replace(times=300),))
    assert score_hour(few, profiles, DAY).factors == ()
