"""`ringwall respond status`: what is open, and what waits for whom."""

from ringwall.cli.aws_options import AwsOptions
from ringwall.cli.options import HomeOptions
from ringwall.cli.output import RowFormat, print_grid, print_json, print_note
from ringwall.cli.respond.options import PolicyOptions, open_response
from ringwall.cli.text import format_time, tell_status
from ringwall.jobs.respond.status import describe_status, find_status
from ringwall.model.text import count_of


def status(
    *,
    format: RowFormat = "table",
    policy: PolicyOptions | None = None,
    access: AwsOptions | None = None,
    where: HomeOptions | None = None,
) -> int:
    """Show the cases that are not closed: how each stands, and what to do next.

    Exit 1 where a case is not contained, 2 where a case or the switch cannot be trusted.

    Parameters
    ----------
    format
        table, or json for one document.
    """
    found = find_status(open_response(policy, access, where))
    if format == "json":
        print_json([describe_status(found)])
    else:
        rows = [
            (
                each.case.id,
                each.case.severity,
                tell_status(each.case.status),
                format_time(each.case.opened_at),
                each.case.owner or "nobody",
                each.next_step,
            )
            for each in found.cases
        ]
        if rows:
            print_grid(("case", "severity", "status", "opened", "owner", "next"), rows)
    if found.switch.is_halted:
        print_note(
            f"ALL RESPONSES ARE STOPPED by {found.switch.author}: {found.switch.reason}; "
            "`ringwall respond allow` lets them act again"
        )
    for doubted in found.doubted:
        print_note(f"do not trust {doubted}: somebody without the key has changed it")
    print_note(f"{count_of(len(found.cases), 'open case')}")
    if found.doubted:
        return 2
    return int(any(each.case.status != "contained" for each in found.cases))
