"""The engine: typed tables, honest errors, and a query that can reach nothing but them."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ringwall.model.errors import BadInput, DamagedSnapshot, StorageFailed
from ringwall.model.table import Table, Type, boolean, document, integer, moment, text, texts
from ringwall.store.engine.embedded import OTHERS, EmbeddedEngine, StatementLimits

THING = Table(
    name="thing",
    doc="A thing.",
    enveloped=False,
    columns=(
        text("name", "", "Its name."),
        boolean("is_on", "", "Is on."),
        integer("size", "", "Its size."),
        moment("at", "", "When."),
        texts("tags", "", "Tags."),
        document("policy", "", "Its policy."),
    ),
)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[EmbeddedEngine]:
    with EmbeddedEngine(tmp_path, threads=1) as engine:
        yield engine


@pytest.fixture
def confined(tmp_path: Path) -> Iterator[EmbeddedEngine]:
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "seen.csv").write_text("x\n1\n")
    (tmp_path / "outside.csv").write_text("x\n1\n")
    with EmbeddedEngine(inside, threads=1) as engine:
        engine.create(THING, [{"name": "a"}])
        yield engine


def test_rows_in_memory_keep_their_types(engine: EmbeddedEngine) -> None:
    row = {
        "name": "",
        "is_on": False,
        "size": 2**62,
        "at": "2026-01-02T03:04:05Z",
        "tags": [],
        "policy": {"a": [1]},
    }
    engine.create(THING, [row, {}])
    full, empty = engine.rows("select * from estate.thing")
    assert full == {
        **row,
        "at": datetime.fromisoformat("2026-01-02T03:04:05"),
        "policy": '{"a": [1]}',
    }
    assert set(empty.values()) == {None}


def test_many_rows_are_inserted_as_few_are(engine: EmbeddedEngine) -> None:
    rows: list[dict[str, object]] = [
        {"name": f"n{number}", "size": number, "policy": {"a": [number]}, "is_on": None}
        for number in range(250)
    ]
    engine.create(THING, rows)
    many = engine.rows("select * from estate.thing order by size")
    few = []
    for row in rows:
        engine.create(THING, [row])
        few += engine.rows("select * from estate.thing")
    assert many == few


def test_of_many_rows_one_that_does_not_fit_is_bad_input(engine: EmbeddedEngine) -> None:
    with pytest.raises(BadInput):
        engine.create(THING, [*({"name": "a"} for _ in range(150)), {"size": 2**70}])


def test_a_table_is_replaced_whole(engine: EmbeddedEngine) -> None:
    engine.create(THING, [{"name": "a"}])
    engine.create(THING, [{"name": "b"}])
    assert engine.rows("select name from estate.thing") == [{"name": "b"}]


@pytest.mark.parametrize(
    "row", [{"is_on": "perhaps"}, {"size": 2**70}, {"at": "yesterday"}, {"name": "\ud800"}]
)
def test_a_value_that_does_not_fit_is_bad_input(
    engine: EmbeddedEngine, row: dict[str, object]
) -> None:
    with pytest.raises(BadInput):
        engine.create(THING, [row])


@pytest.mark.parametrize("sql", ["select nosuch from estate.thing", "selec", "select 1/", ""])
def test_wrong_sql_is_bad_input(engine: EmbeddedEngine, sql: str) -> None:
    with pytest.raises(BadInput):
        engine.columns(sql)


def test_an_error_on_the_way_is_bad_input(engine: EmbeddedEngine) -> None:
    with pytest.raises(BadInput, match="Conversion"):
        list(engine.stream("select ('x' || i)::int from range(3) t(i)"))


def test_too_little_memory_is_told_as_such() -> None:
    with (
        EmbeddedEngine(threads=1, limits=StatementLimits("30MB")) as engine,
        pytest.raises(StorageFailed, match="memory"),
    ):
        engine.rows("select list(repeat(i::text, 20)) from range(3_000_000) t(i)")


def test_a_time_with_a_zone_is_refused_with_advice(engine: EmbeddedEngine) -> None:
    with pytest.raises(BadInput, match="x::timestamp"):
        engine.rows("select now() as t")
    assert engine.rows("select now() > timestamp '2020-01-01' as t") == [{"t": True}]


def test_columns_of_one_name_are_told_apart(engine: EmbeddedEngine) -> None:
    sql = "select 1 as a, 2 as a, 3 as b, 4 as a, 5 as a_2"
    assert engine.columns(sql) == ("a", "a_2", "b", "a_3", "a_2_2")
    assert engine.rows(sql) == [{"a": 1, "a_2": 2, "b": 3, "a_3": 4, "a_2_2": 5}]


def test_a_stream_yields_every_row(engine: EmbeddedEngine) -> None:
    assert sum(row[0] for row in engine.stream("select i from range(25_000) t(i)")) == 312_487_500


@pytest.mark.parametrize("folder", ["plain", "a'b", "we[i]rd*?"])
def test_a_file_is_attached_whatever_its_folder_is_called(
    engine: EmbeddedEngine, tmp_path: Path, folder: str
) -> None:
    path = tmp_path / folder / "thing.parquet"
    path.parent.mkdir()
    pq.write_table(pa.table({"name": ["a"], "size": ["12"]}), path)
    engine.attach(THING, path, ["name", "size"])
    assert engine.rows("select name, size, is_on, tags from estate.thing") == [
        {"name": "a", "size": 12, "is_on": None, "tags": None}
    ]


def test_a_file_that_is_gone_is_damage(engine: EmbeddedEngine, tmp_path: Path) -> None:
    with pytest.raises(DamagedSnapshot, match=r"gone\.parquet: cannot be read: .*; restore it"):
        engine.attach(THING, tmp_path / "gone.parquet", ["name"])


def test_a_query_does_not_see_our_variables(engine: EmbeddedEngine) -> None:
    """DuckDB would look for a table among the names of the function that calls it."""
    with pytest.raises(BadInput, match="Table with name parameters does not exist"):
        engine.rows("select x from parameters where x = ?", [1])


OUT_OF_REACH = [
    "select * from read_csv('/etc/passwd')",
    "select * from read_text('/etc/passwd')",
    "select * from read_blob('/proc/self/environ')",
    "select * from read_json('/etc/passwd')",
    "select * from read_parquet('/etc/passwd')",
    "select * from parquet_metadata('/etc/passwd')",
    "select * from sniff_csv('/etc/passwd')",
    "select * from '/etc/passwd'",
    "select * from 'file:///etc/passwd'",
    "select * from glob('/etc/*')",
    "select * from read_csv('{inside}/../outside.csv')",
    "select * from '{inside}/../outside.csv'",
    "select * from read_csv('https://example.com/x.csv')",
    "select * from 's3://bucket/x.parquet'",
    "select getenv('HOME')",
    "select * from duckdb_secrets()",
    "select * from sqlite_scan('x.db', 'x')",
    "select * from enable_logging()",
]
WRITES = [
    "copy (select 1) to '{inside}/x.csv'",
    "copy estate.thing to '/tmp/x.csv'",
    "export database '{inside}/x'",
    "attach '{inside}/x.db'",
    "attach ':memory:' as other",
    "install httpfs",
    "load httpfs",
    "pragma threads=1",
    "set threads=1",
    "reset threads",
    "set enable_external_access=true",
    "set lock_configuration=false",
    "set variable x = 1",
    "create table t as select 1",
    "create macro f(a) as a",
    "create or replace view estate.thing as select 1",
    "drop table estate.thing",
    "alter table estate.thing rename to x",
    "insert into estate.thing (name) values ('b')",
    "update estate.thing set name = 'b'",
    "delete from estate.thing",
    "truncate estate.thing",
    "call pragma_version()",
    "checkpoint",
    "vacuum",
    "begin",
    "use estate",
    "explain analyze select 1",
    "prepare x as select 1",
    "select 1; select 2",
    "select 1; drop table estate.thing",
    "",
    "-- nothing",
]


@pytest.mark.parametrize("sql", OUT_OF_REACH + WRITES)
def test_a_confined_query_reaches_and_changes_nothing(
    confined: EmbeddedEngine, tmp_path: Path, sql: str
) -> None:
    with pytest.raises(BadInput):
        confined.rows(sql.replace("{inside}", str(tmp_path / "inside")))
    assert confined.rows("select name from estate.thing") == [{"name": "a"}]
    assert [path.name for path in (tmp_path / "inside").iterdir()] == ["seen.csv"]


@pytest.mark.parametrize("sql", ["copy estate.thing to '{inside}/x.csv'", "select 1; select 2"])
def test_streams_and_columns_are_confined_as_well(
    confined: EmbeddedEngine, tmp_path: Path, sql: str
) -> None:
    asked = sql.replace("{inside}", str(tmp_path / "inside"))
    with pytest.raises(BadInput):
        list(confined.stream(asked))
    with pytest.raises(BadInput):
        confined.columns(asked)
    assert [path.name for path in (tmp_path / "inside").iterdir()] == ["seen.csv"]


def test_a_confined_engine_still_reads_its_folder_and_spills(
    confined: EmbeddedEngine, tmp_path: Path
) -> None:
    seen = str(tmp_path / "inside" / "seen.csv")
    assert confined.rows(f"select x from '{seen}'") == [{"x": 1}]
    confined.execute("create temp table t as select 1 as x")
    assert confined.rows("with t2 as (select x from t) select x from t2; -- end") == [{"x": 1}]


def test_what_spills_to_disk_is_private_and_goes_with_the_engine(tmp_path: Path) -> None:
    with EmbeddedEngine(tmp_path, threads=1, limits=StatementLimits("60MB")) as engine:
        (folder,) = engine.rows("select current_setting('temp_directory') as path")
        count = engine.rows(
            "select count(*) as n from (select s, row_number() over (order by s) as p "
            "from (select md5(i::text) as s from range(1_500_000) t(i))) where p > 0"
        )
        assert count == [{"n": 1_500_000}]
        spill = Path(folder["path"])
        assert spill.stat().st_mode & 0o077 == 0
    assert not spill.exists()


def test_held_rows_keep_their_types_and_replace_those_before(engine: EmbeddedEngine) -> None:
    columns: dict[str, Type] = {
        "name": "TEXT",
        "is_on": "BOOLEAN",
        "size": "BIGINT",
        "tags": "TEXT[]",
    }
    engine.hold_rows("held", columns, [("old", True, 1, [])])
    engine.hold_rows("held", columns, [("a", True, 2**40, ["x", "y"]), (None, None, None, None)])
    assert engine.rows("select * from held") == [
        {"name": "a", "is_on": True, "size": 2**40, "tags": ["x", "y"]},
        {"name": None, "is_on": None, "size": None, "tags": None},
    ]
    assert engine.column_types("select * from held") == columns


def test_no_rows_are_a_table_with_columns(engine: EmbeddedEngine) -> None:
    engine.hold_rows("held", {"name": "TEXT"}, ())
    assert engine.rows("select count(name) as n from held") == [{"n": 0}]


def test_rows_of_different_lengths_are_a_mistake(engine: EmbeddedEngine) -> None:
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        engine.hold_rows("held", {"a": "TEXT", "b": "TEXT"}, [("1", "2"), ("3",)])


def test_a_value_of_another_type_is_bad_input(engine: EmbeddedEngine) -> None:
    with pytest.raises(BadInput, match="Conversion"):
        engine.hold_rows("held", {"size": "BIGINT"}, [["many"]])


def test_a_held_query_is_as_it_was_when_it_ran(engine: EmbeddedEngine) -> None:
    engine.create(THING, [{"name": "a"}])
    engine.hold_query("seen", "select name from estate.thing")
    engine.create(THING, [{"name": "b"}])
    assert engine.rows("select * from seen") == [{"name": "a"}]
    engine.hold_query("seen", "select name || '!' as name from seen")
    assert engine.rows("select * from seen") == [{"name": "a!"}]


def test_an_error_in_a_held_query_names_its_line(engine: EmbeddedEngine) -> None:
    with pytest.raises(BadInput, match="LINE 3"):
        engine.hold_query("seen", "select\n  1 as one,\n  nothing as two")


def test_what_is_dropped_is_gone_and_may_be_dropped_again(engine: EmbeddedEngine) -> None:
    engine.hold_query("seen", "select 1 as x")
    engine.drop("seen", "never_there")
    with pytest.raises(BadInput, match="seen"):
        engine.rows("select * from seen")


def test_tables_are_held_while_queries_are_confined(confined: EmbeddedEngine) -> None:
    confined.hold_rows("held", {"name": "TEXT"}, [["a"]])
    confined.hold_query("seen", "select t.name from estate.thing t join held using (name)")
    assert confined.rows("select * from seen") == [{"name": "a"}]
    confined.drop("held", "seen")


def test_types_are_called_as_declarations_call_them(engine: EmbeddedEngine) -> None:
    engine.create(THING)
    types = engine.column_types(
        "select name, is_on, size, size / 2 as half, t.at, tags, policy, null as gone, "
        "1::hugeint as big "
        "from estate.thing t"
    )
    assert types == {
        "name": "TEXT",
        "is_on": "BOOLEAN",
        "size": "BIGINT",
        "half": "DOUBLE",
        "at": "TIMESTAMP",
        "tags": "TEXT[]",
        "policy": "TEXT",
        "gone": "NULL",
        "big": "HUGEINT",
    }


@pytest.mark.parametrize("folder", ["plain", "a'b"])
def test_a_query_is_written_to_a_file(engine: EmbeddedEngine, tmp_path: Path, folder: str) -> None:
    path = tmp_path / folder / "out.parquet"
    path.parent.mkdir()
    assert engine.write_parquet("select i as name from range(3) t(i) order by i", path) == 3
    assert pq.read_table(path).to_pydict() == {"name": [0, 1, 2]}
    assert engine.write_parquet("select 1 as x where false", path) == 0
    assert pq.read_table(path).num_rows == 0


def test_a_file_that_cannot_be_written_is_told(engine: EmbeddedEngine, tmp_path: Path) -> None:
    with pytest.raises(StorageFailed, match=r"gone/out\.parquet: cannot write"):
        engine.write_parquet("select 1 as x", tmp_path / "gone" / "out.parquet")


def test_files_of_different_columns_are_one_table(engine: EmbeddedEngine, tmp_path: Path) -> None:
    folder = tmp_path / "thing" / "day=2026-01-31"
    folder.mkdir(parents=True)
    files = [folder / "1.parquet", folder / "it's [2].parquet"]
    pq.write_table(pa.table({"name": ["a"]}), files[0])
    pq.write_table(pa.table({"name": ["b"], "size": [2]}), files[1])
    engine.attach_files(THING, files)
    assert engine.rows(f"select name, size, is_on from {THING.full_name} order by name") == [
        {"name": "a", "size": None, "is_on": None},
        {"name": "b", "size": 2, "is_on": None},
    ]
    with pytest.raises(
        DamagedSnapshot, match=r"cannot be read: .*; restore the file from a backup"
    ):
        engine.attach_files(THING, [folder / "none.parquet"])


def test_a_query_is_run_once_for_its_types_and_its_rows(engine: EmbeddedEngine) -> None:
    types, rows = engine.stream_typed("select 1::bigint as a, ['x'] as b, null as a, 'y' as c")
    assert types == {"a": "BIGINT", "b": "TEXT[]", "a_2": "NULL", "c": "TEXT"}
    assert list(rows) == [(1, ["x"], None, "y")]
    with pytest.raises(BadInput, match="only a single select"):
        engine.stream_typed("create table x (a int)")


def _damage(path: Path) -> None:
    """Change bytes inside of a file's first page of values: its footer can still be read."""
    content = bytearray(path.read_bytes())
    content[20:200] = bytes(180)
    path.write_bytes(content)


