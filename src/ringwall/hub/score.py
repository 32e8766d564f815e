"""The score: the severity-weighted share of what passes among what could be decided.

Each verdict weighs as much as its rule's severity: low 1, medium 2, high 4, critical 8. The score
is the weight of the passing verdicts in percent of the weight of all passing and failing ones,
rounded down: 100 means that nothing fails. Unknown verdicts count for neither side; they are shown
beside the score, which says nothing about them. Where nothing could be decided there is no score.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from ringwall.hub.summary import Summary, Tally
from ringwall.model.layer import LAYERS, Layer
from ringwall.model.rule import SEVERITIES, Rule, Severity

WEIGHTS: Mapping[Severity, int] = {severity: 2**place for place, severity in enumerate(SEVERITIES)}
Band = Literal["good", "fair", "poor", "bad", "none"]
BANDS: tuple[tuple[int, Band], ...] = ((90, "good"), (75, "fair"), (50, "poor"), (0, "bad"))
"""The least score of each band."""
Key = TypeVar("Key")


@dataclass(frozen=True)
class Score:
    """Counts of verdicts, and the score that they make; None where none was decided."""

    percent: int | None
    passed: int
    failed: int
    unknown: int

    @property
    def band(self) -> Band:
        """The score in a word."""
        if self.percent is None:
            return "none"
        return next(band for least, band in BANDS if self.percent >= least)


@dataclass(frozen=True)
class Priority:
    """A rule that fails, in how many places, and the whole score once it is mended."""

    rule: Rule
    failed: int
    accounts: int
    score_after: int


def score_all(summary: Summary) -> Score:
    """Return the score of the whole audit."""
    return _score(summary.tallies, summary.rules)


def score_layers(summary: Summary) -> dict[Layer, Score]:
    """Return each layer's score, all six of them in their order."""
    found = _score_by(summary, lambda tally: summary.rules[tally.rule].layer)
    return {layer: found.get(layer, Score(None, 0, 0, 0)) for layer in LAYERS}


def score_accounts(summary: Summary) -> dict[str, dict[Layer | None, Score]]:
    """Return the scores of each account by layer, and on the whole under None."""
    whole = _score_by(summary, lambda tally: tally.account_id)
    cells = _score_by(summary, lambda t: (t.account_id, summary.rules[t.rule].layer))
    found: dict[str, dict[Layer | None, Score]] = {}
    for account_id in sorted({*summary.accounts, *whole}):
        scores: dict[Layer | None, Score] = {
            layer: cells.get((account_id, layer), Score(None, 0, 0, 0)) for layer in LAYERS
        }
        found[account_id] = {None: whole.get(account_id, Score(None, 0, 0, 0)), **scores}
    return found


def fix_first(summary: Summary, limit: int = 5) -> tuple[Priority, ...]:
    """Return the failing rules to mend first: the gravest, and of those the most widespread."""
    failing: dict[str, list[Tally]] = {}
    for tally in summary.tallies:
        if tally.failed:
            failing.setdefault(tally.rule, []).append(tally)
    passed, decided = _weigh(summary.tallies, summary.rules)
    priorities = []
    for rule_id, tallies in failing.items():
        rule = summary.rules[rule_id]
        failed = sum(tally.failed for tally in tallies)
        after = 100 * (passed + failed * WEIGHTS[rule.severity]) // decided
        priorities.append(Priority(rule, failed, len(tallies), after))
    priorities.sort(key=lambda p: (-WEIGHTS[p.rule.severity], -p.failed, p.rule.id))
    return tuple(priorities[:limit])


def _score_by(summary: Summary, key: Callable[[Tally], Key]) -> dict[Key, Score]:
    groups: dict[Key, list[Tally]] = {}
    for tally in summary.tallies:
        groups.setdefault(key(tally), []).append(tally)
    return {name: _score(tallies, summary.rules) for name, tallies in groups.items()}


def _score(tallies: Iterable[Tally], rules: Mapping[str, Rule]) -> Score:
    tallies = tuple(tallies)
    passed, decided = _weigh(tallies, rules)
    return Score(
        100 * passed // decided if decided else None,
        sum(tally.passed for tally in tallies),
        sum(tally.failed for tally in tallies),
        sum(tally.unknown for tally in tallies),
    )


def _weigh(tallies: Iterable[Tally], rules: Mapping[str, Rule]) -> tuple[int, int]:
    passed = decided = 0
    for tally in tallies:
        weight = WEIGHTS[rules[tally.rule].severity]
        passed += weight * tally.passed
        decided += weight * (tally.passed + tally.failed)
    return passed, decided
