"""Rows that answer questions about access, and the outcome that follows from them."""

from collections.abc import Sequence
from dataclasses import dataclass

from ringwall.jobs.outcome import JobOutcome, decide_outcome
from ringwall.model.table import Row
from ringwall.reason.iam.evaluation.evaluate import Decision
from ringwall.reason.iam.evaluation.resource_parts import ANY_PART
from ringwall.reason.iam.organization.model import Organization
from ringwall.reason.iam.symbolic.check_answer import CheckAnswer
from ringwall.reason.iam.symbolic.contexts.access_answer import AccessAnswer, write_witness


@dataclass(frozen=True)
class AccessRows:
    """Rows that answer a question, and what was not collected: there may be more."""

    rows: tuple[Row, ...]
    gaps: tuple[str, ...]
    outcome: JobOutcome


def describe_access(access: AccessAnswer) -> Row:
    """Return an answer over all contexts as a row."""
    return {
        "verdict": access.verdict,
        "conditions": list(access.residual),
        "witness": write_witness(access.witness),
        "statements": list(map(str, access.decision.statements)),
        "unknown": list(access.unknown),
    }


def show_part(arn: str) -> str:
    """Return the ARN of a part of a resource, with * for any part that no policy names."""
    return arn.replace(ANY_PART, "*")


def describe_decision(decision: Decision) -> Row:
    """Return the decision on one request as a row."""
    return {
        "verdict": decision.verdict,
        "policy_type": decision.policy_type,
        "statements": list(map(str, decision.statements)),
        "unknown": list(decision.unknown),
    }


def describe_answer(answer: CheckAnswer) -> Row:
    """Return the answer to a question about policies as a row."""
    witness = answer.witness
    request = witness and {
        "principal": witness.requester.name if witness.requester else None,
        "action": witness.action,
        "resource": witness.resource,
        "context": {key: list(values) for key, values in witness.context.items()},
    }
    return {
        "verdict": answer.verdict,
        "witness": request,
        "statements": list(answer.statements),
        "reason": answer.reason,
    }


def decide_listing(organization: Organization, rows: Sequence[Row]) -> JobOutcome:
    """Return the outcome of a list that is no finding: unknown where it may not be complete."""
    is_open = organization.gaps or any(row["verdict"] == "unknown" for row in rows)
    return decide_outcome(findings=False, unknown=is_open)
