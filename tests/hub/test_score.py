from dataclasses import replace
from fractions import Fraction
from math import floor

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ringwall.hub.score import (
    CAPS,
    Score,
    fix_first,
    score_accounts,
    score_all,
    score_layers,
    score_stages,
)
from ringwall.hub.summary import Summary
from ringwall.model.finding import VerdictCount
from ringwall.model.layer import LAYERS, Layer
from ringwall.model.rule import SEVERITIES, Rule, Severity

WEIGHTS: dict[Severity, int] = {"low": 1, "medium": 2, "high": 4, "critical": 8}


def _rule(name: str, severity: Severity, layer: Layer = "data") -> Rule:
    return Rule(name, name, layer, severity, "why", "fix", "")


RULES = {
    "s3.low": _rule("s3.low", "low"),
    "s3.medium": _rule("s3.medium", "medium"),
    "s3.critical": _rule("s3.critical", "critical"),
    "iam.high": _rule("iam.high", "high", "identity"),
}
NUMBERS = st.integers(0, 6)


@st.composite
def _draw_count(draw: st.DrawFn, rule: str, account: str) -> VerdictCount:
    hidden = draw(st.integers(0, 2))
    unknown = draw(NUMBERS) + hidden
    return VerdictCount(rule, account, draw(NUMBERS), draw(NUMBERS), unknown, hidden)


COUNTS = st.tuples(*(_draw_count(rule, account) for rule in RULES for account in ("1", "2")))


def _summary(*counts: VerdictCount) -> Summary:
    return Summary("s", 0, {"1": "one", "2": "two"}, (), counts, (), RULES)


def _score(*counts: VerdictCount) -> Score:
    return score_all(_summary(*counts))


def _ends(*counts: VerdictCount) -> tuple[int | None, int | None]:
    score = _score(*counts)
    return score.least, score.most


def test_a_control_counts_as_its_severity_weighs_however_many_resources_it_has() -> None:
    many = VerdictCount("s3.low", "1", 1_000, 0, 0)
    assert _ends(many, VerdictCount("iam.high", "1", 0, 1, 0)) == (20, 20)  # 1 of 1 + 4
    half = VerdictCount("s3.low", "1", 500, 500, 0)
    assert _ends(half, VerdictCount("iam.high", "1", 1, 0, 0)) == (90, 90)  # 0.5 + 4 of 5


@pytest.mark.parametrize(
    ("rule", "cap"), [("s3.critical", 40), ("iam.high", 70), ("s3.medium", 90), ("s3.low", 99)]
)
def test_no_score_is_above_the_cap_of_the_gravest_that_fails_or_is_unknown(
    rule: str, cap: int
) -> None:
    well = [VerdictCount(name, "1", 10**9, 0, 0) for name in RULES for _ in range(50)]
    assert _ends(*well) == (100, 100)
    assert _ends(*well, VerdictCount(rule, "1", 10**9, 1, 0)) == (cap, cap)
    assert _ends(*well, VerdictCount(rule, "1", 10**9, 0, 1)) == (cap, cap)
    mild = VerdictCount("s3.low", "1", 0, 1, 0)
    assert _ends(*well, mild, VerdictCount(rule, "1", 10**9, 1, 0)) == (cap, cap)


def test_what_is_unknown_makes_a_range() -> None:
    score = _score(VerdictCount("s3.low", "1", 41, 37, 22))
    assert (score.least, score.most, score.text) == (41, 63, "41 to 63")
    assert (score.passed, score.failed, score.unknown) == (41, 37, 22)
    assert _score(VerdictCount("s3.low", "1", 1, 1, 0)).text == "50"


def test_where_resources_could_not_be_listed_any_number_may_fail() -> None:
    assert _ends(VerdictCount("s3.low", "1", 99, 0, 1)) == (99, 99)
    assert _ends(VerdictCount("s3.low", "1", 99, 0, 1, hidden=1)) == (0, 99)


def test_failures_are_counted_by_severity_the_gravest_first() -> None:
    score = _score(VerdictCount("s3.low", "1", 1, 3, 0), VerdictCount("s3.critical", "2", 0, 2, 0))
    assert list(score.failures.items()) == [
        *(("critical", 2), ("high", 0)),
        *(("medium", 0), ("low", 3)),
    ]


def test_no_verdict_is_no_score() -> None:
    for score in (_score(), _score(VerdictCount("s3.low", "1", 0, 0, 0))):
        assert (score.least, score.most, score.text, score.band) == (None, None, "-", "none")
        assert list(score.failures) == list(CAPS)


