"""Snapshots: whole or not at all, typed, and never taken for what they are not."""

import json
import resource
import subprocess
import sys
import textwrap
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ringwall.model.coverage import Coverage
from ringwall.model.errors import BadInput, DamagedSnapshot, NotCollected, StorageFailed
from ringwall.model.table import Row, Table, boolean, document, integer, moment, text, texts
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.lake.snapshot import (
    Snapshot,
    SnapshotWriter,
    attach_snapshot,
    check_snapshot,
    list_snapshots,
    open_snapshot,
    prune_snapshots,
    remove_child,
    remove_partials,
    sort_snapshots,
)

BUCKET = Table(
    name="bucket",
    doc="A bucket.",
    columns=(
        text("name", "Name", "Its name."),
        boolean("is_public", "Public", "Is public."),
        integer("size", "Size", "Bytes."),
        moment("created_at", "Created", "When it was made."),
        texts("principals", "Principals", "Who may read."),
        document("policy", "Policy", "Its policy."),
    ),
)
OWNER = Table(name="owner", doc="An owner.", columns=(text("name", "Name", "Its name."),))
TABLES = {"bucket": BUCKET, "owner": OWNER}
PLACE: Row = {"partition": "aws", "account_id": "111111111111", "region": "eu-west-1"}


def write(estate: Path, *rows: Row, tables: dict[str, Table] | None = None) -> Snapshot:
    writer = SnapshotWriter(estate, tables or TABLES)
    writer.add("bucket", [{**PLACE, "arn": "a", **row} for row in rows])
    writer.add_coverage([Coverage("111111111111", "eu-west-1", "bucket", "list", "ok")])
    return writer.finish("test", {"111111111111": "prod"}, ("eu-west-1",))


def read(snapshot: Snapshot, sql: str, tables: dict[str, Table] | None = None) -> list[Row]:
    with EmbeddedEngine(snapshot.path, threads=1) as engine:
        attach_snapshot(engine, snapshot, (tables or TABLES).values())
        return engine.rows(sql)


def test_values_come_back_as_they_were(tmp_path: Path) -> None:
    snapshot = write(
        tmp_path,
        {
            "name": "",
            "is_public": False,
            "size": 2**63 - 1,
            "created_at": datetime.fromisoformat("2026-01-02T03:04:05+02:00"),
            "principals": [],
            "policy": {},
        },
        {"name": "ünïcode \U0001f512", "principals": ["a", "b"], "policy": '{"a":1}'},
    )
    own = ", ".join(column.name for column in BUCKET.columns)
    first, second = read(snapshot, f"select {own} from estate.bucket")
    assert first == {
        "name": "",
        "is_public": False,
        "size": 2**63 - 1,
        "created_at": datetime.fromisoformat("2026-01-02T01:04:05"),
        "principals": [],
        "policy": "{}",
    }
    assert second == {
        "name": "ünïcode \U0001f512",
        "is_public": None,
        "size": None,
        "created_at": None,
        "principals": ["a", "b"],
        "policy": '{"a":1}',
    }


def test_a_value_that_does_not_fit_becomes_unknown_and_a_gap(tmp_path: Path) -> None:
    snapshot = write(
        tmp_path,
        {"arn": "huge", "size": 2**63},
        {"arn": "half", "name": "\ud800"},
        {"arn": "nan", "policy": {"x": float("nan")}},
        {"arn": "good", "name": "n", "size": 1},
    )
    rows = read(snapshot, "select arn, name, size, policy from estate.bucket order by arn")
    assert [tuple(row.values()) for row in rows] == [
        ("good", "n", 1, None),
        ("half", None, None, None),
        ("huge", None, None, None),
        ("nan", None, None, None),
    ]
    gaps = read(snapshot, "select * from estate.coverage where status <> 'ok' order by resource")
    assert [(g["resource"], g["aspect"], g["status"], g["table_name"]) for g in gaps] == [
        ("half", "name", "failed", "bucket"),
        ("huge", "size", "failed", "bucket"),
        ("nan", "policy", "failed", "bucket"),
    ]


