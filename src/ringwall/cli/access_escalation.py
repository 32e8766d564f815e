"""`ringwall access escalation`: who can become an administrator, and how."""

from collections.abc import Iterable, Iterator

from ringwall.cli.access_rows import Format, Row, print_found, show_conditions
from ringwall.cli.estate import EXIT_FINDINGS, EXIT_UNKNOWN, find_one, open_estate, print_gaps
from ringwall.cli.options import Where
from ringwall.cli.say import make_console, tell_count
from ringwall.reason.iam.escalation.chains import Chain, find_escalation
from ringwall.reason.iam.escalation.edges import ADMIN, Edge


def escalation(
    principal: str = "",
    /,
    *,
    edges: bool = False,
    format: Format = "table",
    snapshot: str = "",
    where: Where | None = None,
) -> int:
    """List who can become an administrator, or get into another account, by the shortest chain.

    Exit 1 where somebody can, 2 where nobody is known to but something could not be told.

    Parameters
    ----------
    principal
        ARN or name of one user or role; everybody where it is left out.
    edges
        List every single step of privilege escalation instead of the chains.
    format
        table, or json for one object a line.
    snapshot
        Id of the snapshot or the beginning of it; the current one where it is left out.
    """
    organization = open_estate(where, snapshot)
    arn = find_one(organization, principal).arn if principal else ""
    found = find_escalation(organization)
    if edges:
        rows = [
            {
                "origin": edge.origin,
                "goal": ADMIN if edge.to == ADMIN else "principal",
                "end": edge.to,
                "verdict": edge.verdict,
                "steps": [_describe_edge(edge)],
                "unknown": list(edge.unknown),
            }
            for edge in found.edges
            if arn in {"", edge.origin}
        ]
    else:
        chosen = _first_of_each_goal(c for c in found.chains if arn in {"", c.origin})
        rows = [_describe_escalation(chain) for chain in chosen]
    print_found(rows, format, _show_escalation)
    print_gaps(organization)
    admins = sum(power.is_admin is True for power in found.powers.values())
    doubtful = sum(
        power.is_admin is None for name, power in found.powers.items() if arn in {"", name}
    )
    count = len({row["origin"] for row in rows if row["goal"] == ADMIN})
    make_console().print(
        f"{tell_count(admins, 'administrator')}; {tell_count(count, 'other')} can become one"
    )
    if doubtful:
        who = tell_count(doubtful, "principal")
        make_console().print(f"whether {who} may do everything could not be told")
    if any(row["verdict"] != "unknown" for row in rows):
        return EXIT_FINDINGS
    return EXIT_UNKNOWN if rows or doubtful or organization.gaps else 0


def _first_of_each_goal(chains: Iterable[Chain]) -> Iterator[Chain]:
    """Yield the first chain of each principal to an administrator, and into each account."""
    seen: set[tuple[str, str, str]] = set()
    for chain in chains:
        goal = (chain.origin, chain.goal, "" if chain.goal == ADMIN else chain.account_id)
        if goal not in seen:
            seen.add(goal)
            yield chain


def _describe_escalation(chain: Chain) -> Row:
    return {
        "origin": chain.origin,
        "goal": ADMIN if chain.goal == ADMIN else f"account {chain.account_id}",
        "end": chain.end,
        "verdict": chain.verdict,
        "steps": [_describe_edge(edge) for edge in chain.edges],
        "unknown": [doubt for edge in chain.edges for doubt in edge.unknown],
    }


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


def _show_escalation(row: Row) -> Iterator[str]:
    yield f"{row['verdict']:12}{row['origin']} -> {row['goal']} ({row['end']})"
    for step in row["steps"]:
        yield f"  {step['path']}: {step['name']}: {step['gains']}{show_conditions(step)}"
        for command in step["commands"]:
            yield f"    $ {command}"
        if step["remove"]:
            yield f"    remove {step['remove']}"
