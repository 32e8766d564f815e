"""What exceptions cover: failures by rule, account, unit, Region, ARN and tag.

What is not known covers nothing: an account whose units were not read, a resource without tags that
were read.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ringwall.hub.exceptions.expired import EXPIRED
from ringwall.model.exception import FindingException
from ringwall.model.finding import Verdict, VerdictCount

MOST_STARS = 16


@dataclass(frozen=True)
class _Candidates:
    """Exceptions of one rule in one account and Region: by ARN, and those of patterns and tags."""

    exact: Mapping[str, FindingException]
    others: tuple[FindingException, ...]


@dataclass(frozen=True)
class ExceptionCover:
    """Says which exception covers a failure."""

    exceptions: Collection[FindingException]
    units: Mapping[str, Collection[str]] = field(default_factory=dict)
    """The units and the root above each account, by its id."""
    tagged: Mapping[str, Collection[str]] = field(default_factory=dict)
    """ARNs of the resources that have the tags of an exception, by its id."""
    _known: dict[tuple[str, str, str], _Candidates] = field(default_factory=dict, repr=False)

    def find(self, verdict: Verdict) -> FindingException | None:
        """Return an exception that covers the verdict, as if it failed; None for none."""
        # INVARIANT: what says that an exception is over is accepted by no other exception.
        if not self.exceptions or verdict.rule == EXPIRED.id:
            return None
        place = (verdict.rule, verdict.account_id, verdict.region or "global")
        if place not in self._known:
            self._known[place] = self._find_candidates(*place)
        candidates = self._known[place]
        if found := candidates.exact.get(verdict.resource):
            return found
        for each in candidates.others:
            is_named = not each.resources or _any(each.resources, verdict.resource)
            is_tagged = not each.tags or verdict.resource in self.tagged.get(each.id, ())
            if is_named and is_tagged:
                return each
        return None

    def _find_candidates(self, rule: str, account_id: str, region: str) -> _Candidates:
        exact: dict[str, FindingException] = {}
        others = []
        above = self.units.get(account_id, ())
        for each in self.exceptions:
            if (
                (each.accounts and account_id not in each.accounts)
                or (each.regions and region not in each.regions)
                or (each.units and not any(unit in above for unit in each.units))
                or not _any(each.rules, rule)
            ):
                continue
            if each.resources and not each.tags and not any("*" in one for one in each.resources):
                for one in each.resources:
                    exact.setdefault(one, each)
            else:
                others.append(each)
        return _Candidates(exact, tuple(others))


@dataclass
class CoverCounter:
    """Counts what exceptions cover, of the verdicts that come by."""

    cover: ExceptionCover
    covered: dict[str, int] = field(default_factory=dict)
    """How many failures each exception covers, by its id."""
    _places: Counter[tuple[str, str]] = field(default_factory=Counter)
    """The same by rule and account."""

    def watch(self, verdicts: Iterable[Verdict]) -> Iterator[Verdict]:
        """Yield the verdicts as they come."""
        for verdict in verdicts:
            if verdict.answer == "fail" and (found := self.cover.find(verdict)):
                self.covered[found.id] = self.covered.get(found.id, 0) + 1
                self._places[verdict.rule, verdict.account_id] += 1
            yield verdict

    def subtract(self, counts: Iterable[VerdictCount]) -> tuple[VerdictCount, ...]:
        """Return counts in which what is covered is no failure."""
        return tuple(
            each._replace(failed=each.failed - excepted, excepted=excepted)
            if (excepted := self._places[each.rule, each.account_id])
            else each
            for each in counts
        )


def describe_exception(exception: FindingException) -> dict[str, str]:
    """Return what a finding says of the exception that covers it."""
    return {
        "id": exception.id,
        "reason": exception.reason,
        "owner": exception.owner,
        "ticket": exception.ticket,
        "expires": exception.expires.isoformat(),
    }


def find_current(
    exceptions: Iterable[FindingException], now: int
) -> tuple[tuple[FindingException, ...], tuple[FindingException, ...]]:
    """Return the exceptions that hold at a time, in milliseconds since 1970, and the others."""
    known = tuple(exceptions)
    holding = tuple(each for each in known if now < each.expires_at)
    return holding, tuple(each for each in known if now >= each.expires_at)


def matches(pattern: str, text: str) -> bool:
    """Whether a pattern is the text, `*` being any; no regular expression, whose time can grow."""
    first, *rest = pattern.split("*")
    if not rest:
        return pattern == text
    if not text.startswith(first):
        return False
    *middle, last = rest
    place = len(first)
    for part in middle:
        place = text.find(part, place)
        if place < 0:
            return False
        place += len(part)
    return len(text) - len(last) >= place and text.endswith(last)


def _any(patterns: Iterable[str], text: str) -> bool:
    return any(matches(pattern, text) for pattern in patterns)
