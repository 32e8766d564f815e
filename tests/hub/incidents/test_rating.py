"""The score of an incident: each part has a reason, and more never makes less."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from incident_stories import make_hit

from ringwall.hub.incidents.rating import (
    add_up,
    find_severity,
    find_stages,
    join_confidence,
    rate,
)
from ringwall.hub.incidents.sequences import Signal
from ringwall.model.attack import TACTICS, Tactic
from ringwall.model.rule import SEVERITIES, Severity

SIGNALS = st.lists(
    st.builds(
        lambda rule, hours, stage, severity, account, sure: Signal(
            make_hit(rule, hours, account_id=account, confidence=sure), stage, severity
        ),
        rule=st.sampled_from("abcd"),
        hours=st.integers(0, 9),
        stage=st.sampled_from([*TACTICS, None]),
        severity=st.sampled_from(SEVERITIES),
        account=st.sampled_from(["1", "2", "3", ""]),
        sure=st.integers(0, 100),
    ),
    min_size=1,
    max_size=8,
).map(lambda signals: sorted(signals, key=lambda signal: signal.hit.at))


def _signal(
    rule: str, severity: Severity, stage: Tactic | None = None, hours: float = 0, sure: int = 80
) -> Signal:
    return Signal(make_hit(rule, hours, confidence=sure), stage, severity)


@pytest.mark.parametrize("severity", SEVERITIES)
def test_one_hit_is_as_grave_as_its_rule(severity: Severity) -> None:
    assert find_severity(add_up(rate([_signal("a", severity)], ()))) == severity


def test_weak_signs_of_many_stages_are_grave_together() -> None:
    signals = [
        _signal("a", "medium", "discovery"),
        _signal("b", "medium", "persistence", 1),
        _signal("c", "medium", "exfiltration", 2),
    ]
    reasons = rate(signals, ())
    assert [(reason.points, reason.text) for reason in reasons] == [
        (38, "the gravest rule is medium"),
        (16, "3 stages of an attack: persistence, discovery, exfiltration"),
        (6, "3 different rules"),
    ]
    assert find_severity(add_up(reasons)) == "high"


def test_the_order_of_an_attack_and_crown_resources_count() -> None:
    signals = [_signal("a", "low", "persistence"), _signal("b", "low", "impact", 1)]
    assert "the stages came in the order of an attack" in {r.text for r in rate(signals, ())}
    signals.reverse()
    touched = Signal(make_hit("a", resource="arn:a"), None, "low")
    assert rate([touched], (), {"arn:a"})[-1] == (10, "it touched arn:a")


def test_doubt_takes_away_and_says_so() -> None:
    reasons = rate([_signal("a", "high", sure=20)], ())
    assert reasons[-1] == (-10, "the rules are only 20% sure")
    assert find_severity(add_up(reasons)) == "medium"


def test_two_that_are_half_sure_are_surer_together() -> None:
    half = [_signal(rule, "low", sure=50) for rule in "ab"]
    assert join_confidence(half) == 75
    assert join_confidence([half[0]] * 9) == 50
    assert join_confidence([_signal("a", "low", sure=100)]) == 99
    assert join_confidence([_signal("a", "low", sure=0)]) == 1


@given(signals=SIGNALS)
def test_a_score_is_a_score_and_its_parts_make_it(signals: list[Signal]) -> None:
    reasons = rate(signals, ())
    score = add_up(reasons)
    assert 0 <= score <= 100
    assert score == max(0, min(100, sum(reason.points for reason in reasons)))
    assert all(reason.text for reason in reasons)
    assert find_severity(score) in get_args(Severity)
    stages = list(find_stages(signals))
    assert stages == sorted(stages, key=TACTICS.index)


@given(signals=SIGNALS)
def test_a_surer_hit_of_a_new_rule_never_makes_it_less(signals: list[Signal]) -> None:
    more = [*signals, Signal(make_hit("new", 10, confidence=90), None, "low")]
    assert add_up(rate(more, ())) >= add_up(rate(signals, ()))
