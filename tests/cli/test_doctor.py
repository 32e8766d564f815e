"""`ringwall doctor`: who we are, what can be read, and which rules would be unknown."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ringwall.catalog.loader import load_rules
from ringwall.store.lake.snapshot import open_snapshot

Ringwall = Callable[..., Any]
REGION = ("--regions", "us-east-1")


def test_an_account_that_can_be_read(ringwall: Ringwall, account: Any, audited_home: Path) -> None:
    account.client("organizations").create_organization(FeatureSet="ALL")
    snapshot = open_snapshot(audited_home / "estate").id
    found = ringwall("doctor", *REGION, home=audited_home)
    assert found.code == 0
    assert found.lines[0].startswith("ringwall 0.1.0, Python 3.")
    assert found.lines[1:] == [
        f"home         {audited_home}: current snapshot {snapshot}, files as they were written",
        "credentials  arn:aws:iam::123456789012:user/operator",
        "accounts     1 active of 1, as listed by AWS Organizations",
        "regions      us-east-1",
        f"{len(load_rules())} of {len(load_rules())} rules can be decided everywhere",
    ]


def test_refused_calls_and_the_rules_that_need_them(
    ringwall: Ringwall, account: Any, audited_home: Path
) -> None:
    account.app.deny("kms:GetKeyRotationStatus", "organizations:DescribeOrganization")
    found = ringwall("doctor", *REGION, home=audited_home)
    assert found.code == 2
    assert "accounts     1 active of 1, the caller's own" in found.lines
    assert any(line.startswith("organization cannot be read: ") for line in found.lines)
    refused = [line for line in found.lines if line.startswith("denied ")]
    for where in (r"global organizations_organization", r"us-east-1 kms_key\.\w+"):
        assert any(re.match(rf"denied {{10}}123456789012 {where}  ", line) for line in refused)
    # All of them ask whether there is an organization, or for the key's rotation.
    asked = "organizations.describe_organization|kms.get_key_"
    assert all(re.search(asked, line) for line in refused)
    assert any(line.startswith("UNKNOWN kms.key_rotates  ") for line in found.lines)
    assert not any("s3.bucket_is_versioned" in line for line in found.lines)
    known, _, every = found.lines[-1].split()[:3]
    assert int(known) < int(every) == len(load_rules())


def test_a_damaged_snapshot_exits_2(ringwall: Ringwall, account: Any, audited_home: Path) -> None:
    account.client("organizations").create_organization(FeatureSet="ALL")
    file = open_snapshot(audited_home / "estate").path / "kms_key.parquet"
    content = file.read_bytes()
    file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    found = ringwall("doctor", *REGION, home=audited_home)
    assert found.code == 2
    assert "kms_key.parquet: changed since it was written" in found.lines[1]
    assert found.lines[-1].startswith(f"{len(load_rules())} of ")


def test_a_damaged_database_exits_2(ringwall: Ringwall, account: Any, audited_home: Path) -> None:
    account.client("organizations").create_organization(FeatureSet="ALL")
    for file in audited_home.glob("hub.sqlite*"):
        file.write_bytes(b"no database" * 500)
    found = ringwall("doctor", *REGION, home=audited_home)
    assert found.code == 2
    assert "hub.sqlite: damaged" in found.lines[1]
    assert found.lines[-1].startswith(f"{len(load_rules())} of ")


def test_a_home_without_a_snapshot_is_said(ringwall: Ringwall, tmp_path: Path) -> None:
    assert f"home         {tmp_path}: no snapshot yet" in ringwall("doctor", home=tmp_path).lines


def test_without_credentials_it_says_what_to_do(ringwall: Ringwall) -> None:
    found = ringwall("doctor")
    assert found.code == 2
    assert found.lines[-1].startswith("home ")
    assert "no AWS credentials" in found.err


def test_an_account_that_there_is_not_is_bad_input(ringwall: Ringwall, account: Any) -> None:
    assert account.url
    found = ringwall("doctor", "--accounts", "sandbox")
    assert found.code == 64
    assert "no account sandbox in this organization" in found.err
