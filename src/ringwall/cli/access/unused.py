"""`ringwall access unused`: what was granted and is not used."""

from ringwall.cli.access.options import QuestionOptions
from ringwall.cli.access.rows import print_found, print_gaps, shorten
from ringwall.cli.access.windows import print_windows
from ringwall.cli.exit_codes import EXIT_CODES
from ringwall.cli.output import print_note
from ringwall.jobs.access.unused import list_unused
from ringwall.model.table import Row
from ringwall.model.text import count_of


def unused(
    principal: str = "",
    /,
    *,
    actions: bool = False,
    options: QuestionOptions | None = None,
) -> int:
    """List services (or actions) that were granted and, by CloudTrail, are not used.

    Exit 1 where there are any, 2 where none is known but some could not be determined.

    Parameters
    ----------
    principal
        ARN or name of one user or role; all of them if left out.
    actions
        List each unused action, not only services of which nothing was used.
    """
    asked = options or QuestionOptions()
    result = list_unused(asked.home, principal, actions=actions, snapshot=asked.snapshot)
    print_windows(result.windows)
    if asked.format == "json":
        print_found(result.rows, asked.format, _show_service)
    else:
        print_found(result.found, asked.format, _show_actions if actions else _show_service)
    print_gaps(result.gaps)
    what = count_of(len(result.found), "service")
    if actions:
        what = count_of(sum(len(row["unused"]) for row in result.found), "action")
    print_note(f"{what} granted and not used")
    return EXIT_CODES[result.outcome]


def _show_service(row: Row) -> str:
    return f"{_show_count(row)}  {shorten(row['unused'])}"


def _show_actions(row: Row) -> str:
    return f"{_show_count(row)}  {', '.join(row['unused'])}"


def _show_count(row: Row) -> str:
    """Return how many actions of a service are not used, and what is known of the others."""
    unused_, used, unknown = (len(row[verdict]) for verdict in ("unused", "used", "unknown"))
    count = f"{unused_} of {count_of(unused_ + used + unknown, 'action')}"
    last = f", {used} used, the last on {row['last_used']:%Y-%m-%d}" if row["last_used"] else ""
    more = f", {unknown} unknown" if unknown else ""
    return f"unused  {row['principal']}  {row['service']}: {count}{last}{more}"
