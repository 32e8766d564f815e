"""What CloudTrail shows of a home folder's principals."""

from datetime import datetime
from pathlib import Path

import pytest

from ringwall.jobs.access.organization import open_organization
from ringwall.jobs.access.usage import LoggedTime, describe_windows, read_usage
from ringwall.model.errors import NotCollected

PROD, DEV = "111111111111", "222222222222"
APP = f"arn:aws:iam::{PROD}:role/app"


def test_windows_by_account_and_uses_by_principal(two_accounts_home: Path) -> None:
    organization = open_organization(two_accounts_home)
    windows, uses = read_usage(two_accounts_home, organization)
    assert windows.keys() == {PROD}
    assert windows[PROD].events == 3
    assert windows[PROD].first == datetime(2026, 1, 1)  # noqa: DTZ001 - tables hold UTC without zone
    (used,) = uses[APP]
    assert (used.action, used.count, used.resource) == ("s3:getobject", 3, "arn:aws:s3:::data/k")


def test_accounts_without_events_are_named_too(two_accounts_home: Path) -> None:
    organization = open_organization(two_accounts_home)
    windows, _ = read_usage(two_accounts_home, organization)
    assert describe_windows((DEV, PROD, DEV), windows) == (
        LoggedTime(PROD, events=3, days=2),
        LoggedTime(DEV, events=0, days=0),
    )
    assert describe_windows((), windows) == ()


def test_without_logs_it_says_what_to_run(two_accounts_home: Path, tmp_path: Path) -> None:
    organization = open_organization(two_accounts_home)
    with pytest.raises(NotCollected, match="run `ringwall collect --cloudtrail FOLDER`"):
        read_usage(tmp_path, organization)
