"""Permissions that were granted and are not used."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from ringwall.jobs.access.unused import list_unused
from ringwall.jobs.access.usage import LoggedTime
from ringwall.jobs.logs import ingest_logs
from ringwall.model.errors import BadInput, NotCollected

PROD, DEV = "111111111111", "222222222222"
APP, CI = f"arn:aws:iam::{PROD}:role/app", f"arn:aws:iam::{DEV}:role/ci"


def test_a_service_of_which_nothing_is_used_is_a_finding(two_accounts_home: Path) -> None:
    found = list_unused(two_accounts_home)
    assert {row["verdict"] for row in found.found} == {"unused"}
    assert APP not in {row["principal"] for row in found.found}
    assert len(found.rows) > len(found.found)
    assert found.outcome == "findings"
    assert [window.account_id for window in found.windows] == [PROD, DEV]


def test_each_action_that_is_not_used(two_accounts_home: Path) -> None:
    found = list_unused(two_accounts_home, APP, actions=True)
    (row,) = found.found
    assert (row["service"], row["used"], row["unused"], row["unknown"]) == (
        "s3",
        ["s3:GetObject"],
        ["s3:PutObject"],
        [],
    )
    assert f"{row['last_used']:%Y-%m-%d}" == "2026-01-03"
    assert found.windows == (LoggedTime(PROD, events=3, days=2),)
    assert found.outcome == "findings"


def test_a_service_of_which_something_is_used_is_none(two_accounts_home: Path) -> None:
    found = list_unused(two_accounts_home, "app")
    assert (found.found, len(found.rows), found.outcome) == ((), 1, "clean")


def test_of_an_account_without_logs_nothing_is_known(two_accounts_home: Path) -> None:
    found = list_unused(two_accounts_home, CI)
    assert (found.rows, found.outcome) == ((), "unknown")
    assert found.windows == (LoggedTime(DEV),)


def test_what_there_is_not(two_accounts_home: Path, two_accounts: Any, tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        list_unused(two_accounts_home, "nobody")
    two_accounts.write(tmp_path, two_accounts.rows())
    with pytest.raises(NotCollected):
        list_unused(tmp_path)


def test_one_page_of_the_logs_leaves_what_it_does_not_show_unknown(
    two_accounts_home: Path, two_accounts: Any, events: Any, tmp_path: Path
) -> None:
    home, page = tmp_path / "home", tmp_path / "page.json"
    shutil.copytree(two_accounts_home, home)
    event = two_accounts.event(8, "GetObject", "arn:aws:s3:::data/k")
    page.write_text(json.dumps({"Events": [event], "NextToken": "more"}))
    assert ingest_logs(home, [page], events).outcome == "unknown"
    found = list_unused(home, APP, actions=True)
    assert (found.found, found.outcome) == ((), "unknown")
    assert [row["unknown"] for row in found.rows] == [["s3:PutObject"]]
    assert found.gaps[-1] == (
        f"{PROD}: not all of page.json was read; what is not seen there is unknown"
    )
    page.write_text(json.dumps({"Events": [event]}))
    ingest_logs(home, [page], events)
    again = list_unused(home, APP, actions=True)
    assert (again.outcome, again.gaps) == ("findings", ())
