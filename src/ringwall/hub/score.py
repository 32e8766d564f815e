"""The score: how much of what the controls ask for is true, and what is not known of it.

Each control in each account counts as much as its severity weighs: low 1, medium 2, high 4,
critical 8. Of that weight it earns the share of its resources that pass. The score is the weight
that is earned in percent of all, rounded down. It has two ends: `least` counts what is unknown as
failing, `most` as passing; where an account's or a Region's resources could not be listed, the
control earns nothing there in `least`, since any number of them may fail.

Neither end is above the cap of the gravest control that fails or is unknown: 40 for a critical one,
70 for a high, 90 for a medium, 99 for a low one. So 100 means that nothing fails and nothing is
unknown. To know less never raises `least` or the cap.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from ringwall.hub.summary import Summary
from ringwall.model.finding import VerdictCount
from ringwall.model.layer import LAYERS, Layer
from ringwall.model.rule import SEVERITIES, Rule, Severity

WEIGHTS: Mapping[Severity, int] = {severity: 2**place for place, severity in enumerate(SEVERITIES)}
CAPS: Mapping[Severity, int] = {"critical": 40, "high": 70, "medium": 90, "low": 99}
"""The highest score while a control of this severity fails or is unknown."""
WHOLE = 10**30
"""What a share of all resources is written as: fine enough that sums round as fractions do."""
Band = Literal["good", "fair", "poor", "bad", "none"]
BANDS: tuple[tuple[int, Band], ...] = ((90, "good"), (75, "fair"), (50, "poor"), (0, "bad"))
"""The least score of each band."""
_Key = TypeVar("_Key")


@dataclass(frozen=True)
class Score:
    """Counts of verdicts, and the score that they make; None where there are no verdicts."""

    least: int | None = None
    most: int | None = None
    passed: int = 0
    failures: Mapping[Severity, int] = field(default_factory=dict)
    """How many verdicts are failures, by severity, the gravest first; 0 where there are none."""
    unknown: int = 0

    @property
    def failed(self) -> int:
        """How many verdicts are failures."""
        return sum(self.failures.values())

    @property
    def text(self) -> str:
        """The score as text: `41`, or `41 to 63` where something is unknown; `-` for none."""
        if self.least is None:
            return "-"
        return str(self.least) if self.least == self.most else f"{self.least} to {self.most}"

    @property
    def band(self) -> Band:
        """The band that the score is in for certain."""
        if self.least is None:
            return "none"
        return next(band for least, band in BANDS if self.least >= least)


NO_SCORE = Score(failures=dict.fromkeys(CAPS, 0))


@dataclass(frozen=True)
class Priority:
    """A rule that fails, in how many places, and the whole score once it is fixed.

    `after` takes it that the rules before it in the list are fixed too.
    """

    rule: Rule
    failed: int
    accounts: int
    after: Score


def score_all(summary: Summary) -> Score:
    """Return the score of the whole audit."""
    return _score(summary.counts, summary.rules)


def score_layers(summary: Summary) -> dict[Layer, Score]:
    """Return each layer's score, all six of them in their order."""
    found = _score_by(summary, lambda count: summary.rules[count.rule].layer)
    return {layer: found.get(layer, NO_SCORE) for layer in LAYERS}


def score_accounts(summary: Summary) -> dict[str, dict[Layer | None, Score]]:
    """Return the scores of each account by layer, and on the whole under None."""
    whole = _score_by(summary, lambda count: count.account_id)
    cells = _score_by(summary, lambda c: (c.account_id, summary.rules[c.rule].layer))
    found: dict[str, dict[Layer | None, Score]] = {}
    for account_id in sorted({*summary.accounts, *whole}):
        scores: dict[Layer | None, Score] = {
            layer: cells.get((account_id, layer), NO_SCORE) for layer in LAYERS
        }
        found[account_id] = {None: whole.get(account_id, NO_SCORE), **scores}
    return found


def fix_first(summary: Summary, limit: int = 5) -> tuple[Priority, ...]:
    """Return the failing rules to fix first: the most severe, and of those the most widespread."""
    failing: dict[str, list[VerdictCount]] = {}
    for count in summary.counts:
        if count.failed:
            failing.setdefault(count.rule, []).append(count)
    places = {rule: sum(count.failed for count in counts) for rule, counts in failing.items()}
    ordered = sorted(
        failing, key=lambda rule: (-WEIGHTS[summary.rules[rule].severity], -places[rule], rule)
    )
    priorities = []
    counts = summary.counts
    for name in ordered[:limit]:
        counts = tuple(_mend(count) if count.rule == name else count for count in counts)
        accounts = len({count.account_id for count in failing[name]})
        after = _score(counts, summary.rules)
        priorities.append(Priority(summary.rules[name], places[name], accounts, after))
    return tuple(priorities)


def score_stages(summary: Summary) -> tuple[tuple[Severity, Score], ...]:
    """Return the whole score once all findings of a severity and graver are fixed, in turn."""
    stages = []
    counts = summary.counts
    for severity, failed in score_all(summary).failures.items():
        counts = tuple(
            _mend(count) if summary.rules[count.rule].severity == severity else count
            for count in counts
        )
        if failed:
            stages.append((severity, _score(counts, summary.rules)))
    return tuple(stages)


def _mend(count: VerdictCount) -> VerdictCount:
    return count._replace(passed=count.passed + count.failed, failed=0)


def _score_by(summary: Summary, key: Callable[[VerdictCount], _Key]) -> dict[_Key, Score]:
    groups: dict[_Key, list[VerdictCount]] = {}
    for count in summary.counts:
        groups.setdefault(key(count), []).append(count)
    return {name: _score(counts, summary.rules) for name, counts in groups.items()}


def _score(counts: Iterable[VerdictCount], rules: Mapping[str, Rule]) -> Score:
    least = most = weights = passed = unknown = 0
    failures: dict[Severity, int] = dict.fromkeys(CAPS, 0)
    cap = 100
    for count in counts:
        severity = rules[count.rule].severity
        every = count.passed + count.failed + count.unknown
        if not every:
            continue
        weight = WEIGHTS[severity]
        weights += weight
        least += 0 if count.hidden else weight * (WHOLE * count.passed // every)
        most += weight * (WHOLE * (count.passed + count.unknown) // every)
        passed += count.passed
        unknown += count.unknown
        failures[severity] += count.failed
        if count.failed or count.unknown:
            cap = min(cap, CAPS[severity])
    if not weights:
        return NO_SCORE
    return Score(
        min(cap, _percent(least, weights)),
        min(cap, _percent(most, weights)),
        passed,
        failures,
        unknown,
    )


def _percent(earned: int, weights: int) -> int:
    # A share is cut off by less than one part of WHOLE; so much is given back before rounding.
    return 100 * (earned + weights) // (WHOLE * weights)