def test_a_damaged_file_is_named_and_no_query_is_blamed(
    engine: EmbeddedEngine, tmp_path: Path
) -> None:
    names = [f"thing number {number}" for number in range(5_000)]
    for name in ("whole", "broken"):
        pq.write_table(pa.table({"name": names}), tmp_path / f"{name}.parquet", compression="zstd")
    _damage(tmp_path / "broken.parquet")
    engine.attach(THING, tmp_path / "whole.parquet", ["name"], "one")
    engine.attach(THING, tmp_path / "broken.parquet", ["name"], "two")
    for ask in (engine.rows, lambda sql: list(engine.stream(sql))):
        with pytest.raises(DamagedSnapshot, match=r"broken\.parquet: damaged: .*restore it"):
            ask("select count(distinct upper(name)) as n from two.thing")
    with pytest.raises(DamagedSnapshot, match=r"broken\.parquet: damaged"):
        engine.hold_query("held", "select upper(name) from two.thing")


def test_a_query_that_fails_by_itself_is_blamed_for_it(
    engine: EmbeddedEngine, tmp_path: Path
) -> None:
    pq.write_table(pa.table({"name": ["a"]}), tmp_path / "whole.parquet")
    engine.attach(THING, tmp_path / "whole.parquet", ["name"])
    with pytest.raises(BadInput, match="mine"):
        engine.rows("select error('mine') from estate.thing")


