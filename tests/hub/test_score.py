from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringwall.hub.score import Score, fix_first, score_accounts, score_all, score_layers
from ringwall.hub.summary import Summary
from ringwall.model.finding import VerdictCount
from ringwall.model.layer import LAYERS, Layer
from ringwall.model.rule import SEVERITIES, Rule, Severity


def _rule(name: str, severity: Severity, layer: Layer = "data") -> Rule:
    return Rule(name, "control", name, layer, severity, "why", "fix", "")


RULES = {
    "s3.low": _rule("s3.low", "low"),
    "s3.critical": _rule("s3.critical", "critical"),
    "iam.high": _rule("iam.high", "high", "identity"),
}


def _summary(*counts: VerdictCount) -> Summary:
    return Summary("s", 0, {"1": "one", "2": "two"}, (), counts, (), RULES)


def test_a_grave_failure_weighs_more_than_a_mild_pass() -> None:
    summary = _summary(
        VerdictCount("s3.low", "1", 1, 0, 0), VerdictCount("s3.critical", "1", 0, 1, 0)
    )
    assert score_all(summary) == Score(11, 1, 1, 0)  # 1 of 1 + 8


def test_an_unknown_counts_for_neither_side() -> None:
    summary = _summary(VerdictCount("s3.low", "1", 1, 1, 50))
    assert score_all(summary) == Score(50, 1, 1, 50)


def test_nothing_decided_is_no_score() -> None:
    score = score_all(_summary(VerdictCount("s3.low", "1", 0, 0, 9)))
    assert score == Score(None, 0, 0, 9)
    assert score.band == "none"


def test_one_failure_among_very_many_passes_is_not_a_hundred() -> None:
    assert score_all(_summary(VerdictCount("s3.low", "1", 10**9, 1, 0))).percent == 99


@pytest.mark.parametrize(
    ("percent", "band"),
    [
        (100, "good"),
        (90, "good"),
        (89, "fair"),
        (75, "fair"),
        (74, "poor"),
        (49, "bad"),
        (0, "bad"),
    ],
)
def test_a_score_in_a_word(percent: int, band: str) -> None:
    assert Score(percent, 1, 1, 0).band == band


def test_every_layer_has_its_own_score_in_their_order() -> None:
    scores = score_layers(
        _summary(VerdictCount("s3.low", "1", 1, 1, 0), VerdictCount("iam.high", "1", 3, 1, 2))
    )
    assert tuple(scores) == LAYERS
    assert (scores["data"].percent, scores["identity"]) == (50, Score(75, 3, 1, 2))
    assert scores["response"].percent is None


def test_every_account_has_a_score_by_layer_and_on_the_whole() -> None:
    scores = score_accounts(
        _summary(
            VerdictCount("s3.low", "1", 1, 1, 0),
            VerdictCount("iam.high", "1", 1, 0, 0),
            VerdictCount("s3.low", "3", 0, 1, 0),
        )
    )
    assert list(scores) == ["1", "2", "3"]
    assert (scores["1"]["data"].percent, scores["1"]["identity"].percent) == (50, 100)
    assert scores["1"][None].percent == 83  # 1 + 4 of 1 + 1 + 4
    assert (scores["2"][None].percent, scores["3"][None].percent) == (None, 0)


def test_the_gravest_and_then_the_most_widespread_comes_first() -> None:
    summary = _summary(
        VerdictCount("s3.low", "1", 0, 90, 0),
        VerdictCount("iam.high", "1", 0, 2, 0),
        VerdictCount("iam.high", "2", 1, 1, 0),
        VerdictCount("s3.critical", "2", 5, 0, 7),
    )
    first, second = fix_first(summary)
    assert (first.rule.id, first.failed, first.accounts) == ("iam.high", 3, 2)
    assert second.rule.id == "s3.low"
    assert fix_first(summary, limit=1) == (first,)
    # 4 + 40 pass of 146; mending iam.high turns 12 more.
    assert (score_all(summary).percent, first.score_after) == (30, 38)


@given(
    st.lists(
        st.builds(
            VerdictCount,
            rule=st.sampled_from(sorted(RULES)),
            account_id=st.sampled_from(["1", "2"]),
            passed=st.integers(0, 50),
            failed=st.integers(0, 50),
            unknown=st.integers(0, 50),
        )
    )
)
def test_a_score_agrees_with_counting_verdict_by_verdict(counts: list[VerdictCount]) -> None:
    weights = {"low": 1, "medium": 2, "high": 4, "critical": 8}
    assert tuple(weights) == SEVERITIES
    good = [weights[RULES[t.rule].severity] for t in counts for _ in range(t.passed)]
    bad = [weights[RULES[t.rule].severity] for t in counts for _ in range(t.failed)]
    whole = score_all(_summary(*counts))
    expected = int(100 * sum(good) / (sum(good) + sum(bad))) if good or bad else None
    assert whole.percent == expected
    assert (whole.percent == 100) == (bool(good) and not bad)
    mended = replace(_summary(*counts), counts=tuple(t._replace(failed=0) for t in counts))
    assert (score_all(mended).percent or 0) >= (whole.percent or 0) or not good
