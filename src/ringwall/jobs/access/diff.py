"""Two policies compared, for every request: what only one of them allows."""

from dataclasses import dataclass
from pathlib import Path

from ringwall.jobs.access.policy_files import read_policy
from ringwall.jobs.access.rows import describe_answer
from ringwall.jobs.outcome import JobOutcome
from ringwall.model.table import Row
from ringwall.reason.iam.symbolic.check_answer import CheckVerdict
from ringwall.reason.iam.symbolic.questions import ComparedPolicyType, compare_policies

ComparedType = ComparedPolicyType
"""What the policies are attached to."""
_OUTCOMES: dict[CheckVerdict, JobOutcome] = {
    "pass": "clean",
    "fail": "findings",
    "unknown": "unknown",
}


@dataclass(frozen=True)
class PolicyComparison:
    """Example requests that only one policy allows; `change` is added or removed."""

    rows: tuple[Row, ...]
    outcome: JobOutcome
    is_of_denials: bool
    """Whether the policies are compared by what they deny: they allow nothing themselves."""
    is_vacuous: bool
    """Whether neither policy allows or denies anything: nothing was compared."""


def compare_policy_files(
    old: Path, new: Path, policy_type: ComparedType | None = None
) -> PolicyComparison:
    """Compare the policies of two files; a difference is a finding.

    BadInput for a policy that has no certain meaning.
    """
    found = compare_policies(read_policy(old), read_policy(new), policy_type)
    rows = tuple(
        {"change": change, **describe_answer(answer)}
        for change, answers in (("added", found.added), ("removed", found.removed))
        for answer in answers
    )
    # Two policies that allow nothing are no answer to the question that was meant.
    outcome = "unknown" if found.is_vacuous else _OUTCOMES[found.verdict]
    return PolicyComparison(rows, outcome, found.is_of_denials, found.is_vacuous)