def test_a_table_without_rows_is_there_and_empty(tmp_path: Path) -> None:
    snapshot = write(tmp_path)
    assert read(snapshot, "select * from estate.owner") == []
    assert snapshot.tables["owner"].rows == 0


def test_columns_that_an_older_ringwall_did_not_write_are_unknown(tmp_path: Path) -> None:
    old = Table(name="bucket", doc="", columns=BUCKET.columns[:1])
    snapshot = write(tmp_path, {"name": "x"}, tables={"bucket": old})
    assert read(snapshot, "select name, is_public, size from estate.bucket") == [
        {"name": "x", "is_public": None, "size": None}
    ]
    assert read(snapshot, "select * from estate.owner") == []


def test_a_column_whose_type_has_changed_is_unknown_where_it_does_not_fit(tmp_path: Path) -> None:
    old = Table(name="bucket", doc="", columns=(text("size", "Size", "In words."),))
    snapshot = write(tmp_path, {"size": "12"}, {"size": "much"}, tables={"bucket": old})
    assert [row["size"] for row in read(snapshot, "select size from estate.bucket")] == [12, None]


def test_an_unfinished_snapshot_is_not_seen(tmp_path: Path) -> None:
    whole = write(tmp_path)
    writer = SnapshotWriter(tmp_path, TABLES)
    writer.add("bucket", [{**PLACE, "arn": "b"}])
    assert [snapshot.id for snapshot in list_snapshots(tmp_path)] == [whole.id]
    writer.abandon()
    assert [path.name for path in tmp_path.iterdir()] == [whole.id]


