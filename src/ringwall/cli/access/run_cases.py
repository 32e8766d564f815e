"""`ringwall access test`: access cases of files."""

from pathlib import Path

from ringwall.cli.access.case_lines import print_cases, show_decision
from ringwall.cli.access.options import QuestionOptions
from ringwall.cli.terminal import Terminal
from ringwall.jobs.access.cases import run_access_cases


def run_cases(*files: Path, options: QuestionOptions | None = None) -> int:
    """Run the access cases of files; exit 1 where a verdict is not the expected one.

    A case without policies is about the snapshot.

    Parameters
    ----------
    files
        Files of cases, one JSON object a line: see docs/howto/access.md.
    """
    asked = options or QuestionOptions()
    cases = run_access_cases(asked.home, files, Terminal(), asked.snapshot)
    return print_cases(cases, asked.format, show_decision)
