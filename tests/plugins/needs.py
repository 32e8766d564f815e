"""What a test needs of the machine: what is not there is told at the end, and fails in CI.

`@pytest.mark.needs("chromium")` names programs. Where one is missing, the test is skipped, and the
last lines of the run say that it was not run; where `CI` is set, as CI systems do, it fails: a
check that nobody runs is none. `skip_without` is for what cannot be installed.
"""

import os
import shutil
from typing import NoReturn

import pytest

LIKE_NO = {"", "0", "false"}


def pytest_runtest_setup(item: pytest.Item) -> None:
    tools = [tool for marker in item.iter_markers("needs") for tool in marker.args]
    if missing := [tool for tool in tools if not shutil.which(tool)]:
        text = f"{', '.join(missing)} is not installed; CONTRIBUTING.md says what tests need"
        if os.environ.get("CI", "").lower() not in LIKE_NO:
            pytest.fail(text, pytrace=False)
        pytest.skip(text)


def skip_without(what: str) -> NoReturn:
    """Skip the test that runs, because of the machine; the end of the run tells of it."""
    pytest.skip(f"this machine has no {what}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if not skipped:
        return
    terminalreporter.section("NOT TESTED HERE", sep="!", red=True, bold=True)
    for report in skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        terminalreporter.line(f"{report.nodeid}: {reason.removeprefix('Skipped: ')}")