def test_leftovers_of_killed_collections_are_removed(tmp_path: Path) -> None:
    whole = write(tmp_path)
    SnapshotWriter(tmp_path, TABLES).add("bucket", [{**PLACE, "arn": "b"}])
    remove_partials(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [whole.id]


def test_the_newest_is_current_even_where_the_clock_went_back(tmp_path: Path) -> None:
    first = write(tmp_path)
    future = tmp_path / f"29991231T235959.999Z-{first.id[-4:]}"
    first.path.rename(future)
    newer = write(tmp_path)
    assert open_snapshot(tmp_path).id == newer.id
    assert newer.id > future.name


def test_snapshots_of_the_same_moment_keep_their_order(tmp_path: Path) -> None:
    ids = [write(tmp_path).id for _ in range(5)]
    assert [snapshot.id for snapshot in list_snapshots(tmp_path)] == ids


def test_a_snapshot_opens_by_the_beginning_of_its_id(tmp_path: Path) -> None:
    with pytest.raises(NotCollected, match="ringwall collect"):
        open_snapshot(tmp_path / "nowhere")
    first, second = write(tmp_path), write(tmp_path)
    assert open_snapshot(tmp_path, first.id).id == first.id
    assert open_snapshot(tmp_path).id == second.id
    with pytest.raises(BadInput, match="2 snapshots named '2'"):
        open_snapshot(tmp_path, "2")
    with pytest.raises(BadInput, match="no snapshot named 'x'"):
        open_snapshot(tmp_path, "x")


def test_other_folders_are_not_snapshots(tmp_path: Path) -> None:
    whole = write(tmp_path)
    (tmp_path / "lost+found").mkdir()
    (tmp_path / "zzz").write_text("a file")
    assert open_snapshot(tmp_path).id == whole.id


Damage = Callable[[Snapshot], None]


def cut_manifest(snapshot: Snapshot) -> None:
    path = snapshot.path / "manifest.json"
    path.write_bytes(path.read_bytes()[:-40])


def drop_manifest(snapshot: Snapshot) -> None:
    (snapshot.path / "manifest.json").unlink()


def change_manifest(key: str, value: object) -> Damage:
    def change(snapshot: Snapshot) -> None:
        path = snapshot.path / "manifest.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | {key: value}))

    change.__name__ = f"{key}={value}"[:30]
    return change


def drop_file(snapshot: Snapshot) -> None:
    (snapshot.path / "bucket.parquet").unlink()


def cut_file(snapshot: Snapshot) -> None:
    path = snapshot.path / "bucket.parquet"
    path.write_bytes(path.read_bytes()[:-1])


DAMAGE: dict[Damage, str] = {
    cut_manifest: "manifest.json",
    drop_manifest: "manifest.json: is missing",
    change_manifest("tables", {}): "no table coverage",
    change_manifest("tables", []): "manifest.json",
    change_manifest("id", "../../victim"): "id '../../victim' in the folder",
    change_manifest("id", "20260101T000000.000Z-0001"): "in the folder",
    change_manifest("id", ""): "id '' in the folder",
    change_manifest("id", 5): "id 5 in the folder",
    change_manifest("format", 2): "this Ringwall reads 1",
    change_manifest("accounts", 3): "a member is not of its type",
    change_manifest("created_at", 5): "a member is not of its type",
    change_manifest("created_at", "x"): "Invalid isoformat string: 'x'",
    change_manifest("created_at", "2026-01-01T00:00:00"): "time zone",
    drop_file: "bucket.parquet: is missing",
    cut_file: "bucket.parquet: has",
}


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
def test_a_damaged_snapshot_is_named_with_advice(tmp_path: Path, damage: Damage) -> None:
    damage(write(tmp_path))
    with pytest.raises(DamagedSnapshot, match=DAMAGE[damage]) as caught:
        open_snapshot(tmp_path)
    assert str(tmp_path) in str(caught.value)
    assert "restore it from a backup, or delete the folder and run" in str(caught.value)


def test_a_damaged_old_snapshot_stops_nothing_but_its_own_use(tmp_path: Path) -> None:
    old, current = write(tmp_path), write(tmp_path)
    drop_manifest(old)
    assert open_snapshot(tmp_path).id == current.id
    whole, damaged = sort_snapshots(tmp_path)
    assert [snapshot.id for snapshot in whole] == [current.id]
    assert [old.id in str(error) for error in damaged] == [True]
    with pytest.raises(DamagedSnapshot):
        list_snapshots(tmp_path)


def test_a_changed_byte_is_found(tmp_path: Path) -> None:
    snapshot = write(tmp_path, {"name": "x"})
    check_snapshot(snapshot)
    path = snapshot.path / "bucket.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(DamagedSnapshot, match=r"bucket\.parquet: changed since it was written"):
        check_snapshot(open_snapshot(tmp_path))


def test_a_file_that_is_no_parquet_is_damage(tmp_path: Path) -> None:
    snapshot = write(tmp_path)
    path = snapshot.path / "bucket.parquet"
    path.write_bytes(b"x" * path.stat().st_size)
    with pytest.raises(DamagedSnapshot, match=r"bucket\.parquet"):
        read(open_snapshot(tmp_path), "select * from estate.bucket")


def test_pruning_by_count_keeps_the_newest(tmp_path: Path) -> None:
    ids = [write(tmp_path).id for _ in range(4)]
    assert prune_snapshots(tmp_path, keep=2) == ids[:2]
    assert [snapshot.id for snapshot in list_snapshots(tmp_path)] == ids[2:]
    assert prune_snapshots(tmp_path, keep=9) == []


def test_pruning_by_age_never_takes_the_newest(tmp_path: Path) -> None:
    ids = [write(tmp_path).id for _ in range(3)]
    assert prune_snapshots(tmp_path, before=datetime.now(UTC) - timedelta(days=1)) == []
    assert prune_snapshots(tmp_path, before=datetime.now(UTC) + timedelta(days=1)) == ids[:2]
    assert open_snapshot(tmp_path).id == ids[2]
    assert [path.name for path in tmp_path.iterdir()] == [ids[2]]


def test_pruning_leaves_damaged_snapshots(tmp_path: Path) -> None:
    damaged, old, newest = (write(tmp_path) for _ in range(3))
    drop_manifest(damaged)
    assert prune_snapshots(tmp_path, keep=1) == [old.id]
    assert {path.name for path in tmp_path.iterdir()} == {damaged.id, newest.id}


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "estate").write_text("in the way")
    with pytest.raises((StorageFailed, BadInput), match="estate"):
        SnapshotWriter(tmp_path / "estate", TABLES)


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    """A process that may write no file beyond 200 KB stands in for a full disk."""
    whole = write(tmp_path, {"name": "x"})
    script = """
        import os, sys
        from pathlib import Path
        from ringwall.model.errors import StorageFailed
        from ringwall.model.table import Table, text
        from ringwall.store.lake.snapshot import SnapshotWriter
        table = Table(name="bucket", doc="", columns=(text("name", "Name", ""),))
        writer = SnapshotWriter(Path(sys.argv[1]), {"bucket": table})
        try:
            for _ in range(4):
                writer.add("bucket", [{"name": os.urandom(99).hex()} for _ in range(10_000)])
            writer.finish("test", {}, ())
        except StorageFailed as error:
            writer.abandon()
            print(error)
            sys.exit(3)
    """
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", textwrap.dedent(script), str(tmp_path)],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (3, "")
    assert "bucket.parquet: cannot write" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == [whole.id]
    check_snapshot(open_snapshot(tmp_path))


