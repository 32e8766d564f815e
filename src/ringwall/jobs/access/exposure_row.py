"""Access from outside as a row, with the rule that archives it."""

from collections.abc import Iterable
from datetime import UTC, datetime

from ringwall.model.table import Row
from ringwall.reason.iam.organization.model import Organization
from ringwall.reason.iam.relation.archive import ArchiveRule, find_rule
from ringwall.reason.iam.relation.external import Exposure
from ringwall.reason.iam.symbolic.contexts.access_answer import write_witness


def describe_exposure(
    organization: Organization, exposure: Exposure, rules: Iterable[ArchiveRule] = ()
) -> Row:
    """Return an access from outside as a row; `archived_by` is the reason of the rule that fits."""
    rule = find_rule(rules, exposure, datetime.now(UTC).date())
    account = exposure.outsider.account_id
    return {
        "resource": exposure.resource.arn,
        "principal": exposure.outsider.label,
        "origin": exposure.origin,
        "in_organization": organization.is_member(account) if account else None,
        "verdict": exposure.verdict,
        "is_public": exposure.is_public,
        "is_confused_deputy": exposure.is_confused_deputy,
        "needs_external_id": exposure.needs_external_id,
        "actions": list(exposure.actions),
        "levels": list(exposure.levels),
        "conditions": list(exposure.residual),
        "witness": write_witness(exposure.witness),
        "statements": list(exposure.statements),
        "unknown": list(exposure.unknown),
        "archived_by": rule.reason if rule else "",
    }
