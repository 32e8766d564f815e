"""Who can become an administrator, or get into another account, and by which steps."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ringwall.jobs.access.organization import find_principal, open_organization
from ringwall.jobs.outcome import JobOutcome, decide_outcome
from ringwall.model.table import Row
from ringwall.reason.iam.escalation.chains import Chain, Escalation, find_escalation
from ringwall.reason.iam.escalation.edges import ADMIN, Edge


@dataclass(frozen=True)
class EscalationResult:
    """The shortest chain of each principal to each goal, or every single step; a row each."""

    rows: tuple[Row, ...]
    administrators: int
    """How many principals are administrators already."""
    undecided: int
    """Principals of which it could not be determined whether they are."""
    gaps: tuple[str, ...]
    outcome: JobOutcome

    @property
    def others(self) -> int:
        """How many other principals can become an administrator."""
        return len({row["origin"] for row in self.rows if row["goal"] == ADMIN})


def list_escalation(
    home: Path, principal: str = "", *, edges: bool = False, snapshot: str = ""
) -> EscalationResult:
    """Return who can escalate: one principal, by its ARN or name, or all of them.

    `edges` asks for every single step in place of the chains.
    """
    organization = open_organization(home, snapshot)
    arn = find_principal(organization, principal).arn if principal else ""
    found = find_escalation(organization, every_way=edges)
    listed = (_list_edges if edges else _list_chains)(found, arn)
    rows = tuple(sorted(listed, key=_order))
    undecided = sum(
        power.is_admin is None for name, power in found.powers.items() if arn in {"", name}
    )
    return EscalationResult(
        rows=rows,
        administrators=sum(power.is_admin is True for power in found.powers.values()),
        undecided=undecided,
        gaps=organization.gaps,
        outcome=decide_outcome(
            findings=any(row["verdict"] != "unknown" for row in rows),
            unknown=rows or undecided or organization.gaps,
        ),
    )


def _order(row: Row) -> tuple[str, bool, str, str]:
    """Return what rows are sorted by: of each principal, administrators are first."""
    return row["origin"], row["goal"] != ADMIN, row["goal"], row["end"]


def _list_edges(found: Escalation, arn: str) -> Iterator[Row]:
    for edge in found.edges:
        if arn in {"", edge.origin}:
            yield {
                "origin": edge.origin,
                "goal": ADMIN if edge.to == ADMIN else "principal",
                "end": edge.to,
                "verdict": edge.verdict,
                "steps": [_describe_edge(edge)],
                "unknown": list(edge.unknown),
            }


def _list_chains(found: Escalation, arn: str) -> Iterator[Row]:
    for chain in _first_of_each_goal(c for c in found.chains if arn in {"", c.origin}):
        yield {
            "origin": chain.origin,
            "goal": ADMIN if chain.goal == ADMIN else f"account {chain.account_id}",
            "end": chain.end,
            "verdict": chain.verdict,
            "steps": [_describe_edge(edge) for edge in chain.edges],
            "unknown": [doubt for edge in chain.edges for doubt in edge.unknown],
        }


def _first_of_each_goal(chains: Iterable[Chain]) -> Iterator[Chain]:
    """Yield the first chain of each principal to an administrator, and into each account."""
    seen: set[tuple[str, str, str]] = set()
    for chain in chains:
        goal = (chain.origin, chain.goal, "" if chain.goal == ADMIN else chain.account_id)
        if goal not in seen:
            seen.add(goal)
            yield chain


def _describe_edge(edge: Edge) -> Row:
    return {
        "path": edge.path.id,
        "name": edge.path.name,
        "gains": edge.to,
        "through": edge.through,
        "verdict": edge.verdict,
        "requests": [f"{action} {resource}" for action, resource in edge.requests],
        "conditions": list(edge.residual),
        "statements": list(edge.statements),
        "commands": list(edge.commands),
        "remove": edge.statements[0] if edge.statements else "",
        "unknown": list(edge.unknown),
    }
