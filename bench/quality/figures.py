"""Figures as lines to read and as JSON: one line a figure, details where they are asked for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from quality.score import CaseScore, NoiseScore, Seen, score_samples


@dataclass(frozen=True)
class Figure:
    """One figure, with what it is made of."""

    name: str
    value: float | int | str
    text: str = ""
    """What a person reads instead of the value."""
    details: Sequence[tuple[str, Any]] = field(default_factory=tuple)

    @property
    def as_json(self) -> dict[str, Any]:
        """The figure for machines."""
        return {"figure": self.name, "value": self.value, "details": dict(self.details)}


def figure_lines(figures: Iterable[Figure], *, is_long: bool) -> Iterator[str]:
    """Yield one line a figure; with what it is made of below, where that is wanted."""
    for figure in figures:
        yield f"{figure.name}: {figure.text or figure.value}"
        for name, value in figure.details if is_long else ():
            yield f"    {name}: {value}"


def recall_figures(scores: Sequence[CaseScore], seen: Seen) -> Iterator[Figure]:
    """Yield what was seen of the attacks."""
    attacks = [score for score in scores if score.case.kind == "attack"]
    if not attacks:
        return
    names = sorted({score.case.subject for score in attacks})
    hit = {score.case.subject for score in attacks if score.hits}
    specific = {score.case.subject for score in attacks if score.specific}
    told = _find_told(attacks, seen, only_shown=False)
    shown = _find_told(attacks, seen, only_shown=True)
    details = [(score.case.subject, _describe(score)) for score in attacks]
    total = len(names)
    yield Figure("techniques hit", len(hit), f"{len(hit)} of {total}", [("of", total)])
    yield Figure(
        "techniques hit by a specific rule", len(specific), f"{len(specific)} of {total}", details
    )
    text = f"{len(told)} of {total}, {len(shown)} within the budget"
    yield Figure("techniques in an incident", len(told), text, [("shown", len(shown))])
    missed = [name for name in names if name not in specific]
    if missed:
        yield Figure("techniques that no specific rule hit", len(missed), ", ".join(missed))
    delays = [score.delay for score in attacks if score.delay is not None]
    if delays:
        text = f"median {median(delays):.0f} s, longest {max(delays):.0f} s"
        yield Figure("time to detect", median(delays), text, [("longest", max(delays))])


def _find_told(attacks: Iterable[CaseScore], seen: Seen, *, only_shown: bool) -> set[str]:
    """Return the techniques of which a hit is in an incident."""
    incidents = (each for each in seen.incidents if each.is_shown or not only_shown)
    uids = {uid for incident in incidents for uid in incident.hits}
    return {score.case.subject for score in attacks if any(hit.uid in uids for hit in score.hits)}


def _describe(score: CaseScore) -> dict[str, Any]:
    return {
        "events": len(score.case.events),
        "specific": sorted({hit.rule for hit in score.specific}),
        "others": sorted({hit.rule for hit in score.hits} - {h.rule for h in score.specific}),
        "seconds": score.delay,
    }


def sample_figures(scores: Sequence[CaseScore], passed_over: Mapping[str, int]) -> Iterator[Figure]:
    """Yield what was seen of the samples, expected and not."""
    behaviours = score_samples(scores)
    if behaviours:
        sums = {
            name: sum(counts.get(name, 0) for counts in behaviours.values())
            for name in (
                "expected",
                "hit",
                "found",
                "unexpected",
                "wrong",
                "wrongly found",
                "other",
            )
        }
        yield _share("expected samples hit", sums["hit"], sums["expected"], [
            (name, f"{counts.get('hit', 0)} of {counts['expected']}")
            for name, counts in behaviours.items()
            if counts.get("expected", 0) > counts.get("hit", 0)
        ])  # fmt: skip
        yield _share("    by findings", sums["found"], sums["expected"], [
            (name, f"{counts.get('found', 0)} of {counts['expected']}")
            for name, counts in behaviours.items()
            if counts.get("hit", 0) > counts.get("found", 0)
        ])  # fmt: skip
        yield _share("unexpected samples hit by the same rule", sums["wrong"], sums["unexpected"], [
            (name, f"{counts['wrong']} of {counts['unexpected']}: {_rules_of(scores, name)}")
            for name, counts in behaviours.items()
            if counts.get("wrong")
        ])  # fmt: skip
        yield _share("    by findings", sums["wrongly found"], sums["unexpected"], [])
        yield _share(
            "unexpected samples hit by another rule", sums["other"], sums["unexpected"], []
        )
    if passed_over:
        text = ", ".join(f"{count} {reason}" for reason, count in sorted(passed_over.items()))
        yield Figure("lines passed over", sum(passed_over.values()), text)


def _rules_of(scores: Iterable[CaseScore], behaviour: str) -> str:
    rules = {
        hit.rule
        for score in scores
        if score.case.subject == behaviour and not score.case.is_expected
        for hit in (*score.hits, *score.context)
    }
    return ", ".join(sorted(rules))


def _share(name: str, part: int, whole: int, details: Sequence[tuple[str, Any]]) -> Figure:
    share = part / whole if whole else 0.0
    return Figure(name, share, f"{part} of {whole} ({share:.1%})", details)


def noise_figures(noise: NoiseScore) -> Iterator[Figure]:
    """Yield what was seen in benign events."""
    per = 1000 / max(1, noise.events)
    place = f"{noise.events:,} events, {noise.accounts} accounts, {noise.days} days"
    yield Figure("benign events", noise.events, place)
    alerts, incidents = noise.hits * per, noise.incidents * per
    yield Figure(
        "alerts per 1,000 benign events", alerts, f"{alerts:.3f} ({noise.hits})", noise.by_rule
    )
    context = noise.context * per
    yield Figure("acts of context per 1,000 benign events", context, f"{context:.3f}")
    yield Figure(
        "incidents per 1,000 benign events", incidents, f"{incidents:.3f} ({noise.incidents})"
    )
    most = max((count for _, count in noise.worst), default=0)
    yield Figure(
        "incidents per account and day", noise.per_account_day,
        f"{noise.per_account_day:.2f}, at most {most}; {noise.shown} of {noise.incidents} are "
        "within the budget", noise.worst,
    )  # fmt: skip
