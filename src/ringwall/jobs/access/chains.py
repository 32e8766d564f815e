"""Which roles a user or role can become, over accounts."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from ringwall.jobs.access.organization import find_principal, open_organization
from ringwall.jobs.access.rows import AccessRows, decide_listing
from ringwall.model.table import Row
from ringwall.reason.iam.organization.model import Organization
from ringwall.reason.iam.relation.role_chains import RoleStep, find_chains, find_steps
from ringwall.reason.iam.symbolic.contexts.access_answer import RANK, AccessVerdict

RoleSteps = Mapping[str, list[RoleStep]]
"""Every step from a principal to a role, by the principal."""


def list_chains(home: Path, principal: str = "", snapshot: str = "") -> AccessRows:
    """Return the role chains of a principal, by its ARN or name; without one, all single steps."""
    organization = open_organization(home, snapshot)
    if principal:
        rows = find_chains_of(organization, find_principal(organization, principal).arn)
    else:
        rows = [describe_chain((step,)) for step in find_steps(organization)]
        rows.sort(key=lambda row: row["chain"])
    return AccessRows(tuple(rows), organization.gaps, decide_listing(organization, rows))


def find_chains_of(organization: Organization, arn: str) -> list[Row]:
    """Return the shortest chain from a principal to each role that it can become."""
    chains = find_chains(arn, group_steps(organization))
    return [describe_chain(chain) for chain in chains.values()]


def group_steps(organization: Organization) -> RoleSteps:
    """Return all steps from a principal to a role, by the principal."""
    steps: dict[str, list[RoleStep]] = {}
    for step in find_steps(organization):
        steps.setdefault(step.origin, []).append(step)
    return steps


def describe_chain(chain: tuple[RoleStep, ...]) -> Row:
    """Return a chain as a row, with the conditions of all its steps."""
    return {
        "chain": [chain[0].origin, *(step.role for step in chain)],
        "verdict": find_weakest(step.access.verdict for step in chain),
        "conditions": [text for step in chain for text in step.access.residual],
        "unknown": [text for step in chain for text in step.access.unknown],
    }


def find_weakest(verdicts: Iterable[AccessVerdict]) -> AccessVerdict:
    """Return the verdict on a chain: that of its weakest step."""
    return min(verdicts, key=RANK.__getitem__)
