"""`ringwall access no-new-access`: cases of policies that must not allow more."""

from pathlib import Path

from ringwall.cli.access.case_lines import print_cases, show_answer
from ringwall.cli.output import RowFormat
from ringwall.jobs.access.cases import run_policy_checks


def no_new_access(*files: Path, format: RowFormat = "table") -> int:
    """Run cases of reference and candidate policies; exit 1 where one is not as expected.

    Parameters
    ----------
    files
        Files of cases, one JSON object a line: see docs/howto/access.md.
    format
        table, or json for one object a line.
    """
    return print_cases(run_policy_checks("no-new-access", files), format, show_answer)
