"""Two snapshots compared: what came, what went, and which values changed."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ringwall.model.coverage import Coverage
from ringwall.model.table import Derived, Row, Table, boolean, integer, text, texts
from ringwall.store.lake.compare import RowDifference, compare_snapshots
from ringwall.store.lake.snapshot import Snapshot, SnapshotWriter

BUCKET = Table(
    name="bucket",
    doc="",
    fetch=lambda _: (),
    columns=(text("name", "", ""), boolean("is_public", "", ""), texts("readers", "", "")),
    derived=(Derived("statement", lambda *_: ()),),
)
STATEMENT = Table(
    name="statement", doc="", columns=(integer("position", "", ""), text("action", "", ""))
)
TABLES = {"bucket": BUCKET, "statement": STATEMENT}
PLACE: Row = {"partition": "aws", "account_id": "1", "region": "r"}
LISTED = (
    Coverage("1", "r", "bucket", "list", "ok"),
    Coverage("1", "r", "statement", "bucket", "ok"),
    Coverage("2", "r", "bucket", "list", "ok"),
)


def write(
    estate: Path, rows: Mapping[str, list[Row]], tables: Mapping[str, Table] = TABLES
) -> Snapshot:
    writer = SnapshotWriter(estate, tables)
    writer.add_coverage(LISTED)
    for name, found in rows.items():
        writer.add(
            name,
            [
                {**PLACE, "captured_at": f"2026-01-0{len(list(estate.iterdir()))}", **r}
                for r in found
            ],
        )
    return writer.finish("test", {}, ())


def compare(
    folder: Path, old: Mapping[str, list[Row]], new: Mapping[str, list[Row]]
) -> list[tuple[Any, ...]]:
    pair = write(folder, old), write(folder, new)
    return [show(d) for d in compare_snapshots(*pair, TABLES.values())]


def show(difference: RowDifference) -> tuple[Any, ...]:
    return (difference.kind, difference.table, difference.arn, dict(difference.columns))


def test_nothing_changed_where_only_the_time_did(tmp_path: Path) -> None:
    rows: dict[str, list[Row]] = {
        "bucket": [{"arn": "a", "name": "x"}, {"arn": "b"}],
        "statement": [{"arn": "a"}],
    }
    assert compare(tmp_path, rows, rows) == []


def test_resources_come_go_and_change(tmp_path: Path) -> None:
    old: list[Row] = [
        {"arn": "gone"},
        {"arn": "kept", "name": "x", "is_public": False, "readers": ["a"]},
    ]
    new: list[Row] = [
        {"arn": "kept", "name": "x", "is_public": True, "readers": ["b"]},
        {"arn": "came"},
    ]
    assert compare(tmp_path, {"bucket": old}, {"bucket": new}) == [
        ("added", "bucket", "came", {}),
        ("removed", "bucket", "gone", {}),
        ("changed", "bucket", "kept", {"is_public": (False, True), "readers": (["a"], ["b"])}),
    ]


@pytest.mark.parametrize(("old", "new"), [(None, True), (True, None), (None, False)])
def test_what_becomes_known_or_unknown_is_a_change(
    tmp_path: Path, *, old: bool | None, new: bool | None
) -> None:
    assert compare(
        tmp_path,
        {"bucket": [{"arn": "a", "is_public": old}]},
        {"bucket": [{"arn": "a", "is_public": new}]},
    ) == [("changed", "bucket", "a", {"is_public": (old, new)})]


def test_one_arn_in_two_accounts_is_two_resources(tmp_path: Path) -> None:
    shared = [{"arn": "aws", "account_id": str(n), "name": "x"} for n in (1, 2, 3)]
    changed = [*shared[:2], {**shared[2], "name": "y"}]
    assert compare(tmp_path, {"bucket": shared}, {"bucket": shared}) == []
    pair = write(tmp_path, {"bucket": shared}), write(tmp_path, {"bucket": changed})
    (found,) = compare_snapshots(*pair, TABLES.values())
    assert (found.account_id, found.columns) == ("3", {"name": ("x", "y")})


def test_rows_that_nothing_tells_apart_are_counted(tmp_path: Path) -> None:
    two = [{"arn": "a", "name": "x"}, {"arn": "a", "name": "y"}]
    assert compare(tmp_path, {"bucket": two}, {"bucket": two[::-1]}) == []
    assert compare(tmp_path, {"bucket": two}, {"bucket": two[:1]}) == [
        ("removed", "bucket", "a", {})
    ]


def test_parts_are_compared_whole(tmp_path: Path) -> None:
    old = [{"arn": "a", "position": 0, "action": "s3:*"}, {"arn": "a", "position": 1}]
    new = [{"arn": "a", "position": 0, "action": "*"}, {"arn": "a", "position": 1}]
    assert compare(tmp_path, {"statement": old}, {"statement": new}) == [
        (
            "removed",
            "statement",
            "a",
            {
                "partition": ("aws", None),
                "resource_id": (None, None),
                "tags": (None, None),
                "position": (0, None),
                "action": ("s3:*", None),
            },
        ),
        (
            "added",
            "statement",
            "a",
            {
                "partition": (None, "aws"),
                "resource_id": (None, None),
                "tags": (None, None),
                "position": (None, 0),
                "action": (None, "*"),
            },
        ),
    ]


def test_tables_and_columns_that_one_snapshot_lacks_are_left_out(tmp_path: Path) -> None:
    before = Table(name="bucket", doc="", columns=BUCKET.columns[:1])
    old = write(tmp_path, {"bucket": [{"arn": "a", "name": "x"}]}, {"bucket": before})
    new = write(
        tmp_path,
        {"bucket": [{"arn": "a", "name": "x", "is_public": True}], "statement": [{"arn": "a"}]},
    )
    assert list(compare_snapshots(old, new, TABLES.values())) == []


@pytest.mark.parametrize(
    ("gap", "kind"),
    [
        (Coverage("1", "r", "bucket", "list", "denied"), "unread"),
        (Coverage("1", "global", "bucket", "list", "denied"), "unread"),
        (Coverage("2", "r", "bucket", "list", "denied"), "removed"),
        (Coverage("1", "other", "bucket", "list", "denied"), "removed"),
        (Coverage("1", "r", "bucket", "Policy", "denied"), "removed"),
        (Coverage("1", "r", "bucket", "list", "ok"), "removed"),
    ],
)
def test_what_was_not_read_did_not_go(tmp_path: Path, gap: Coverage, kind: str) -> None:
    old = write(tmp_path, {"bucket": [{"arn": "a"}]})
    writer = SnapshotWriter(tmp_path, TABLES)
    writer.add_coverage([*LISTED, gap])
    new = writer.finish("test", {}, ())
    assert [d.kind for d in compare_snapshots(old, new, TABLES.values())] == [kind]


@pytest.mark.parametrize(
    ("gap", "kind"),
    [
        (Coverage("1", "r", "statement", "bucket", "denied"), "unread"),
        (Coverage("1", "r", "statement", "bucket", "ok"), "removed"),
        (Coverage("1", "r", "statement", "elsewhere", "denied"), "removed"),
    ],
)
def test_a_part_whose_owner_was_not_read_did_not_go(
    tmp_path: Path, gap: Coverage, kind: str
) -> None:
    old = write(tmp_path, {"statement": [{"arn": "a"}]})
    writer = SnapshotWriter(tmp_path, TABLES)
    writer.add_coverage([*LISTED, gap])
    new = writer.finish("test", {}, ())
    assert [d.kind for d in compare_snapshots(old, new, TABLES.values())] == [kind]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ((), "unread"),
        ((Coverage("2", "r", "bucket", "list", "ok"),), "unread"),
        ((Coverage("1", "other", "bucket", "list", "ok"),), "unread"),
        ((Coverage("1", "r", "statement", "bucket", "ok"),), "unread"),
        ((Coverage("1", "r", "*", "region", "not_collected"),), "unread"),
        ((Coverage("1", "r", "*", "region", "region_disabled"),), "removed"),
        ((Coverage("1", "global", "bucket", "list", "ok"),), "removed"),
    ],
)
def test_what_nobody_asked_for_did_not_go(
    tmp_path: Path, said: tuple[Coverage, ...], kind: str
) -> None:
    """As where a Region is left out, or files take AWS's place."""
    old = write(tmp_path, {"bucket": [{"arn": "a"}]})
    writer = SnapshotWriter(tmp_path, TABLES)
    writer.add_coverage(said)
    new = writer.finish("test", {}, ())
    assert [d.kind for d in compare_snapshots(old, new, TABLES.values())] == [kind]


def test_a_member_that_left_is_gone_whichever_account_listed_it(tmp_path: Path) -> None:
    table = replace(BUCKET, scope="organization", derived=())
    tables = {"bucket": table}
    old = write(tmp_path, {"bucket": [{"arn": "a", "account_id": "3", "region": "global"}]}, tables)
    writer = SnapshotWriter(tmp_path, tables)
    writer.add_coverage([Coverage("1", "global", "bucket", "list", "ok")])
    new = writer.finish("test", {}, ())
    assert [d.kind for d in compare_snapshots(old, new, [table])] == ["removed"]