@pytest.mark.parametrize("sql", [*OUT_OF_REACH, *WRITES])
def test_an_engine_without_folders_reaches_nothing_either(tmp_path: Path, sql: str) -> None:
    """An engine for a rule's examples is made without a word about files."""
    with EmbeddedEngine(threads=1) as engine, pytest.raises(BadInput):
        engine.rows(sql.replace("{inside}", str(tmp_path)))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "sql",
    [
        "select 1 as x; copy (select 1) to '{path}'",
        "select 1 as x); copy (select 1) to '{path}'; select (1",
        "select 1 as x; select 2",
    ],
)
def test_a_held_query_is_one_statement(confined: EmbeddedEngine, tmp_path: Path, sql: str) -> None:
    path = tmp_path / "inside" / "written"
    with pytest.raises(BadInput):
        confined.hold_query("seen", sql.replace("{path}", str(path)))
    assert not path.exists()


LONG = "select count(*) as n from range(20_000_000_000) t(i) where i % 7 = 3"
"""Takes most of a minute: without the limit the test fails, and does not hang."""


@pytest.mark.parametrize(
    "ask",
    [
        lambda engine: engine.rows(LONG),
        lambda engine: list(engine.stream(LONG)),
        lambda engine: engine.hold_query("seen", LONG),
    ],
    ids=["rows", "stream", "hold_query"],
)
def test_a_statement_is_stopped_after_its_time(ask: Callable[[EmbeddedEngine], Any]) -> None:
    limits = StatementLimits("100MB", "10MB", 0.3)
    with EmbeddedEngine(threads=1, limits=limits) as engine:
        with pytest.raises(BadInput, match=r"stopped after 0\.3 seconds"):
            ask(engine)
        assert engine.rows("select 1 as x") == [{"x": 1}]