@pytest.mark.parametrize("error", [KeyboardInterrupt, BadInput], ids=lambda kind: kind.__name__)
def test_a_collection_that_is_interrupted_leaves_no_snapshot(
    tmp_path: Path, error: type[BaseException]
) -> None:
    whole = write(tmp_path)

    def break_off() -> None:
        with SnapshotWriter(tmp_path, TABLES) as writer:
            writer.add("bucket", [{**PLACE, "arn": "b"}])
            raise error

    with pytest.raises(error):
        break_off()
    assert [path.name for path in tmp_path.iterdir()] == [whole.id]


def test_a_snapshot_that_is_finished_stays_when_the_block_ends(tmp_path: Path) -> None:
    with SnapshotWriter(tmp_path, TABLES) as writer:
        finished = writer.finish("test", {}, ())
    assert [snapshot.id for snapshot in list_snapshots(tmp_path)] == [finished.id]


def test_only_folders_with_a_snapshots_name_are_ever_deleted(tmp_path: Path) -> None:
    estate = tmp_path / "estate"
    old, newest = (write(estate) for _ in range(2))
    kept = [".partial-mine", ".partial-", ".partial-../x", "mine"]
    for name in kept:
        (estate / name).mkdir(parents=True)
    victim = write(tmp_path / "victim")
    (estate / f".partial-{old.id}").symlink_to(victim.path)
    (estate / "20250101T000000.000Z-0001").symlink_to(victim.path)
    remove_partials(estate)
    assert [snapshot.id for snapshot in list_snapshots(estate)] == [old.id, newest.id]
    (estate / f".partial-{old.id}").unlink()
    assert prune_snapshots(estate, keep=1) == [old.id]
    assert all((estate / name).exists() for name in kept)
    check_snapshot(victim)


def test_a_snapshot_is_for_its_owner_alone(tmp_path: Path) -> None:
    snapshot = write(tmp_path, {"name": "x"})
    everything = (snapshot.path, *snapshot.path.iterdir())
    assert {path.stat().st_mode & 0o077 for path in everything} == {0}


def test_no_password_in_a_url_reaches_the_disk(tmp_path: Path) -> None:
    url = "https://ann:hunter2@github.com/acme/x.git"
    row = {"name": url, "principals": [url, "a"], "policy": {"source": {"location": url}}}
    snapshot = write(tmp_path, {**row, "raw": row, "tags": {"origin": url}})
    (found,) = read(snapshot, "select name, principals, policy, raw, tags from estate.bucket")
    assert "hunter2" not in str(found)
    assert found["name"] == "https://github.com/acme/x.git"
    assert found["principals"] == ["https://github.com/acme/x.git", "a"]


@pytest.mark.parametrize("name", ["../victim", "deep/er", "link", "/victim", "..", "."])
def test_only_a_folders_own_subfolder_is_deleted(tmp_path: Path, name: str) -> None:
    folder, victim = tmp_path / "estate", tmp_path / "victim"
    for made in (folder / "deep" / "er", victim):
        made.mkdir(parents=True)
        (made / "kept").touch()
    (folder / "link").symlink_to(victim)
    remove_child(folder, name)
    assert (victim / "kept").is_file()
    assert (folder / "deep" / "er" / "kept").is_file()
    remove_child(folder, "deep")
    assert [path.name for path in folder.iterdir()] == ["link"]
