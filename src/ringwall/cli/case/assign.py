"""`ringwall case assign`: who is responsible for a case."""

from ringwall.cli.aws_options import AwsOptions
from ringwall.cli.options import HomeOptions
from ringwall.cli.output import print_note
from ringwall.cli.respond.options import open_response
from ringwall.jobs.respond.cases import assign_case


def assign(
    case: str, owner: str, /, *, access: AwsOptions | None = None, where: HomeOptions | None = None
) -> None:
    """Name who is responsible for a case.

    Parameters
    ----------
    case
        The case.
    owner
        Who is responsible, such as an e-mail address.
    """
    file = assign_case(open_response(None, access, where), case, owner)
    print_note(f"{file.case.id}: {file.case.owner} is responsible")
