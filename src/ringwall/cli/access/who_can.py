"""`ringwall access who-can`: who can do an action to a resource."""

from ringwall.cli.access.context import read_context
from ringwall.cli.access.options import QuestionOptions
from ringwall.cli.access.rows import print_found, print_gaps, shorten, show_conditions, show_verdict
from ringwall.cli.exit_codes import EXIT_CODES
from ringwall.cli.options import Repeated
from ringwall.cli.output import print_note
from ringwall.cli.terminal import Terminal
from ringwall.jobs.access.who_can import list_who_can
from ringwall.model.table import Row
from ringwall.model.text import count_of


def who_can(
    action: str,
    resource: str = "*",
    /,
    *,
    context: Repeated = (),
    chains: bool = False,
    options: QuestionOptions | None = None,
) -> int:
    """List who can do an action to a resource, from inside and outside, and under which conditions.

    Anyone not listed has no access, as far as was collected. Exit 2 where something that matters
    was not.

    Parameters
    ----------
    action
        The action, s3:GetObject; or an access level: read, write, list, tagging, permissions.
    resource
        The resource's ARN, of a type that the action takes; * for actions that have none. For a
        bucket, actions on objects are about any of its objects.
    context
        Condition key and value that hold, key=value (may be repeated); others are left open.
    chains
        List also who can become one of them by assuming roles.
    """
    asked = options or QuestionOptions()
    result = list_who_can(
        asked.home,
        action,
        resource,
        Terminal(),
        context=read_context(context),
        chains=chains,
        snapshot=asked.snapshot,
    )
    print_found(result.rows, asked.format, _show)
    print_gaps(result.gaps)
    is_complete = result.is_collected and not result.gaps
    others = "; anyone not listed has no access" if is_complete else ""
    print_note(f"{count_of(len(result.rows), 'principal')} listed{others}")
    return EXIT_CODES[result.outcome]


def _show(row: Row) -> str:
    via = f"  via {' -> '.join(row['via'])}" if row["via"] else ""
    actions = f"  {shorten(row['actions'])}" if row.get("actions") else ""
    part = f"  on {row['resource']}" if row.get("resource") else ""
    return f"{show_verdict(row)}{row['principal']}{via}{actions}{part}{show_conditions(row)}"
