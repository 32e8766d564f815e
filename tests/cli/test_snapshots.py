"""`ringwall snapshots`: list, compare, verify, prune."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ringwall.store.lake.snapshot import open_snapshot

Ringwall = Callable[..., Any]
ADMIN = "arn:aws:iam::111111111111:role/admin"


@pytest.fixture
def pair(two_accounts: Any, tmp_path: Path) -> tuple[str, str]:
    """Return the ids of two snapshots; the later one lacks a role, and a bucket has a policy."""
    rows = two_accounts.rows()
    old = two_accounts.write(tmp_path / "home", rows)
    rows["iam_role"] = [role for role in rows["iam_role"] if role["arn"] != ADMIN]
    data, *others = rows["s3_bucket"]
    rows["s3_bucket"] = [{**data, "object_ownership": "ObjectWriter\x1b"}, *others]
    return old, two_accounts.write(tmp_path / "home", rows)


def test_snapshots_are_listed_oldest_first(ringwall: Ringwall, pair: tuple[str, str]) -> None:
    found = ringwall("snapshots")
    assert found.code == 0
    header, *lines = (line.split("\t") for line in found.lines)
    assert header == ["snapshot", "created", "source", "accounts", "regions", "resources"]
    assert [line[0] for line in lines] == list(pair)
    assert lines[0][2:5] == ["test", "2", "1"]
    rows = ringwall("snapshots", "list", "--format", "json").objects
    assert [row["snapshot"] for row in rows] == list(pair)
    assert rows[0]["resources"] == rows[1]["resources"] + 1


def test_without_any_it_says_what_makes_one(ringwall: Ringwall) -> None:
    found = ringwall("snapshots")
    assert (found.code, len(found.lines)) == (0, 1)
    assert found.err == "no snapshot yet: `ringwall collect` makes one\n"


def test_a_damaged_one_is_named_and_exits_64(
    ringwall: Ringwall, pair: tuple[str, str], tmp_path: Path
) -> None:
    (tmp_path / "home" / "estate" / pair[0] / "manifest.json").unlink()
    found = ringwall("snapshots")
    assert found.code == 64
    assert len(found.lines) == 2
    assert f"{pair[0]}/manifest.json: is missing" in found.err


def test_where_all_are_damaged_nobody_says_that_there_is_none(
    ringwall: Ringwall, pair: tuple[str, str], tmp_path: Path
) -> None:
    for id_ in pair:
        (tmp_path / "home" / "estate" / id_ / "manifest.json").unlink()
    found = ringwall("snapshots")
    assert found.code == 64
    assert "no snapshot yet" not in found.err
    assert [line.startswith("ringwall: ") for line in found.err.splitlines()] == [True, True]


def test_what_changed_is_a_line_each(ringwall: Ringwall, pair: tuple[str, str]) -> None:
    found = ringwall("snapshots", "diff", pair[0])
    assert found.code == 1
    assert found.lines == [
        f"removed iam_role {ADMIN}",
        (
            "changed s3_bucket arn:aws:s3:::data  object_ownership: "
            r"'BucketOwnerEnforced' -> 'ObjectWriter\x1b'"
        ),
    ]
    assert found.err == f"2 differences between {pair[0]} and {pair[1]}\n"
    rows = ringwall("snapshots", "diff", *pair, "--format", "json").objects
    assert [row["kind"] for row in rows] == ["removed", "changed"]
    assert rows[1]["columns"]["object_ownership"][1] == "ObjectWriter\x1b"


def test_equal_snapshots_do_not_differ(ringwall: Ringwall, pair: tuple[str, str]) -> None:
    found = ringwall("snapshots", "diff", pair[1])
    assert (found.code, found.out) == (0, "")
    assert found.err.startswith("0 differences between ")


def test_every_file_is_verified(ringwall: Ringwall, pair: tuple[str, str], tmp_path: Path) -> None:
    found = ringwall("snapshots", "verify", pair[0])
    assert found.code == 0
    assert found.err.startswith(f"{pair[0]}: ")
    assert found.err.endswith(" files as they were written\n")
    file = open_snapshot(tmp_path / "home" / "estate").path / "s3_bucket.parquet"
    content = file.read_bytes()
    file.write_bytes(bytes([content[0] ^ 1]) + content[1:])
    found = ringwall("snapshots", "verify")
    assert found.code == 64
    assert "s3_bucket.parquet: changed since it was written" in found.err


def test_all_but_the_newest_are_deleted(ringwall: Ringwall, pair: tuple[str, str]) -> None:
    found = ringwall("snapshots", "prune", "--keep", 1)
    assert (found.code, found.err) == (0, "deleted 1 snapshot\n")
    (row,) = ringwall("snapshots", "--format", "json").objects
    assert row["snapshot"] == pair[1]


def test_old_ones_are_deleted_and_the_current_one_stays(
    ringwall: Ringwall, pair: tuple[str, str], tmp_path: Path
) -> None:
    assert ringwall("snapshots", "prune", "--older-than", "1h").err == "deleted 0 snapshots\n"
    for name in pair:
        path = tmp_path / "home" / "estate" / name / "manifest.json"
        manifest = json.loads(path.read_text())
        path.write_text(json.dumps({**manifest, "created_at": "2020-01-01T00:00:00+00:00"}))
        os.utime(path, (time.time(), time.time()))
    assert ringwall("snapshots", "prune", "--older-than", "8w").err == "deleted 1 snapshot\n"
    assert [row["snapshot"] for row in ringwall("snapshots", "--format", "json").objects] == [
        pair[1]
    ]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("diff", "1999"), "1999"),
        (("verify", "1999"), "1999"),
        (("prune",), "name either --keep N or --older-than 30d"),
        (("prune", "--keep", "1", "--older-than", "1d"), "name either --keep N"),
        (("prune", "--keep", "0"), "--keep"),
        (("prune", "--older-than", "soon"), "--older-than soon: write a number and h, d or w"),
        (("prune", "--older-than", "1y"), "--older-than 1y"),
    ],
)
def test_bad_use(
    ringwall: Ringwall, pair: tuple[str, str], words: tuple[str, ...], named: str
) -> None:
    found = ringwall("snapshots", *words)
    assert (found.code, found.out) == (64, "")
    assert named in found.err
    assert len(ringwall("snapshots").lines) == 1 + len(pair)
