"""What changed between two snapshots: rows that came, went, or hold other values."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from ringwall.model.coverage import COVERAGE
from ringwall.model.table import Table
from ringwall.store.engine.embedded import OURS, EmbeddedEngine
from ringwall.store.engine.protocol import Engine
from ringwall.store.lake.snapshot import Snapshot

VOLATILE = frozenset({"captured_at", "source", "raw"})
"""Columns that differ between any two snapshots, or say again what the others say."""
_Location = tuple[str, str, str]
"""A table's name, an account's id and a region, `global` for all regions of the account."""


@dataclass(frozen=True)
class RowDifference:
    """One row that differs; `columns` maps a changed column to its old and new value.

    A row that is missing where its table could not be read whole is `unread`: neither snapshot
    shows whether it came or went.
    """

    kind: Literal["added", "removed", "changed", "unread"]
    table: str
    arn: str
    account_id: str
    region: str
    columns: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)


def compare_snapshots(
    old: Snapshot, new: Snapshot, tables: Iterable[Table]
) -> Iterator[RowDifference]:
    """Yield the differences, table by table; tables that one snapshot lacks are left out."""
    with EmbeddedEngine(old.path, new.path, limits=OURS) as engine:
        reach = {
            "added": _read_reach(engine, old, "old"),
            "removed": _read_reach(engine, new, "new"),
        }
        for table in tables:
            before, after = old.tables.get(table.name), new.tables.get(table.name)
            if not table.enveloped or before is None or after is None:
                continue
            engine.attach(table, old.path / f"{table.name}.parquet", before.columns, "old")
            engine.attach(table, new.path / f"{table.name}.parquet", after.columns, "new")
            shared = [c for c in before.columns if c in after.columns and c not in VOLATILE]
            compare = _compare_parts if table.is_derived else _compare_resources
            for found in compare(engine, table.name, shared):
                was_read = found.kind == "changed" or reach[found.kind].is_whole(table, found)
                yield found if was_read else replace(found, kind="unread")


@dataclass(frozen=True)
class _Reach:
    """What a snapshot has all rows of: what was read, less what may be missing there."""

    read: frozenset[_Location]
    unread: frozenset[_Location]

    def is_whole(self, table: Table, found: RowDifference) -> bool:
        """Whether a row like this one would be in the snapshot, if there were one."""
        # What the organization lists may be of any account.
        account = "" if table.scope == "organization" else found.account_id
        places = {(found.table, account, r) for r in (found.region, "global")}
        places.add(("*", found.account_id, found.region))
        return bool(places & self.read) and not places & self.unread


def _read_reach(engine: Engine, snapshot: Snapshot, schema: str) -> _Reach:
    """Return of which tables, accounts and regions a snapshot has all rows."""
    path = snapshot.path / f"{COVERAGE.name}.parquet"
    engine.attach(COVERAGE, path, snapshot.tables[COVERAGE.name].columns, schema)
    # A call lists a table's resources, or those of the table that a derived one is made from.
    engine.hold_rows("owner", {"name": "TEXT"}, ([name] for name in ("list", *snapshot.tables)))
    rows = engine.rows(
        f"""
        select table_name, account_id, region, bool_and(status = 'ok') as is_whole
        from {schema}.{COVERAGE.name}
        where aspect in (select name from owner)
        group by all
        union all
        select table_name, account_id, region, true
        from {schema}.{COVERAGE.name}
        where table_name = '*' and status = 'region_disabled'
        """
    )
    places: dict[bool, set[_Location]] = {True: set(), False: set()}
    for row in rows:
        for account in (row["account_id"], ""):
            places[row["is_whole"]].add((row["table_name"], account, row["region"]))
    return _Reach(frozenset(places[True]), frozenset(places[False]))


def _compare_resources(engine: Engine, table: str, columns: list[str]) -> Iterator[RowDifference]:
    """Compare rows by their ARN and account: AWS's own policies are in every account."""
    names = ", ".join(f'"{column}"' for column in columns)
    # Where even those agree, rows are paired in the order of their other columns.
    sides = ", ".join(
        f"""{side} as (
          select {side}, {side}.arn, {side}.account_id, row_number() over (
            partition by {side}.arn, {side}.account_id order by {side}
          ) as position
          from (select {names} from {schema}."{table}") {side}
        )"""
        for side, schema in (("o", "old"), ("n", "new"))
    )
    rows = engine.rows(
        f"""
        with {sides}
        select o.o as before, n.n as after
        from o
        full join n
          on n.arn = o.arn and n.account_id = o.account_id and n.position = o.position
        where o.o is distinct from n.n
        order by coalesce(n.arn, o.arn), coalesce(n.account_id, o.account_id)
        """
    )
    for row in rows:
        before, after = row["before"], row["after"]
        if not _is_there(before):
            yield _whole("added", table, after)
        elif not _is_there(after):
            yield _whole("removed", table, before)
        else:
            changed = {c: (before[c], after[c]) for c in columns if before[c] != after[c]}
            yield replace(_whole("changed", table, after), columns=changed)


def _compare_parts(engine: Engine, table: str, columns: list[str]) -> Iterator[RowDifference]:
    """Compare whole rows: parts of a resource (statements, rules) have no name of their own."""
    names = ", ".join(f'"{column}"' for column in columns)
    for kind, left, right in (("removed", "old", "new"), ("added", "new", "old")):
        rows = engine.rows(
            f'select {names} from {left}."{table}" except all select {names} from {right}."{table}"'
            " order by arn"
        )
        for row in rows:
            values = {c: (v, None) if kind == "removed" else (None, v) for c, v in row.items()}
            yield RowDifference(
                "removed" if kind == "removed" else "added",
                table,
                row["arn"],
                row["account_id"],
                row["region"],
                {c: v for c, v in values.items() if c not in {"arn", "account_id", "region"}},
            )


def _is_there(row: Mapping[str, Any] | None) -> bool:
    return row is not None and row["arn"] is not None


def _whole(
    kind: Literal["added", "removed", "changed"], table: str, row: Mapping[str, Any]
) -> RowDifference:
    return RowDifference(kind, table, row["arn"], row["account_id"], row["region"])
