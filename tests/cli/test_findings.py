"""`ringwall findings`: lists by status, and one finding with its history."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from reported_records import CONTROL, GUARDDUTY, change

from ringwall.store.database.connection import open_database
from ringwall.store.home import Home
from ringwall.store.lake.snapshot import open_snapshot

Ringwall = Callable[..., Any]
KEY, SSH = "kms.key_rotates", "ec2.ssh_is_not_open"


def test_open_findings_are_listed_the_gravest_first(ringwall: Ringwall, audited_home: Path) -> None:
    found = ringwall("findings", "--answer", "fail", home=audited_home)
    assert found.code == 0
    assert found.lines[0].startswith(f"CRITICAL {SSH} ")
    severities = [line.split()[0] for line in found.lines]
    order = ("CRITICAL", "HIGH", "MEDIUM", "LOW")
    assert severities == sorted(severities, key=order.index)
    assert found.err.startswith(f"{len(found.lines)} findings, as of snapshot ")


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (("--rule", KEY), 1),
        (("list", "--rule", "kms.*", "--severity", "medium"), 1),
        (("--rule", KEY, "--status", "resolved"), 0),
        (("--rule", KEY, "--status", "all", "--layer", "data"), 1),
        (("--rule", KEY, "--account", "123456789012"), 1),
        (("--rule", KEY, "--region", "us-east-1"), 1),
        (("--rule", KEY, "--region", "global"), 0),
        (("--rule", KEY, "--text", "ROTATION"), 1),
        (("--rule", KEY, "--text", "nothing like it"), 0),
        (("--rule", KEY, "--answer", "unknown"), 0),
    ],
)
def test_options_narrow_the_list(
    ringwall: Ringwall, audited_home: Path, words: tuple[str, ...], count: int
) -> None:
    found = ringwall("findings", *words, home=audited_home)
    assert (found.code, len(found.lines)) == (0, count)


def test_json_and_uids(ringwall: Ringwall, audited_home: Path) -> None:
    (row,) = ringwall("findings", "--rule", KEY, "--format", "json", home=audited_home).objects
    (line,) = ringwall("findings", "--rule", KEY, "--uid", home=audited_home).lines
    assert line.split()[:3] == [row["uid"][:12], "MEDIUM", KEY]
    (line,) = ringwall(
        "findings", "--resource", row["resources"][0].rpartition("/")[2], "--rule", KEY,
        home=audited_home,
    ).lines  # fmt: skip
    assert row["resources"][0] in line


def test_one_finding_is_shown_with_its_history(ringwall: Ringwall, audited_home: Path) -> None:
    (row,) = ringwall("findings", "--rule", KEY, "--format", "json", home=audited_home).objects
    found = ringwall("findings", "show", row["uid"][:12], home=audited_home)
    assert found.code == 0
    assert found.lines[0].startswith(f"MEDIUM {KEY}: ")
    words = dict(line.split(maxsplit=1) for line in found.lines[1:9])
    assert words["uid"] == row["uid"]
    assert words["status"] == "open, fail: KeyRotationEnabled is false"
    assert words["playbook"] == "kms.rotate_key"
    assert "CIS AWS Foundations" in words["required"]
    (event,) = found.lines[9:]
    assert event.partition("  ")[2].startswith("opened (fail) in snapshot ")
    assert event.startswith("20")
    assert "+00:00  " in event


def test_a_finding_names_the_account_and_the_command_that_fixes_it(
    ringwall: Ringwall, account: Any, audited_home: Path
) -> None:
    (row,) = ringwall("findings", "--rule", KEY, "--format", "json", home=audited_home).objects
    lines = ringwall("findings", "show", row["uid"], home=audited_home).lines
    ((number, name),) = open_snapshot(audited_home / "estate").accounts.items()
    assert row["title"] in lines[0]
    assert lines[2].endswith(f" ({name} {number}, us-east-1)")
    (command,) = re.findall(r"Run `ringwall (.+)`\.", "\n".join(lines))
    assert ringwall(*command.split(), home=audited_home).lines[0].startswith("1. kms.enable_key")
    assert account.app.calls["kms:EnableKeyRotation"] == 0


def test_a_finding_is_shown_as_one_document(ringwall: Ringwall, audited_home: Path) -> None:
    (row,) = ringwall("findings", "--rule", KEY, "--format", "json", home=audited_home).objects
    (shown,) = ringwall(
        "findings", "show", row["uid"], "--format", "json", home=audited_home
    ).objects
    assert row.items() <= shown.items()
    assert shown["fix_command"] == f"ringwall fix {row['uid']}"
    assert [event["kind"] for event in shown["history"]] == ["opened"]
    (command,) = shown["aws_commands"]
    assert command.startswith(f"aws kms enable-key-rotation --key-id {row['resources'][0]}")


def test_unknowns_are_listed_by_cause_or_each(ringwall: Ringwall, audited_home: Path) -> None:
    words = ("findings", "--answer", "unknown")
    by_cause = ringwall(*words, home=audited_home)
    each = ringwall(*words, "--verbose", home=audited_home)
    assert len(by_cause.lines) < len(each.lines)
    assert by_cause.err == each.err  # the count is of findings
    assert each.err.startswith(f"{len(each.lines)} findings")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--account", "sandbox"), "no account sandbox here; there are "),
        (("--region", "eu-west-9"), "no region eu-west-9 here; there are "),
        (("--rule", "s3.nothing"), "no rule matches s3.nothing"),
        (("--rule", "kms.key_rotate"), "did you mean kms.key_rotates?"),
        (("--rule", KEY, "--layer", "response"), "--layer response takes none of them"),
        (("--rule", KEY, "--severity", "high"), "--severity high takes none of them"),
        (("--resource", "no-such-key"), "no resource no-such-key in the snapshot"),
        (("show", "ffffffffffff"), "ffffffffffff"),
    ],
)
def test_what_there_is_not_is_bad_input(
    ringwall: Ringwall, audited_home: Path, words: tuple[str, ...], named: str
) -> None:
    found = ringwall("findings", *words, home=audited_home)
    assert (found.code, found.out) == (64, "")
    assert named in found.err


@pytest.mark.parametrize("words", [(), ("--format", "json"), ("show", "a1"), ("list",)], ids=str)
def test_after_an_audit_that_failed_nothing_is_clean(
    ringwall: Ringwall, audited_home: Path, words: tuple[str, ...]
) -> None:
    for path in audited_home.glob("hub.sqlite*"):
        path.unlink()
    open_database(Home(audited_home).database_url)  # what an audit that fails leaves
    found = ringwall("findings", *words, home=audited_home)
    assert (found.code, found.out) == (2, "")
    assert "nothing was recorded here yet" in found.err


def test_findings_of_aws_are_imported_listed_and_shown(ringwall: Ringwall, tmp_path: Path) -> None:
    path = tmp_path / "found.json"
    title = "<b>\u001b[2Jx"
    path.write_text(json.dumps([change(GUARDDUTY, title=title), CONTROL, {"a": 1}]))
    done = ringwall("findings", "import", path)
    assert done.code == 1
    assert "record 3: no finding of" in done.err
    assert "2 findings read (guardduty 1, securityhub 1); 2 new; 1 incident opened" in done.err
    listed = ringwall("findings", "--rule", "guardduty.Stealth:*", "--uid")
    assert "MEDIUM guardduty.Stealth:IAMUser/CloudTrailLoggingDisabled" in listed.out
    assert "1 finding" in listed.err
    shown = ringwall("findings", "show", listed.out[:12])
    assert "opened by guardduty" in shown.out
    assert "\u001b" not in shown.out
