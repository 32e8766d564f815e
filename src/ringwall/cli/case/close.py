"""`ringwall case close`: the end of a case."""

from ringwall.cli.aws_options import AwsOptions
from ringwall.cli.options import HomeOptions
from ringwall.cli.output import print_note
from ringwall.cli.respond.options import open_response
from ringwall.cli.respond.tell import tell_new
from ringwall.jobs.respond.cases import close_case


def close(
    case: str,
    /,
    *,
    reason: str,
    access: AwsOptions | None = None,
    where: HomeOptions | None = None,
) -> None:
    """Close a case. What was done in it stays done.

    Parameters
    ----------
    case
        The case.
    reason
        What was found, for those who read it later.
    """
    responders = open_response(None, access, where)
    file = close_case(responders, case, reason)
    print_note(f"closed {file.case.id}: {file.case.title}")
    tell_new(responders)
