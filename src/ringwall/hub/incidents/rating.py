"""How grave an incident is, 0 to 100, with a reason in words for each part of the number."""

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from ringwall.hub.incidents.sequences import AttackSequence, Signal
from ringwall.model.attack import TACTICS, Tactic
from ringwall.model.rule import SEVERITIES, Severity

GRAVEST: Mapping[Severity, int] = {"low": 15, "medium": 38, "high": 62, "critical": 82}
"""Points for the gravest rule."""
LEAST: tuple[tuple[int, Severity], ...] = ((80, "critical"), (60, "high"), (35, "medium"))
"""The least score of each severity; below all of them, it is low."""
PER_STAGE, MOST_STAGES = 8, 24
PER_RULE, MOST_RULES = 3, 9
PER_ACCOUNT, MOST_ACCOUNTS = 5, 10
IN_ORDER = 4
CROWN = 10
SEQUENCE = 20
DOUBT_BELOW = 60
"""A confidence below this takes points away: one for each four missing."""
SURE = 99


class ScoreReason(NamedTuple):
    """A part of a score, and why it counts."""

    points: int
    text: str


def rate(
    signals: Sequence[Signal],
    sequences: Sequence[AttackSequence],
    crown: Collection[str] = (),
) -> tuple[ScoreReason, ...]:
    """Return the parts of an incident's score; `crown` are the ARNs of what matters most."""
    return tuple(reason for reason in _weigh(signals, sequences, crown) if reason.points)


def _weigh(
    signals: Sequence[Signal], sequences: Sequence[AttackSequence], crown: Collection[str]
) -> list[ScoreReason]:
    gravest = max((signal.severity for signal in signals), key=SEVERITIES.index)
    stages = find_stages(signals)
    rules = len({signal.hit.rule for signal in signals})
    accounts = {signal.hit.account_id for signal in signals} - {""}
    touched = sorted(
        {text for s in signals for text in (s.hit.resource, *s.hit.entities)} & set(crown)
    )
    confidence = join_confidence(signals)
    firsts = list(stages.values())
    is_in_order = len(firsts) > 1 and all(one <= two for one, two in pairwise(firsts))
    return [
        ScoreReason(GRAVEST[gravest], f"the gravest rule is {gravest}"),
        ScoreReason(
            min(MOST_STAGES, PER_STAGE * max(0, len(stages) - 1)),
            f"{len(stages)} stages of an attack: {', '.join(stages)}",
        ),
        ScoreReason(min(MOST_RULES, PER_RULE * (rules - 1)), f"{rules} different rules"),
        ScoreReason(IN_ORDER * is_in_order, "the stages came in the order of an attack"),
        ScoreReason(
            min(MOST_ACCOUNTS, PER_ACCOUNT * max(0, len(accounts) - 1)), f"{len(accounts)} accounts"
        ),
        ScoreReason(CROWN * bool(touched), f"it touched {', '.join(touched[:3])}"),
        ScoreReason(SEQUENCE * bool(sequences), "; ".join(sequence.why for sequence in sequences)),
        ScoreReason(
            -(max(0, DOUBT_BELOW - confidence) // 4), f"the rules are only {confidence}% sure"
        ),
    ]


def add_up(reasons: Sequence[ScoreReason]) -> int:
    """Return the score that its parts make."""
    return max(0, min(100, sum(reason.points for reason in reasons)))


def find_severity(score: int) -> Severity:
    """Return the severity of a score."""
    return next((severity for least, severity in LEAST if score >= least), "low")


def find_stages(signals: Sequence[Signal]) -> dict[Tactic, float]:
    """Return the stages in the order of ATT&CK, each with the time of its first hit."""
    firsts: dict[Tactic, float] = {}
    for signal in signals:
        if signal.stage:
            firsts.setdefault(signal.stage, signal.hit.at.timestamp())
    return {tactic: firsts[tactic] for tactic in TACTICS if tactic in firsts}


def join_confidence(signals: Sequence[Signal]) -> int:
    """Return how sure rules are together, each taken once: 1 to 99.

    Two rules that are half sure are three quarters sure together.
    """
    by_rule: dict[str, int] = {}
    for signal in signals:
        rule, confidence = signal.hit.rule, min(SURE, max(1, signal.hit.confidence))
        by_rule[rule] = max(by_rule.get(rule, 0), confidence)
    doubt = 1.0
    for confidence in by_rule.values():
        doubt *= 1 - confidence / 100
    return max(1, min(SURE, round(100 * (1 - doubt))))
