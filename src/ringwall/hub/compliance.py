"""Requirements of frameworks: which a rule answers, and how many of them are met."""

from collections.abc import Iterable
from dataclasses import dataclass

from ringwall.catalog.requirements import Requirement
from ringwall.hub.frameworks.results import write_percent
from ringwall.hub.summary import Summary
from ringwall.model.finding import VerdictCount


def map_requirements(requirements: Iterable[Requirement]) -> dict[str, tuple[str, ...]]:
    """Return each rule's requirements, written `framework/id`, in the frameworks' order."""
    found: dict[str, list[str]] = {}
    for requirement in requirements:
        if requirement.rule:
            found.setdefault(requirement.rule, []).append(
                f"{requirement.framework}/{requirement.id}"
            )
    return {rule: tuple(dict.fromkeys(names)) for rule, names in found.items()}


@dataclass
class Compliance:
    """How one framework is met. The first members count requirements, by what their rules say."""

    framework: str
    met: int = 0
    """Requirements that are met in every account that has resources for them."""
    failed: int = 0
    unknown: int = 0
    idle: int = 0
    """Requirements that no account has resources for."""
    unchecked: int = 0
    """Requirements that no rule of the audit answers."""
    places: int = 0
    """Pairs of a checked requirement and an account that has resources for it."""
    places_met: int = 0
    places_unknown: int = 0

    @property
    def text(self) -> str:
        """The percentage of those pairs that are met: `41`, `41 to 63`, `-` for none."""
        return write_percent(self.places_met, self.places_unknown, self.places)


def score_frameworks(
    requirements: Iterable[Requirement], summary: Summary
) -> tuple[Compliance, ...]:
    """Return how each framework is met, in their order.

    A requirement fails in an account where one of its rules fails there, and else is unknown where
    one is.
    """
    counts: dict[str, list[VerdictCount]] = {}
    for count in summary.counts:
        counts.setdefault(count.rule, []).append(count)
    rules: dict[tuple[str, str], list[str]] = {}
    for requirement in requirements:
        rules.setdefault((requirement.framework, requirement.id), []).append(requirement.rule)
    found: dict[str, Compliance] = {}
    for (framework, _), names in rules.items():
        compliance = found.setdefault(framework, Compliance(framework))
        judged = [name for name in names if name in summary.rules]
        if judged:
            _add(compliance, [count for name in judged for count in counts.get(name, ())])
        else:
            compliance.unchecked += 1
    return tuple(found.values())


def _add(compliance: Compliance, counts: Iterable[VerdictCount]) -> None:
    """Add one requirement, of whose rules these are the counts."""
    accounts: dict[str, tuple[bool, bool]] = {}
    for count in counts:
        if count.passed or count.failed or count.unknown:
            failed, unknown = accounts.get(count.account_id, (False, False))
            accounts[count.account_id] = (failed or count.failed > 0, unknown or count.unknown > 0)
    failing = sum(fails for fails, _ in accounts.values())
    doubtful = sum(is_open and not fails for fails, is_open in accounts.values())
    compliance.places += len(accounts)
    compliance.places_met += len(accounts) - failing - doubtful
    compliance.places_unknown += doubtful
    compliance.failed += failing > 0
    compliance.unknown += doubtful > 0 and not failing
    compliance.idle += not accounts
    compliance.met += bool(accounts) and not failing and not doubtful
