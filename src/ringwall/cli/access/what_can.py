"""`ringwall access what-can`: what a user or role can do."""

from ringwall.cli.access.options import QuestionOptions
from ringwall.cli.access.rows import (
    print_found,
    print_gaps,
    shorten,
    show_chain,
    show_conditions,
    show_verdict,
)
from ringwall.cli.exit_codes import EXIT_CODES
from ringwall.cli.output import print_note
from ringwall.jobs.access.what_can import WhatCanRequest, list_what_can
from ringwall.model.table import Row


def what_can(
    principal: str,
    /,
    *,
    service: str = "",
    chains: bool = False,
    options: QuestionOptions | None = None,
) -> int:
    """List what a user or role can do: by service, access level and resource.

    Exit 2 where something that matters was not collected.

    Parameters
    ----------
    principal
        ARN of the user or role, or its name: role/app.
    service
        Only actions of this service: s3.
    chains
        List also the roles that it can become.
    """
    asked = options or QuestionOptions()
    request = WhatCanRequest(principal, service, chains, asked.snapshot)
    result = list_what_can(asked.home, request)
    print_found(result.rows, asked.format, _show)
    print_found(result.chains, asked.format, show_chain)
    print_gaps(result.gaps)
    if result.unread:
        print_note(f"policies that could not be read: {result.unread}; there may be more access")
    return EXIT_CODES[result.outcome]


def _show(row: Row) -> str:
    except_for = f"  except {', '.join(row['except'])}" if row["except"] else ""
    what = f"{row['service']} {row['level']}: {shorten(row['actions'])}"
    return f"{show_verdict(row)}{what}  on {row['resource']}{except_for}{show_conditions(row)}"
