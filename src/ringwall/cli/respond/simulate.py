"""`ringwall respond simulate`: what the rules of the policy would have started."""

from collections.abc import Sequence

from ringwall.cli.aws_options import AwsOptions
from ringwall.cli.options import HomeOptions
from ringwall.cli.output import RowFormat, print_grid, print_json, print_note
from ringwall.cli.respond.options import PolicyOptions, open_response
from ringwall.cli.text import format_time
from ringwall.jobs.respond.automatic import SimulatedResponse, simulate_responses
from ringwall.model.text import count_of


def simulate(
    *,
    since: str = "30d",
    look: bool = False,
    format: RowFormat = "table",
    policy: PolicyOptions | None = None,
    access: AwsOptions | None = None,
    where: HomeOptions | None = None,
) -> None:
    """Show what the rules of the policy would have started about findings of a time, and to what.

    Nothing is written.

    Parameters
    ----------
    since
        Findings that were seen since then: an age (30d) or a date (2026-01-31).
    look
        Ask AWS what each playbook would change as it is now.
    format
        table, or json for one object a line.
    """
    responders = open_response(policy, access, where)
    found = list(simulate_responses(responders, since, look=look))
    print_responses(found, format)
    print_note(f"{count_of(len(found), 'response')} since {since}; nothing was written")


def print_responses(found: Sequence[SimulatedResponse], form: RowFormat) -> None:
    """Print what rules started, or would have."""
    if form == "json":
        print_json(each.describe() for each in found)
        return
    if not found:
        return
    names = ("seen", "severity", "finding", "rule", "playbook", "resource", "result")
    print_grid(names, [_row(each) for each in found])


def _row(each: SimulatedResponse) -> tuple[str, ...]:
    result = each.state
    if not result and each.plan:
        changes = count_of(len(each.plan.changes), "change")
        result = f"{changes}, needs {each.plan.requirement.need}"
    told = "; ".join(filter(None, (result, each.problem, each.case)))
    return (
        format_time(each.finding.last_seen),
        each.finding.severity,
        each.finding.rule,
        each.rule,
        each.playbook,
        each.threat.resource if each.threat else "",
        told or "would start",
    )
