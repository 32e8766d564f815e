"""Two policies compared, for every request: what only one of them allows."""

from dataclasses import dataclass
from pathlib import Path

from ringwall.jobs.access.policy_files import read_policy
from ringwall.jobs.access.rows import describe_answer
from ringwall.jobs.outcome import JobOutcome
from ringwall.model.table import Row
from ringwall.reason.iam.symbolic.answer import CheckVerdict
from ringwall.reason.iam.symbolic.questions import AccessCheckPolicyType, compare_policies

ComparedType = AccessCheckPolicyType
"""Whether the policies are attached to principals or to resources."""
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
    return PolicyComparison(rows, _OUTCOMES[found.verdict])
