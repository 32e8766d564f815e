"""`ringwall collect`: what was read and what was not, on stderr."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ringwall.catalog.loader import load_tables
from ringwall.jobs.collect import CollectRequest
from ringwall.store.home import Home
from ringwall.store.lake.snapshot import open_snapshot

Ringwall = Callable[..., Any]
DETAILS = {
    "UserDetailList": [
        {
            "Arn": "arn:aws:iam::111122223333:user/a",
            "UserName": "a",
            "Path": "/",
            "GroupList": [],
            "AttachedManagedPolicies": [],
        }
    ],
    "RoleDetailList": [],
    "GroupDetailList": [],
    "Policies": [],
}
EVENT = {
    "eventTime": "2026-01-02T03:04:05Z",
    "eventSource": "sts.amazonaws.com",
    "eventName": "AssumeRole",
    "eventID": "1",
}


@pytest.fixture
def details(tmp_path: Path) -> Path:
    """Return a file with the IAM of an account of one user."""
    path = tmp_path / "details.json"
    path.write_text(json.dumps(DETAILS))
    return path


@pytest.fixture
def logs(tmp_path: Path, two_accounts: Any) -> Path:
    """Return a folder with one log file of one event."""
    two_accounts.write_log(tmp_path / "logs", [EVENT])
    return tmp_path / "logs"


def test_an_account_is_read_into_a_snapshot(
    ringwall: Ringwall, account: Any, tmp_path: Path
) -> None:
    words = ("--regions", "us-east-1", "--services", "kms, kms", "--workers", 2)
    found = ringwall("collect", *words, home=tmp_path)
    assert found.code == 0
    assert found.out == ""
    pattern = r"snapshot \S+: \d+ rows in (\d+) tables, 1 account, 1 region, \d+ calls"
    first, second = found.err.splitlines()
    read = re.fullmatch(pattern, first)
    left_out = re.fullmatch(
        r"left out on purpose: (\d+) tables; rules that need them will be unknown", second
    )
    assert read
    assert left_out
    assert read[1] == "3"  # keys, the statements of their policies, and aliases
    read_always = [table for table in load_tables().values() if not table.demanded]
    assert int(left_out[1]) == len(read_always) - 3
    assert account.app.calls["kms:ListKeys"] > 0
    assert ringwall("query", "select count(*) as n from estate.kms_key", home=tmp_path).lines == [
        "n",
        "1",
    ]


def test_a_refused_call_is_named_and_exits_2(
    ringwall: Ringwall, account: Any, tmp_path: Path
) -> None:
    account.app.deny("kms:ListKeys", "ec2:DescribeVolumes")
    found = ringwall("collect", "--regions", "us-east-1", "--services", "kms,ec2", home=tmp_path)
    assert found.code == 2
    refused = [line for line in found.err.splitlines() if line.startswith("not read: ")]
    assert [line.split(":")[1].split()[-1] for line in refused] == [
        "ec2_volume",
        "kms_alias",  # where there is no key, aliases are not asked for
        "kms_key",
        "policy_statement.kms_key",  # made from what was not read
    ]
    assert all(": denied  " in line for line in refused)
    assert "could not be read: 4 of these; rules that need them will be unknown" in found.err


def test_an_account_region_or_service_that_there_is_not(ringwall: Ringwall, account: Any) -> None:
    for words, named in (
        (("--accounts", "sandbox"), "no account sandbox in this organization; there are "),
        (("--regions", "eu-east-7"), "no region eu-east-7; there are "),
        (("--services", "s4"), "no service s4; there are "),
        (("--regions", ","), "an option with a list names nothing"),
        (("--workers", 0), "--workers"),
    ):
        found = ringwall("collect", *words)
        assert (found.code, found.out) == (64, "")
        assert named in found.err
    assert account.app.calls["kms:ListKeys"] == 0


def test_iam_is_read_from_a_file(ringwall: Ringwall, details: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    found = ringwall("collect", "--from", details, home=home)
    assert found.code == 0
    assert "1 account, 0 regions, " in found.err
    assert open_snapshot(home / "estate").source == "file"
    assert ringwall("query", "select user_name from estate.iam_user", home=home).lines[1:] == ["a"]


CHOICES = [("--accounts", "1"), ("--regions", "r"), ("--services", "s3"), ("--blueprint", "b")]


@pytest.mark.usefixtures("account")
def test_a_blueprint_that_is_not_there_is_said(ringwall: Ringwall, tmp_path: Path) -> None:
    words = ("--regions", "us-east-1", "--services", "kms", "--blueprint")
    found = ringwall("collect", *words, tmp_path / "none.yaml", home=tmp_path / "home")
    assert found.code == 64
    assert "none.yaml: No such file" in found.err


@pytest.mark.parametrize("more", CHOICES)
def test_files_are_of_no_other_account_region_or_service(
    ringwall: Ringwall, details: Path, more: tuple[str, str]
) -> None:
    found = ringwall("collect", "--from", details, *more)
    assert found.code == 64
    assert "--from reads files" in found.err


@pytest.mark.parametrize(
    ("content", "place"),
    [('{"UserDetailList": [', ":1:"), ("{}", "get-account-authorization-details"), ("\xff", ":1")],
)
def test_a_broken_file_is_named_with_its_place_and_loses_nothing(
    ringwall: Ringwall, details: Path, tmp_path: Path, content: str, place: str
) -> None:
    home = tmp_path / "home"
    assert ringwall("collect", "--from", details, home=home).code == 0
    before = open_snapshot(home / "estate").id
    broken = tmp_path / "broken.json"
    broken.write_bytes(content.encode("latin-1"))
    found = ringwall("collect", "--from", broken, home=home)
    assert found.code == 64
    assert "broken.json" in found.err
    assert place in found.err
    assert open_snapshot(home / "estate").id == before


def test_a_second_writer_learns_who_is_first(
    ringwall: Ringwall, details: Path, tmp_path: Path
) -> None:
    with Home(tmp_path / "home").lock("collect"):
        found = ringwall("collect", "--from", details)
    assert found.code == 64
    assert "in use by `ringwall collect" in found.err


def test_events_are_collected_once(ringwall: Ringwall, logs: Path) -> None:
    found = ringwall("collect", "--cloudtrail", logs)
    assert (found.code, found.out) == (0, "")
    assert found.err == ("1 event from 1 file, 2026-01-02 03:04:05 to 2026-01-02 03:04:05 UTC\n")
    found = ringwall("collect", "--cloudtrail", logs)
    assert found.code == 0
    assert found.err == "0 events from 0 files; 1 file read before\n"
    assert ringwall("query", "select event_name from logs.cloudtrail").out == (
        "event_name\nAssumeRole\n"
    )


def test_what_is_no_log_file_is_counted(ringwall: Ringwall, logs: Path) -> None:
    (logs / "README.txt").write_text("not a log")
    (logs / "CloudTrail-Digest").mkdir()
    (logs / "CloudTrail-Digest" / "d.json.gz").write_bytes(b"")
    found = ringwall("collect", "--cloudtrail", logs)
    assert found.code == 0
    skipped = f"; 1 other file skipped (no log that Ringwall knows: {logs / 'README.txt'})"
    assert f"; 1 digest skipped{skipped}\n" in found.err
    for number in range(4):
        (logs / f"a{number}.txt").write_text("not a log")
    err = ringwall("collect", "--cloudtrail", logs).err
    assert "5 other files skipped (no log" in err
    assert "a1.txt and 2 more)" in err


def test_log_files_that_cannot_be_read_are_named_and_exit_2(ringwall: Ringwall, logs: Path) -> None:
    for number in range(22):
        (logs / f"b{number:02}.json").write_text('{"Records": [')
    found = ringwall("collect", "--cloudtrail", logs)
    assert found.code == 2
    lines = found.err.splitlines()
    assert lines[0].startswith(f"{logs / 'b00.json'}: broken JSON")
    assert lines[-2] == ("... and 2 more that could not be read: select * from logs.quarantine")
    assert lines[-1].startswith("1 event from 23 files, ")
    assert lines[-1].endswith("; 22 not read completely")


@pytest.mark.parametrize("more", [*CHOICES, ("--from", "f")])
def test_log_files_go_with_no_other_option(
    ringwall: Ringwall, logs: Path, more: tuple[str, str]
) -> None:
    found = ringwall("collect", "--cloudtrail", logs, *more)
    assert found.code == 64
    assert "--cloudtrail reads log files" in found.err


def test_a_folder_without_log_files_is_bad_input(ringwall: Ringwall, tmp_path: Path) -> None:
    assert ringwall("collect", "--cloudtrail", tmp_path).code == 64
    assert ringwall("collect", "--cloudtrail", tmp_path / "none").code == 64


def test_no_credentials_are_named_with_what_to_do(ringwall: Ringwall) -> None:
    found = ringwall("collect")
    assert found.code == 2
    assert "no AWS credentials" in found.err
    assert "--profile" in found.err


def test_the_default_of_workers_is_that_of_the_job(ringwall: Ringwall) -> None:
    printed = " ".join(ringwall("collect", "--help").out.split())
    assert f"[default: {CollectRequest().workers}]" in printed
