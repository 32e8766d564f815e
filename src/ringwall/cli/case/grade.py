"""`ringwall case grade`: how grave a case is."""

from ringwall.cli.aws_options import AwsOptions
from ringwall.cli.options import HomeOptions
from ringwall.cli.output import print_note
from ringwall.cli.respond.options import open_response
from ringwall.jobs.respond.cases import grade_case
from ringwall.model.rule import Severity


def grade(
    case: str,
    severity: Severity,
    /,
    *,
    access: AwsOptions | None = None,
    where: HomeOptions | None = None,
) -> None:
    """Say how grave a case is.

    Parameters
    ----------
    case
        The case.
    severity
        low, medium, high or critical.
    """
    file = grade_case(open_response(None, access, where), case, severity)
    print_note(f"{file.case.id}: {file.case.severity}")
