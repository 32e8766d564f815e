"""The score: the severity-weighted share of what passes among what could be decided.

Each verdict weighs as much as its rule's severity: low 1, medium 2, high 4, critical 8. The score
is the weight of the passing verdicts in percent of the weight of all passing and failing ones,
rounded down: 100 means that nothing fails. Unknown verdicts count for neither side; they are shown
beside the score, which says nothing about them. Where nothing could be decided there is no score.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from ringwall.hub.summary import Summary
from ringwall.model.finding import VerdictCount
from ringwall.model.layer import LAYERS, Layer
from ringwall.model.rule import SEVERITIES, Rule, Severity

WEIGHTS: Mapping[Severity, int] = {severity: 2**place for place, severity in enumerate(SEVERITIES)}
Band = Literal["good", "fair", "poor", "bad", "none"]
BANDS: tuple[tuple[int, Band], ...] = ((90, "good"), (75, "fair"), (50, "poor"), (0, "bad"))
"""The least score of each band."""
_Key = TypeVar("_Key")


@dataclass(frozen=True)
class Score:
    """Counts of verdicts, and the score that they make; None where none was decided."""

    percent: int | None
    passed: int
    failed: int
    unknown: int

    @property
    def band(self) -> Band:
        """The band that the score is in."""
        if self.percent is None:
            return "none"
        return next(band for least, band in BANDS if self.percent >= least)


@dataclass(frozen=True)
class Priority:
    """A rule that fails, in how many places, and the whole score once it is fixed."""

    rule: Rule
    failed: int
    accounts: int
    score_after: int


def score_all(summary: Summary) -> Score:
    """Return the score of the whole audit."""
    return _score(summary.counts, summary.rules)


def score_layers(summary: Summary) -> dict[Layer, Score]:
    """Return each layer's score, all six of them in their order."""
    found = _score_by(summary, lambda count: summary.rules[count.rule].layer)
    return {layer: found.get(layer, Score(None, 0, 0, 0)) for layer in LAYERS}


def score_accounts(summary: Summary) -> dict[str, dict[Layer | None, Score]]:
    """Return the scores of each account by layer, and on the whole under None."""
    whole = _score_by(summary, lambda count: count.account_id)
    cells = _score_by(summary, lambda c: (c.account_id, summary.rules[c.rule].layer))
    found: dict[str, dict[Layer | None, Score]] = {}
    for account_id in sorted({*summary.accounts, *whole}):
        scores: dict[Layer | None, Score] = {
            layer: cells.get((account_id, layer), Score(None, 0, 0, 0)) for layer in LAYERS
        }
        found[account_id] = {None: whole.get(account_id, Score(None, 0, 0, 0)), **scores}
    return found


def fix_first(summary: Summary, limit: int = 5) -> tuple[Priority, ...]:
    """Return the failing rules to fix first: the most severe, and of those the most widespread."""
    failing: dict[str, list[VerdictCount]] = {}
    for count in summary.counts:
        if count.failed:
            failing.setdefault(count.rule, []).append(count)
    passed, decided = _weigh(summary.counts, summary.rules)
    priorities = []
    for rule_id, counts in failing.items():
        rule = summary.rules[rule_id]
        failed = sum(count.failed for count in counts)
        after = 100 * (passed + failed * WEIGHTS[rule.severity]) // decided
        priorities.append(Priority(rule, failed, len(counts), after))
    priorities.sort(key=lambda p: (-WEIGHTS[p.rule.severity], -p.failed, p.rule.id))
    return tuple(priorities[:limit])


def _score_by(summary: Summary, key: Callable[[VerdictCount], _Key]) -> dict[_Key, Score]:
    groups: dict[_Key, list[VerdictCount]] = {}
    for count in summary.counts:
        groups.setdefault(key(count), []).append(count)
    return {name: _score(counts, summary.rules) for name, counts in groups.items()}


def _score(counts: Iterable[VerdictCount], rules: Mapping[str, Rule]) -> Score:
    counts = tuple(counts)
    passed, decided = _weigh(counts, rules)
    return Score(
        100 * passed // decided if decided else None,
        sum(count.passed for count in counts),
        sum(count.failed for count in counts),
        sum(count.unknown for count in counts),
    )


def _weigh(counts: Iterable[VerdictCount], rules: Mapping[str, Rule]) -> tuple[int, int]:
    passed = decided = 0
    for count in counts:
        weight = WEIGHTS[rules[count.rule].severity]
        passed += weight * count.passed
        decided += weight * (count.passed + count.failed)
    return passed, decided
