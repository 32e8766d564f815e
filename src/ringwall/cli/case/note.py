"""`ringwall case note`: a note in a case."""

from ringwall.cli.aws_options import AwsOptions
from ringwall.cli.options import HomeOptions
from ringwall.cli.output import print_note
from ringwall.cli.respond.options import open_response
from ringwall.jobs.respond.cases import note_in_case


def note(
    case: str, text: str, /, *, access: AwsOptions | None = None, where: HomeOptions | None = None
) -> None:
    """Add a note to a case. Nobody can change or delete it.

    Parameters
    ----------
    case
        The case.
    text
        What to note.
    """
    file = note_in_case(open_response(None, access, where), case, text)
    print_note(f"noted in {file.case.id}")
