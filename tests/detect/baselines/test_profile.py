"""Profiles: what is usual fades, and backs off to peers and account."""

from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from ringwall.detect.baselines.activity import ActiveHour, ActivityCall
from ringwall.detect.baselines.profile import (
    MOST_BITS,
    Profiles,
    fade,
    learn,
    measure_surprise_of,
    subjects_of,
)

AT = datetime(2026, 1, 1, 10)  # noqa: DTZ001 - UTC, naive, as logs are


def hour(subject: str = "ann", operation: str = "ListBuckets", peers: str = "users") -> ActiveHour:
    call = ActivityCall("s3.amazonaws.com", operation, 2, AT, "e", "", "", "192.0.2.7", "eu-west-1",
                        frozenset({("network", "AS64500")}))  # fmt: skip
    return ActiveHour("1", subject, f"arn:{subject}", peers, AT, (call,))


def taught(*hours: ActiveHour) -> Profiles:
    profiles: Profiles = {}
    learn(profiles, hours)
    return profiles


def surprise(profiles: Profiles, what: str, subject: str = "ann", peers: str = "users") -> float:
    subjects = subjects_of(hour(subject, peers=peers))
    return measure_surprise_of(("api", what), subjects, profiles)


def test_an_hour_counts_each_trait_once_for_all_that_it_is_about() -> None:
    profiles = taught(hour())
    for subject in subjects_of(hour()):
        assert profiles[subject].hours == 1
        assert profiles[subject].traits == {
            ("api", "s3:ListBuckets"): 1,
            ("service", "s3"): 1,
            ("network", "AS64500"): 1,
        }


def test_what_was_seen_counts_half_after_two_weeks_and_is_forgotten_at_last() -> None:
    profiles = taught(hour())
    half = fade(profiles, 14)[subjects_of(hour())[0]]
    assert (half.hours, half.first_day) == (0.5, date(2026, 1, 1))
    assert half.count(("api", "s3:ListBuckets")) == 0.5
    assert fade(profiles, 90) == {}


def test_fading_twice_is_fading_once() -> None:
    profiles = taught(*[hour()] * 50)
    twice, once = fade(fade(profiles, 3), 4), fade(profiles, 7)
    subject = subjects_of(hour())[0]
    assert abs(twice[subject].hours - once[subject].hours) < 1e-9


def test_surprise_backs_off_to_peers_and_then_to_the_account() -> None:
    busy = taught(*[hour("ann")] * 50, *[hour("bob", "GetObject")] * 50,
                  *[hour("ci", "PutObject", "ci")] * 50)  # fmt: skip
    usual = surprise(busy, "s3:ListBuckets")
    of_peers = surprise(busy, "s3:GetObject")
    of_others = surprise(busy, "s3:PutObject")
    of_nobody = surprise(busy, "iam:CreateAccessKey")
    assert usual < 0.5 < of_peers < of_others < of_nobody <= MOST_BITS


def test_a_new_principal_is_held_against_its_peers() -> None:
    busy = taught(*[hour("bob", "GetObject")] * 50, *[hour("ci", "PutObject", "ci")] * 50)
    assert surprise(busy, "s3:GetObject", "new") < 1
    assert surprise(busy, "s3:PutObject", "new") > 4


@given(st.lists(st.sampled_from(["ListBuckets", "GetObject"]), max_size=30))
def test_surprise_is_never_below_nothing_nor_above_the_most(operations: list[str]) -> None:
    profiles = taught(*(hour(operation=one) for one in operations))
    for what in ("s3:ListBuckets", "s3:GetObject", "kms:Decrypt"):
        assert 0 <= surprise(profiles, what) <= MOST_BITS