def test_what_spills_is_limited() -> None:
    limits = StatementLimits("60MB", "1MB")
    with (
        EmbeddedEngine(threads=1, limits=limits) as engine,
        pytest.raises(StorageFailed, match="space for temporary files"),
    ):
        engine.hold_query("seen", "select md5(i::text) as s from range(5_000_000) t(i)")


def test_sql_of_others_is_limited_unless_something_else_is_said() -> None:
    assert OTHERS.memory
    assert OTHERS.disk
    assert OTHERS.seconds
    with EmbeddedEngine(threads=1) as engine:
        (row,) = engine.rows(
            "select current_setting('max_temp_directory_size') as disk, "
            "current_setting('memory_limit') as memory"
        )
    assert row == {"disk": "1.8 GiB", "memory": "953.6 MiB"}


EVENT = Table(
    name="event",
    schema="logs",
    doc="",
    enveloped=False,
    columns=(moment("event_time", "", ""), text("name", "", ""), text("new", "", "")),
)
TEN = datetime.fromisoformat("2026-01-31T10:00:00")


def test_logs_are_shown_from_a_time_to_a_time(tmp_path: Path) -> None:
    files = [tmp_path / "logs" / "event" / f"it's {name}.parquet" for name in "ab"]
    files[0].parent.mkdir(parents=True)
    with EmbeddedEngine(tmp_path) as engine:
        for minute, file in enumerate(files):
            time = f"timestamp '2026-01-31 10:0{minute}:00'"
            engine.write_parquet(f"select {time} as event_time, 'n{minute}' as name", file)
        names = "select name, new from logs.event order by name"
        engine.show_logs(EVENT, files, TEN, TEN + timedelta(minutes=1))
        assert engine.rows(names) == [{"name": "n0", "new": None}, {"name": "n1", "new": None}]
        engine.show_logs(EVENT, files, TEN + timedelta(seconds=1), TEN + timedelta(minutes=1))
        assert engine.rows(names) == [{"name": "n1", "new": None}]
        engine.show_logs(EVENT, [], TEN, TEN)
        assert engine.rows(names) == []
        files[1].write_bytes(b"none")
        with pytest.raises(DamagedSnapshot, match="cannot be read"):
            engine.show_logs(EVENT, files[1:], TEN, TEN)


def test_batches_are_streamed_and_their_errors_named() -> None:
    with EmbeddedEngine(threads=1) as engine:
        batches = engine.batches("select i as n from range(250000) t(i)")
        assert sum(batch.num_rows for batch in batches) == 250_000
        late = (
            "select case when i = 240000 then error('boom') else i end as n from range(250000) t(i)"
        )
        with pytest.raises(BadInput, match="boom"):
            list(engine.batches(late))
        with pytest.raises(BadInput, match="only a single select"):
            list(engine.batches("drop table x"))
        assert engine.rows("select 1 as n") == [{"n": 1}]


def test_batches_that_take_too_long_are_stopped() -> None:
    limits = StatementLimits(seconds=0.2)
    slow = "select sum(a.i * b.i) as n from range(100000) a(i), range(1000000) b(i)"
    with (
        EmbeddedEngine(threads=1, limits=limits) as engine,
        pytest.raises(BadInput, match="stopped after 0"),
    ):
        list(engine.batches(slow))
