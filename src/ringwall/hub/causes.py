"""Unknown verdicts by their cause: one denied call can leave forty thousand of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ringwall.model.finding import Finding

PARTICULAR = re.compile(
    r"arn:[^\s\"',;)]+"
    r"|\b\d{12}\b"
    r"|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"
    r"|\b(?:af|ap|ca|cn|eu|il|me|mx|sa|us)(?:-[a-z]+){1,2}-\d\b"
)
"""What a reason says of one resource or call: an ARN, an account, a request id, a Region."""


@dataclass
class UnknownCause:
    """Unknown findings with one cause; `first` is one of them."""

    first: Finding
    total: int = 0
    rules: dict[str, None] = field(default_factory=dict)
    """The rules that are unknown, in the order in which they came."""
    accounts: set[str] = field(default_factory=set)

    @property
    def reason(self) -> str:
        """What is not known, and why: the reason of the first finding."""
        return self.first.reason


class UnknownCauses:
    """Unknown findings, grouped as they come: only the first of each cause is kept."""

    def __init__(self, findings: Iterable[Finding] = ()) -> None:
        self._causes: dict[str, UnknownCause] = {}
        for finding in findings:
            self.add(finding)

    def add(self, finding: Finding) -> None:
        """Count a finding under its cause."""
        cause = self._causes.setdefault(name_cause(finding.reason), UnknownCause(finding))
        cause.total += 1
        cause.rules[finding.rule] = None
        cause.accounts.add(finding.account_id)

    @property
    def total(self) -> int:
        """How many findings were counted since the causes were last taken."""
        return sum(cause.total for cause in self._causes.values())

    def take(self) -> list[UnknownCause]:
        """Return the causes, the one that leaves the most unknown first, and begin anew."""
        ranked = sorted(self._causes.values(), key=lambda cause: (-cause.total, cause.reason))
        self._causes = {}
        return ranked


def name_cause(reason: str) -> str:
    """Return what the reasons of one cause have in common."""
    return PARTICULAR.sub("*", reason)
