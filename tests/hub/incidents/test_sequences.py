"""Attack sequences hold where enough of their signals lie within a day, and nowhere else."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from time import process_time
from typing import Any

import incident_stories as stories
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringwall.hub.incidents.sequences import DAY, Signal, find_sequences
from ringwall.model.attack import Tactic
from ringwall.model.detection import Hit
from ringwall.model.rule import Severity

MakeHit = Callable[..., Hit]
IAM = "AttackSequence:IAM/CompromisedCredentials"
S3 = "AttackSequence:S3/CompromisedData"
EC2 = "AttackSequence:EC2/CompromisedInstanceGroup"
BUCKET = "arn:aws:s3:::data"
INSTANCE = "i-0123456789abcdef0"


def _names(signals: Sequence[Signal]) -> list[str]:
    return [sequence.name for sequence in find_sequences(signals)]


@pytest.fixture
def signal(hit: MakeHit) -> Callable[..., Signal]:
    def make(
        rule: str,
        stage: Tactic | None,
        hours: float = 0,
        severity: Severity = "medium",
        **rest: Any,
    ) -> Signal:
        return Signal(hit(rule, hours, **rest), stage, severity)

    return make


def test_credentials_need_three_rules_two_stages_and_one_grave_sign(
    signal: Callable[..., Signal],
) -> None:
    signals = [signal("a", "discovery"), signal("b", "persistence", 1),
               signal("c", "persistence", 2, "high")]  # fmt: skip
    assert _names(signals) == [IAM]
    assert _names(signals[:2]) == []
    mild = [*signals[:2], signal("c", "persistence", 2)]
    assert _names(mild) == []
    assert _names([*mild, signal("d", "credential access", 3)]) == [IAM]
    one_stage = [signal(rule, "persistence", severity="high") for rule in "abc"]
    assert _names(one_stage) == []


def test_signals_of_different_days_are_none(signal: Callable[..., Signal]) -> None:
    signals = [signal("a", "discovery"), signal("b", "persistence", 20),
               signal("c", "impact", 40, "high")]  # fmt: skip
    assert _names(signals) == []
    assert _names([*signals, signal("d", "discovery", 44)]) == [IAM]


def test_data_is_taken_after_a_sign_of_another_stage(signal: Callable[..., Signal]) -> None:
    before = signal("a", "defense evasion")
    take = signal("b", "exfiltration", 1, resource=BUCKET)
    assert _names([before, take]) == [S3]
    assert _names([signal("b", "exfiltration", resource=BUCKET), signal("a", "impact", 1)]) == []
    assert _names([before, signal("b", "persistence", 1, resource=BUCKET)]) == []
    assert _names([before, signal("b", "exfiltration", 1, resource="arn:aws:rds:::x")]) == []


def test_an_instance_needs_two_stages(signal: Callable[..., Signal]) -> None:
    asks = signal("a", "command and control", actor=INSTANCE)
    mines = signal("b", "impact", 1, actor=f"arn:aws:ec2:eu-west-1:1:instance/{INSTANCE}")
    assert _names([asks, mines]) == [EC2]
    assert _names([asks, asks]) == []
    assert _names([asks, signal("b", "impact", 1, actor="")]) == []


@pytest.mark.parametrize("service", ["ecs", "eks"])
def test_a_cluster_is_known_by_its_service(signal: Callable[..., Signal], service: str) -> None:
    cluster = f"arn:aws:{service}:eu-west-1:111111111111:cluster/a"
    signals = [signal(f"{service}.a", "execution", actor=""),
               signal("b", "impact", 1, actor="", resource=cluster)]  # fmt: skip
    assert _names(signals) == [f"AttackSequence:{service.upper()}/CompromisedCluster"]
    assert _names(signals[:1]) == []


@given(
    st.lists(
        st.tuples(
            st.integers(0, 60),
            st.sampled_from(["a", "b", "c", "d"]),
            st.sampled_from([None, "discovery", "impact", "exfiltration"]),
            st.sampled_from(["low", "high"]),
            st.sampled_from([BUCKET, "arn:aws:rds:::x"]),
        ),
        max_size=8,
    )
)
@settings(max_examples=200)
def test_each_day_is_looked_at_as_if_by_itself(made: list[Any]) -> None:
    signals = [
        Signal(
            stories.make_hit(rule, hours, resource=resource, actor=INSTANCE, access_key="AKIA1"),
            stage,
            severity,
        )
        for hours, rule, stage, severity, resource in sorted(made, key=lambda each: each[0])
    ]
    days = [
        [other for other in signals if timedelta(0) <= other.hit.at - first.hit.at <= DAY]
        for first in signals
    ]

    def spread(day: list[Signal]) -> tuple[int, int]:
        return len({s.hit.rule for s in day}), len({s.stage for s in day} - {None})

    expected = {
        IAM: any(
            spread(day)[0] > 2 and spread(day)[1] > 1 and any(s.severity == "high" for s in day)
            for day in days
        ),
        S3: any(
            take.hit.resource == BUCKET
            and take.stage in {"impact", "exfiltration"}
            and other.stage not in {None, take.stage}
            and other.hit.at <= take.hit.at
            for day in days
            for take in day
            for other in day
        ),
        EC2: any(min(spread(day)) > 1 for day in days),
    }
    assert {name: name in _names(signals) for name in expected} == expected


def test_twenty_thousand_objects_that_are_taken_take_no_minutes() -> None:
    signals = [
        Signal(stories.make_hit("a", n / 3600, resource=f"{BUCKET}-{n}"), "exfiltration", "high")
        for n in range(20_000)
    ]
    started = process_time()
    assert _names(signals) == []
    assert process_time() - started < 20
