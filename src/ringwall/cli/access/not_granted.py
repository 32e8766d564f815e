"""`ringwall access not-granted`: cases of policies that must not grant some access."""

from pathlib import Path

from ringwall.cli.access.case_lines import print_cases, show_answer
from ringwall.cli.output import RowFormat
from ringwall.jobs.access.cases import run_policy_checks


def not_granted(*files: Path, format: RowFormat = "table") -> int:
    """Run cases of policies that must not grant some access; exit 1 where one is not as expected.

    Parameters
    ----------
    files
        Files of cases, one JSON object a line: see docs/howto/access.md.
    format
        table, or json for one object a line.
    """
    return print_cases(run_policy_checks("not-granted", files), format, show_answer)
