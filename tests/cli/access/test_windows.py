"""What was read of CloudTrail, a line for each account."""

import pytest

from ringwall.cli.access.windows import print_windows
from ringwall.jobs.access.usage import LoggedTime


def test_accounts_with_and_without_events(capsys: pytest.CaptureFixture[str]) -> None:
    print_windows([LoggedTime("1", events=1, days=1), LoggedTime("2", 1200, 90), LoggedTime("3")])
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines() == [
        "account 1: 1 event over 1 day",
        "account 2: 1200 events over 90 days",
        "account 3: no events; what is used is not known",
    ]
