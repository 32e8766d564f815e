"""`ringwall case list`: the cases."""

from typing import Literal

from ringwall.cli.aws_options import AwsOptions
from ringwall.cli.options import HomeOptions
from ringwall.cli.output import RowFormat, print_grid, print_json, print_note
from ringwall.cli.respond.options import open_response
from ringwall.cli.text import format_time, tell_status
from ringwall.jobs.respond.cases import describe_case, find_cases
from ringwall.model.text import count_of


def list_cases(
    *,
    status: Literal["open", "partly_contained", "contained", "closed", "all"] = "all",
    format: RowFormat = "table",
    where: HomeOptions | None = None,
) -> int:
    """List cases, the newest first. Exit 2 where one cannot be trusted.

    Parameters
    ----------
    status
        Only cases of this status.
    format
        table, or json for one object a line.
    """
    responders = open_response(None, AwsOptions(), where)
    found, doubted = find_cases(responders, None if status == "all" else status)
    if format == "json":
        print_json(describe_case(case) for case in found)
    elif found:
        rows = [
            (
                case.id,
                case.severity,
                tell_status(case.status),
                format_time(case.opened_at),
                case.owner or "nobody",
                case.threat.account_id,
                case.title,
            )
            for case in found
        ]
        names = ("case", "severity", "status", "opened", "owner", "account", "title")
        print_grid(names, rows)
    for one in doubted:
        print_note(f"do not trust {one}: somebody without the key has changed it")
    print_note(count_of(len(found), "case"))
    return 2 if doubted else 0