@pytest.mark.parametrize(
    ("least", "band"),
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
def test_a_score_in_a_word_is_what_is_certain(least: int, band: str) -> None:
    assert Score(least, 100).band == band


def test_every_layer_has_its_own_score_in_their_order() -> None:
    scores = score_layers(
        _summary(VerdictCount("s3.low", "1", 1, 1, 0), VerdictCount("iam.high", "1", 1, 1, 2))
    )
    assert tuple(scores) == LAYERS
    assert (scores["data"].text, scores["identity"].text) == ("50", "25 to 70")
    assert scores["response"].least is None


def test_every_account_has_a_score_by_layer_and_on_the_whole() -> None:
    scores = score_accounts(
        _summary(
            VerdictCount("s3.low", "1", 1, 1, 0),
            VerdictCount("iam.high", "1", 1, 0, 0),
            VerdictCount("s3.low", "3", 0, 1, 0),
        )
    )
    assert list(scores) == ["1", "2", "3"]
    assert (scores["1"]["data"].text, scores["1"]["identity"].text) == ("50", "100")
    assert scores["1"][None].text == "90"  # 0.5 + 4 of 1 + 4
    assert (scores["2"][None].text, scores["3"][None].text) == ("-", "0")


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


def test_what_is_fixed_adds_up_to_what_an_audit_would_say_then() -> None:
    counts = (
        VerdictCount("s3.critical", "1", 1, 1, 0),
        VerdictCount("iam.high", "1", 1, 1, 0),
        VerdictCount("s3.low", "1", 1, 1, 0),
        VerdictCount("s3.medium", "1", 1, 0, 1),
    )
    before = _score(*counts)
    after = [priority.after for priority in fix_first(_summary(*counts))]
    assert [score.text for score in (before, *after)] == ["40", "70", "90", "90"]
    mended = [count._replace(passed=2, failed=0) for count in counts[:3]]
    assert after[-1] == _score(*mended, counts[3])


def test_stages_say_what_each_severity_holds_back() -> None:
    summary = _summary(
        VerdictCount("s3.critical", "1", 1, 1, 0),
        VerdictCount("s3.medium", "1", 1, 0, 0),
        VerdictCount("s3.low", "1", 1, 1, 0),
    )
    stages = [(severity, score.text) for severity, score in score_stages(summary)]
    assert stages == [("critical", "95"), ("low", "100")]


@given(COUNTS)
def test_a_score_agrees_with_fractions_reckoned_control_by_control(
    counts: tuple[VerdictCount, ...],
) -> None:
    cells = [count for count in counts if count.passed + count.failed + count.unknown]
    assume(cells)
    weights = [WEIGHTS[RULES[cell.rule].severity] for cell in cells]
    sizes = [cell.passed + cell.failed + cell.unknown for cell in cells]
    sure = [0 if cell.hidden else cell.passed for cell in cells]
    perhaps = [cell.passed + cell.unknown for cell in cells]
    cap = min(
        [100, *(CAPS[RULES[c.rule].severity] for c in cells if c.failed or c.unknown)],
    )
    ends = [
        min(
            cap,
            floor(
                100
                * sum(w * Fraction(n, of) for w, n, of in zip(weights, part, sizes, strict=True))
                / sum(weights)
            ),
        )
        for part in (sure, perhaps)
    ]
    assert _ends(*counts) == tuple(ends)
    assert ends[0] <= ends[1]


@given(COUNTS, st.data())
def test_to_know_less_never_raises_what_is_certain_nor_the_cap(
    counts: tuple[VerdictCount, ...], data: st.DataObject
) -> None:
    """Any verdicts of a control in an account turn to unknown, one by one or behind a Region."""
    place = data.draw(st.integers(0, len(counts) - 1))
    count = counts[place]
    passed = data.draw(st.integers(0, count.passed))
    failed = data.draw(st.integers(0, count.failed))
    assume(passed + failed)
    lost = count._replace(passed=count.passed - passed, failed=count.failed - failed)
    if data.draw(st.booleans()):
        lost = lost._replace(unknown=lost.unknown + 1, hidden=lost.hidden + 1)
    else:
        lost = lost._replace(unknown=lost.unknown + passed + failed)
    less = (*counts[:place], lost, *counts[place + 1 :])
    assert (_score(*less).least or 0) <= (_score(*counts).least or 0)
    assert _cap(less) <= _cap(counts)
    known = [layer.least or 0 for layer in score_layers(_summary(*counts)).values()]
    blind = [layer.least or 0 for layer in score_layers(_summary(*less)).values()]
    assert all(after <= before for before, after in zip(known, blind, strict=True))


def _cap(counts: tuple[VerdictCount, ...]) -> int:
    """Return the highest score that counts allow: that of very many controls that pass beside."""
    beside = [VerdictCount("s3.low", "9", 1, 0, 0)] * 20_000
    return _score(*counts, *beside).most or 0


@given(COUNTS)
def test_to_mend_a_rule_never_lowers_the_score(counts: tuple[VerdictCount, ...]) -> None:
    summary = _summary(*counts)
    before = score_all(summary)
    for priority in fix_first(summary):
        assert (priority.after.least or 0) >= (before.least or 0)
        assert (priority.after.most or 0) >= (before.most or 0)
        before = priority.after
    assert before.failed == 0
    clean = replace(
        summary, counts=tuple(c._replace(unknown=0, hidden=0, failed=0) for c in counts)
    )
    assert score_all(clean).least in {100, None}


def test_severities_weigh_twice_as_much_each() -> None:
    assert tuple(WEIGHTS) == SEVERITIES
    for severity, weight in WEIGHTS.items():
        rules = {"a.b": _rule("a.b", severity), "a.c": _rule("a.c", "low")}
        counts = (VerdictCount("a.b", "1", 0, 1, 0), VerdictCount("a.c", "1", 1, 0, 0))
        assert score_all(Summary("s", 0, counts=counts, rules=rules)).least == min(
            CAPS[severity], 100 // (1 + weight)
        )
