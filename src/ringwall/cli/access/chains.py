"""`ringwall access chains`: which roles a user or role can become."""

from ringwall.cli.access.options import QuestionOptions
from ringwall.cli.access.rows import print_found, print_gaps, show_chain
from ringwall.cli.exit_codes import EXIT_CODES
from ringwall.jobs.access.chains import list_chains


def chains(
    principal: str = "",
    /,
    *,
    options: QuestionOptions | None = None,
) -> int:
    """List role chains: which roles a user or role can become, over accounts.

    Exit 2 where something that matters was not collected.

    Parameters
    ----------
    principal
        ARN or name of the user or role where the chains begin; all single steps if left out.
    """
    asked = options or QuestionOptions()
    result = list_chains(asked.home, principal, asked.snapshot)
    print_found(result.rows, asked.format, show_chain)
    print_gaps(result.gaps)
    return EXIT_CODES[result.outcome]
