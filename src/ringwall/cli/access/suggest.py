"""`ringwall access suggest`: a policy with only what was used."""

from pathlib import Path

from ringwall.cli.access.rows import shorten
from ringwall.cli.access.windows import print_windows
from ringwall.cli.exit_codes import EXIT_CODES
from ringwall.cli.options import HomeOptions, find_home
from ringwall.cli.output import print_note
from ringwall.jobs.access.suggest import (
    SuggestedPolicy,
    format_policy,
    suggest_policy,
    write_policy,
)
from ringwall.model.text import count_of

MAX_KEPT = 8


def suggest(
    principal: str,
    /,
    *,
    drop_unknown: bool = False,
    to: Path | None = None,
    snapshot: str = "",
    where: HomeOptions | None = None,
) -> int:
    """Print a policy with only what was used, proved to allow nothing that is not allowed now.

    It would replace all identity policies of the user or role. Exit 2 where there is nothing to
    suggest.

    Parameters
    ----------
    principal
        ARN or name of the user or role.
    drop_unknown
        Leave out also what the logs cannot show: data events that are not logged.
    to
        File to write the policy to; stdout if left out.
    snapshot
        Id of the snapshot or the beginning of it; the current one if left out.
    """
    found = suggest_policy(
        find_home(where), principal, drop_unknown=drop_unknown, snapshot=snapshot
    )
    print_windows(found.windows)
    _print_proof(found)
    if found.document is not None:
        if to is None:
            print(format_policy(found.document))
        else:
            write_policy(to, found.document)
            print_note(f"wrote {to}")
    return EXIT_CODES[found.outcome]


def _print_proof(found: SuggestedPolicy) -> None:
    for note in found.notes:
        print_note(note)
    if found.document is None:
        return
    print_note(
        f"proved: it allows nothing new; {count_of(len(found.dropped), 'action')} fewer, "
        f"{count_of(found.characters, 'character')}"
    )
    if found.kept:
        print_note(f"kept though no use was seen: {shorten(list(found.kept), MAX_KEPT)}")
