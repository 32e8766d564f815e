"""What a snapshot holds and what it lacks."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from ringwall.catalog.loader import load_tables
from ringwall.jobs.gaps import read_gaps, summarize_snapshot
from ringwall.model.coverage import ROW, Coverage
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.lake.snapshot import Snapshot, SnapshotWriter, attach_snapshot


def test_figures_of_a_snapshot(snapshot_with_gaps: Snapshot) -> None:
    found = summarize_snapshot(snapshot_with_gaps, 12)
    assert found.snapshot == snapshot_with_gaps.id
    assert (found.rows, found.accounts, found.regions) == (5, 2, 2)
    assert found.tables == 3  # what somebody asked for; the snapshot has a file of each table
    assert found.calls == 12
    assert found.skipped == 1  # a table, in two regions


def test_a_table_that_was_left_out_everywhere_is_not_counted_as_read(
    tmp_path: Path, two_accounts: Any
) -> None:
    """A table that was read in one account was read."""
    left_out = Coverage("1", "global", "s3_bucket", "list", "not_collected", calls=0)
    writer = SnapshotWriter(tmp_path / "estate", load_tables())
    writer.add_coverage(
        Coverage("1", "global", name, "list", "not_collected", calls=0)
        for name in load_tables()
        if name not in {"iam_role", "s3_bucket"}
    )
    writer.add_coverage(
        (
            left_out,
            replace(left_out, account_id="2", status="ok"),
            Coverage("1", "global", "iam_role", "list", "ok"),
        )
    )
    writer.add("iam_role", two_accounts.rows()["iam_role"])
    found = summarize_snapshot(writer.finish("test", {"1": "prod"}, ("us-east-1",)))
    assert (found.tables, found.skipped) == (2, len(load_tables()) - 2)


def test_gaps_stand_by_status_and_a_region_that_is_off_hides_nothing(
    snapshot_with_gaps: Snapshot,
) -> None:
    found = summarize_snapshot(snapshot_with_gaps)
    assert [gap.status for gap in found.gaps] == ["denied", "region_disabled", "throttled"]
    assert [gap.status for gap in found.unread] == ["denied", "throttled"]
    assert found.outcome == "unknown"


def test_what_went_the_same_way_is_one_gap(snapshot_with_gaps: Snapshot) -> None:
    with EmbeddedEngine(snapshot_with_gaps.path, threads=1) as engine:
        attach_snapshot(engine, snapshot_with_gaps, load_tables().values())
        gaps = read_gaps(engine)
    (policies,) = (gap for gap in gaps if gap.table_name == "s3_bucket")
    assert (policies.resource, policies.calls, policies.error) == ("", 3, "no a")
    (keys,) = (gap for gap in gaps if gap.table_name == "kms_key")
    assert (keys.account_id, keys.region, keys.status, keys.error) == (
        "2",
        "us-east-1",
        "throttled",
        "slow down",
    )
    assert [gap.account_id for gap in gaps] == sorted(gap.account_id for gap in gaps)
    assert len(gaps) == 5


def test_each_row_that_was_left_out_is_named(tmp_path: Path) -> None:
    writer = SnapshotWriter(tmp_path / "estate", load_tables())
    names = [f"arn:{number}" for number in range(11)]
    writer.add_coverage(
        Coverage("1", "global", "iam_user", ROW, "failed", name, error=f"{name} is none")
        for name in names
    )
    found = summarize_snapshot(writer.finish("test", {"1": "prod"}, ()))
    assert {gap.resource for gap in found.gaps} == set(names)
    assert {gap.error for gap in found.gaps} == {f"{name} is none" for name in names}


def test_without_gaps_it_is_clean(tmp_path: Path) -> None:
    writer = SnapshotWriter(tmp_path / "estate", load_tables())
    writer.add_coverage([Coverage("1", "global", "iam_user", "list", "ok")])
    found = summarize_snapshot(writer.finish("test", {"1": "prod"}, ()))
    assert (found.outcome, found.gaps, found.skipped) == ("clean", (), 0)
