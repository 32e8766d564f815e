"""Rows about principals: administrators, role chains, escalation."""

from collections.abc import Iterator

from ringwall.model.table import Row
from ringwall.reason.facts.conditions import known_conditions
from ringwall.reason.iam.escalation.chains import Chain, Escalation
from ringwall.reason.iam.escalation.edges import Edge
from ringwall.reason.iam.organization.model import Organization
from ringwall.reason.iam.relation.role_chains import RoleStep, account_of
from ringwall.reason.iam.symbolic.contexts.access_answer import write_witness

GLOBAL = "global"


def read_principals(organization: Organization, escalation: Escalation) -> Iterator[Row]:
    """Yield the rows of facts.iam_principal."""
    to_admin = {c.origin: c for c in escalation.chains if c.goal == "admin"}
    for arn, power in escalation.powers.items():
        principal = organization.principals[arn]
        chain = to_admin.get(arn)
        certain = chain is not None and chain.verdict != "unknown"
        is_open = (
            chain is not None or power.is_admin is None or _has_unknown_policy(organization, arn)
        )
        escalates = False if power.is_admin else True if certain else None if is_open else False
        access = power.access
        yield {
            "arn": arn,
            "account_id": principal.account_id,
            "region": GLOBAL,
            "kind": principal.kind,
            "is_admin": power.is_admin,
            "admin_statements": list(map(str, access.decision.statements))
            if power.is_admin
            else [],
            "admin_conditions": list(access.residual) if power.is_admin else [],
            "escalates": escalates,
            "hops": 0 if power.is_admin else len(chain.edges) if chain else -1,
            "chain": [_write_step(edge) for edge in chain.edges] if chain else [],
            "remove": _remove(chain.edges[0]) if chain else "",
            "unknown": [*access.unknown, *(_doubts(chain) if chain else ())],
        }


def _has_unknown_policy(organization: Organization, arn: str) -> bool:
    """Whether some policy of a principal was not collected: it may allow anything."""
    return not all(organization.principals[arn].policies)


def read_assumable_roles(steps: tuple[RoleStep, ...]) -> Iterator[Row]:
    """Yield the rows of facts.assumable_role."""
    for step in steps:
        yield {
            "arn": step.role,
            "account_id": account_of(step.role),
            "region": GLOBAL,
            "principal": step.origin,
            "principal_account": account_of(step.origin),
            "is_cross_account": step.is_cross_account,
            "verdict": step.access.verdict,
            "conditions": known_conditions(step.access.verdict, step.access.residual),
            "statements": list(map(str, step.access.decision.statements)),
            "unknown": list(step.access.unknown),
        }


def read_escalation(escalation: Escalation) -> Iterator[Row]:
    """Yield the rows of facts.escalation."""
    for edge in escalation.edges:
        yield {
            "arn": edge.origin,
            "account_id": account_of(edge.origin),
            "region": GLOBAL,
            "path": edge.path.id,
            "path_name": edge.path.name,
            "category": edge.path.category,
            "gains": edge.to,
            "through": edge.through,
            "verdict": edge.verdict,
            "requests": [f"{action} {resource}" for action, resource in edge.requests],
            "statements": list(edge.statements),
            "remove": _remove(edge),
            "commands": list(edge.commands),
            "conditions": known_conditions(edge.verdict, edge.residual),
            "witness": write_witness(edge.witness),
            "unknown": list(edge.unknown),
        }


def read_chains(escalation: Escalation) -> Iterator[Row]:
    """Yield the rows of facts.escalation_chain."""
    for chain in escalation.chains:
        yield {
            "arn": chain.origin,
            "account_id": account_of(chain.origin),
            "region": GLOBAL,
            "goal": chain.goal,
            "goal_account": chain.account_id,
            "ends_at": chain.end,
            "hops": len(chain.edges),
            "verdict": chain.verdict,
            "steps": [_write_step(edge) for edge in chain.edges],
            "commands": [command for edge in chain.edges for command in edge.commands],
            "remove": _remove(chain.edges[0]),
            "unknown": list(_doubts(chain)),
        }


def _write_step(edge: Edge) -> str:
    return f"{edge.path.id}: {edge.to}"


def _remove(edge: Edge) -> str:
    return edge.statements[0] if edge.statements else ""


def _doubts(chain: Chain) -> Iterator[str]:
    yield from dict.fromkeys(doubt for edge in chain.edges for doubt in edge.unknown)
