"""`ringwall access entries`: ways into roles from outside."""

from ringwall.cli.access.exposures import show_exposure
from ringwall.cli.access.options import QuestionOptions
from ringwall.cli.access.rows import print_found, print_gaps
from ringwall.cli.exit_codes import EXIT_CODES
from ringwall.jobs.access.entries import list_entries


def entries(*, options: QuestionOptions | None = None) -> int:
    """List the ways into roles from outside: OIDC and SAML providers, other accounts, anyone.

    Exit 1 where one is open to anyone, 2 where something could not be determined.
    """
    asked = options or QuestionOptions()
    result = list_entries(asked.home, asked.snapshot)
    print_found(result.rows, asked.format, show_exposure)
    print_gaps(result.gaps)
    return EXIT_CODES[result.outcome]
