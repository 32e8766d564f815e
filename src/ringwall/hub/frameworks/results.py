"""How each requirement of one framework stands after an audit, and what a person has to judge."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ringwall.catalog.requirements import Framework, FrameworkRequirement
from ringwall.hub.summary import Summary
from ringwall.model.finding import VerdictCount

RequirementStanding = Literal["met", "failing", "unknown", "no resources", "by hand", "not judged"]
STANDINGS: tuple[RequirementStanding, ...] = (
    "failing",
    "unknown",
    "by hand",
    "not judged",
    "met",
    "no resources",
)
"""What a requirement can be, that which needs somebody first."""


@dataclass(frozen=True)
class RequirementResult:
    """One requirement: how it stands, in how many accounts it is met, and what decided it."""

    requirement: FrameworkRequirement
    standing: RequirementStanding
    accounts: int = 0
    """Accounts that have resources for it."""
    accounts_met: int = 0
    accounts_unknown: int = 0
    """Accounts where nothing fails, and something is unknown."""
    failing: Mapping[str, int] = field(default_factory=dict)
    """How many resources fail it, by account."""
    unknown: int = 0
    """Resources of which it is unknown."""
    passed: int = 0
    excepted: int = 0
    """Resources that fail it, and that an exception covers."""

    @property
    def failed(self) -> int:
        """How many resources fail it."""
        return sum(self.failing.values())

    @property
    def percent(self) -> str:
        """The percentage of its accounts where it is met: `50`, `50 to 75`, `-` for none."""
        return write_percent(self.accounts_met, self.accounts_unknown, self.accounts)


@dataclass(frozen=True)
class FrameworkResult:
    """One framework after an audit."""

    framework: Framework
    requirements: tuple[RequirementResult, ...]

    @property
    def percent(self) -> str:
        """The percentage of all pairs of a decided requirement and an account that are met."""
        return write_percent(
            sum(each.accounts_met for each in self.requirements),
            sum(each.accounts_unknown for each in self.requirements),
            sum(each.accounts for each in self.requirements),
        )

    @property
    def counts(self) -> Mapping[RequirementStanding, int]:
        """How many requirements stand how."""
        standings = [each.standing for each in self.requirements]
        return {standing: standings.count(standing) for standing in STANDINGS}


def judge_framework(framework: Framework, summary: Summary) -> FrameworkResult:
    """Return how each requirement of a framework stands, by the counts of an audit.

    A requirement fails where one of its rules fails. What a person has to judge is never met: where
    its rules pass, it is `by hand`.
    """
    counts: dict[str, list[VerdictCount]] = {}
    for count in summary.counts:
        counts.setdefault(count.rule, []).append(count)
    return FrameworkResult(framework, tuple(_judge_all(framework, summary, counts)))


def _judge_all(
    framework: Framework, summary: Summary, counts: Mapping[str, list[VerdictCount]]
) -> Iterator[RequirementResult]:
    for requirement in framework.requirements:
        judged = [rule for rule in requirement.rules if rule in summary.rules]
        if not judged:
            is_manual = requirement.state == "manual"
            yield RequirementResult(requirement, "by hand" if is_manual else "not judged")
            continue
        yield _judge(requirement, [one for rule in judged for one in counts.get(rule, ())])


def _judge(requirement: FrameworkRequirement, counts: list[VerdictCount]) -> RequirementResult:
    failing: dict[str, int] = {}
    unknown: dict[str, int] = {}
    passed = excepted = 0
    seen = dict.fromkeys(
        c.account_id for c in counts if c.passed or c.failed or c.unknown or c.excepted
    )
    for count in counts:
        passed += count.passed
        excepted += count.excepted
        if count.failed:
            failing[count.account_id] = failing.get(count.account_id, 0) + count.failed
        if count.unknown:
            unknown[count.account_id] = unknown.get(count.account_id, 0) + count.unknown
    doubtful = len(unknown.keys() - failing.keys())
    return RequirementResult(
        requirement,
        _stand(requirement, seen=bool(seen), fails=bool(failing), doubtful=bool(doubtful)),
        accounts=len(seen),
        accounts_met=len(seen) - len(failing) - doubtful,
        accounts_unknown=doubtful,
        failing=failing,
        unknown=sum(unknown.values()),
        passed=passed,
        excepted=excepted,
    )


def _stand(
    requirement: FrameworkRequirement, *, seen: bool, fails: bool, doubtful: bool
) -> RequirementStanding:
    if fails:
        return "failing"
    if doubtful:
        return "unknown"
    if requirement.left:
        return "by hand" if requirement.left == "by hand" else "not judged"
    return "met" if seen else "no resources"


def write_percent(met: int, unknown: int, places: int) -> str:
    """Return a percentage, rounded down: two where something is unknown, `-` of nothing."""
    if not places:
        return "-"
    least, most = (100 * number // places for number in (met, met + unknown))
    return str(least) if least == most else f"{least} to {most}"
