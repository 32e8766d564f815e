"""`ringwall respond resume`: go on with the run of a case."""

from ringwall.cli.aws_options import AwsOptions
from ringwall.cli.options import HomeOptions
from ringwall.cli.output import RowFormat
from ringwall.cli.respond.options import PolicyOptions, open_response, tell_access
from ringwall.cli.respond.result import print_response
from ringwall.cli.respond.tell import tell_new
from ringwall.cli.terminal import Terminal
from ringwall.jobs.respond.run import resume_response


def resume(
    case: str,
    /,
    *,
    format: RowFormat = "table",
    policy: PolicyOptions | None = None,
    access: AwsOptions | None = None,
    where: HomeOptions | None = None,
) -> int:
    """Go on with the last run of a case, wherever it was cut off; what is done stays done.

    It was approved when it was started. Exit 2 where a change failed.

    Parameters
    ----------
    case
        The case.
    format
        table, or json for one document.
    """
    responders = open_response(policy, access, where)
    done = resume_response(responders, responders.find_case(case), Terminal())
    code = print_response(done, format, tell_access(responders.connection, policy))
    tell_new(responders)
    return code
