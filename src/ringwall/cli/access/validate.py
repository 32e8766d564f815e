"""`ringwall access validate`: errors, warnings and suggestions about policies."""

from pathlib import Path

from ringwall.cli.access.rows import print_found
from ringwall.cli.exit_codes import EXIT_CODES
from ringwall.cli.output import RowFormat, print_note
from ringwall.jobs.access.policy_files import PolicyKind
from ringwall.jobs.access.validate import validate_files
from ringwall.model.table import Row
from ringwall.model.text import count_of


def validate(*files: Path, kind: PolicyKind = "", format: RowFormat = "table") -> int:
    """Validate policies; exit 1 where there is an error or a security warning.

    Parameters
    ----------
    files
        Files with a policy each.
    kind
        Where they are attached: identity, resource, trust, boundary, session, scp, rcp, endpoint.
    format
        table, or json for one object a line.
    """
    found = validate_files(files, kind)
    print_found(found, format, _show)
    total = count_of(found.total, "problem")
    print_note(f"{total}, {found.failed} of them errors or security warnings")
    return EXIT_CODES[found.outcome]


def _show(row: Row) -> str:
    what = f"{row['severity'].upper()} {row['code']}"
    return f"{what} {row['place']} {row['path']}  {row['message']}"
