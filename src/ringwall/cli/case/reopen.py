"""`ringwall case reopen`: a case goes on."""

from ringwall.cli.aws_options import AwsOptions
from ringwall.cli.options import HomeOptions
from ringwall.cli.output import print_note
from ringwall.cli.respond.options import open_response
from ringwall.cli.respond.tell import tell_new
from ringwall.jobs.respond.cases import reopen_case


def reopen(
    case: str, /, *, access: AwsOptions | None = None, where: HomeOptions | None = None
) -> None:
    """Open a closed case again.

    Parameters
    ----------
    case
        The case.
    """
    responders = open_response(None, access, where)
    file = reopen_case(responders, case)
    print_note(f"opened {file.case.id} again: {file.case.title}")
    tell_new(responders)
