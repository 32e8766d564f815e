"""`ringwall audit`: findings on stdout, the summary on stderr, and what the exit code says."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Ringwall = Callable[..., Any]
KEY, SSH = "kms.key_rotates", "ec2.ssh_is_not_open"


def test_findings_stand_by_layer_and_the_summary_last(
    ringwall: Ringwall, audited_home: Path
) -> None:
    found = ringwall("audit", home=audited_home)
    assert found.code == 1
    assert "infrastructure: " in found.out
    assert any(line.startswith(f"CRITICAL {SSH} arn:aws:ec2:") for line in found.lines)
    lines = found.err.splitlines()
    assert lines[1].split() == [
        *("layer", "critical", "high", "medium", "low", "unknown", "pass", "score"),
    ]
    assert [line.split()[0] for line in lines[2:9]] == [
        *("accounts", "identity", "infrastructure", "data", "detection", "response", "all"),
    ]
    assert lines[2].split()[-3:] == ["0", "to", "70"]  # nothing of the layer was collected
    assert lines[10].startswith("0 new, 0 reopened, 0 resolved, ")
    assert lines[-1] == (
        "next: `ringwall findings --uid` to look into one, `ringwall fix` to fix it"
    )


def test_one_rule_in_json(ringwall: Ringwall, audited_home: Path) -> None:
    found = ringwall("audit", "--rule", KEY, "--format", "json", home=audited_home)
    (row,) = found.objects
    assert (found.code, row["rule"], row["answer"]) == (1, KEY, "fail")
    assert "next:" not in found.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--rule", KEY), 1),
        (("--rule", KEY, "--fail-on", "high"), 0),
        (("--rule", "iam.root_has_mfa"), 2),
        (("--rule", "iam.root_has_mfa", "--rule", KEY, "--fail-on", "critical"), 2),
        (("--layer", "accounts"), 2),
    ],
)
def test_exit_code(
    ringwall: Ringwall, audited_home: Path, words: tuple[str, ...], code: int
) -> None:
    assert ringwall("audit", *words, home=audited_home).code == code


def test_choices_that_leave_no_rule_exit_64(ringwall: Ringwall, audited_home: Path) -> None:
    found = ringwall("audit", "--rule", "kms.*", "--layer", "identity", home=audited_home)
    assert (found.code, found.out) == (64, "")
    assert "no rule is left: --rule kms.* takes " in found.err
    assert found.err.endswith(", --layer identity takes none of them\n")


@pytest.mark.parametrize("form", ["csv", "sarif", "html"])
def test_each_format_is_written(ringwall: Ringwall, audited_home: Path, form: str) -> None:
    found = ringwall("audit", "--rule", KEY, "--format", form, home=audited_home)
    assert found.code == 1
    if form == "csv":
        header, row = csv.reader(found.lines)
        assert dict(zip(header, row, strict=True))["rule"] == KEY
    elif form == "html":
        assert found.out.startswith("<!doctype html>")
    else:
        assert KEY in json.dumps(json.loads(found.out))


def test_an_older_snapshot_is_judged_and_not_recorded(
    ringwall: Ringwall, account: Any, audited_home: Path
) -> None:
    (old,) = ringwall("snapshots", "--format", "json", home=audited_home).objects
    key = account.client("kms").list_keys()["Keys"][0]["KeyId"]
    account.client("kms").enable_key_rotation(KeyId=key)
    collect = ("collect", "--regions", "us-east-1", "--services", "kms")
    assert ringwall(*collect, home=audited_home).code == 0
    found = ringwall("audit", "--rule", KEY, home=audited_home)
    assert found.code == 0
    assert "1 resolved" in found.err
    found = ringwall("audit", "--rule", KEY, "--snapshot", old["snapshot"], home=audited_home)
    assert found.code == 1
    assert f"{old['snapshot']} is not the latest snapshot that was audited" in found.err
    assert ringwall("findings", "--rule", KEY, home=audited_home).lines == []


def test_gaps_are_counted(ringwall: Ringwall, account: Any, tmp_path: Path) -> None:
    account.app.deny("kms:ListKeys")
    words = ("--regions", "us-east-1", "--services", "kms")
    assert ringwall("collect", *words, home=tmp_path).code == 2
    found = ringwall("audit", "--rule", KEY, home=tmp_path)
    assert found.code == 2
    assert found.lines[-1].startswith(f"UNKNOWN {KEY} ")
    assert "3 gaps in what was read: `ringwall report` lists them" in found.err


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--rule", "s3.nothing"), "no rule matches s3.nothing"),
        (("--snapshot", "1999"), "1999"),
        (("--rules", "missing"), "missing"),
    ],
)
def test_what_there_is_not_is_bad_input(
    ringwall: Ringwall, audited_home: Path, words: tuple[str, ...], named: str
) -> None:
    found = ringwall("audit", *words, home=audited_home)
    assert (found.code, found.out) == (64, "")
    assert named in found.err


def test_a_broken_rule_is_named_with_file_and_line(
    ringwall: Ringwall, audited_home: Path, tmp_path: Path
) -> None:
    path = tmp_path / "rules" / "iam" / "controls" / "user_is_good.sql"
    path.parent.mkdir(parents=True)
    path.write_text('/*\ntitle = "x"\nlayer = "cloud"\n*/\nselect 1\n')
    found = ringwall("audit", "--rules", tmp_path / "rules", home=audited_home)
    assert found.code == 64
    assert "user_is_good.sql:" in found.err


def test_a_framework_is_told_requirement_by_requirement(
    ringwall: Ringwall, audited_home: Path
) -> None:
    found = ringwall("audit", "--framework", "cis_7_0", "--format", "json", home=audited_home)
    rows = {row["requirement"]: row for row in found.objects}
    assert (found.code, len(rows)) == (1, 70)
    assert rows["4.6"]["standing"] == "failing", rows["4.6"]
    assert rows["2.2"]["standing"] == "by hand"
    table = ringwall("audit", "--framework", "cis_7_0", home=audited_home)
    assert table.out.splitlines()[-1].startswith("CIS AWS Foundations 7.0.0: ")


def test_findings_of_a_framework_are_those_of_its_rules(
    ringwall: Ringwall, audited_home: Path
) -> None:
    found = ringwall("audit", "--framework", "cis_7_0", "--format", "ocsf", home=audited_home)
    assert found.objects
    assert all("CIS AWS Foundations 7.0.0" in str(row) for row in found.objects)
