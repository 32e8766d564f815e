"""Cost of an audit: the first one of a snapshot, which makes its facts, and the next one.

    python bench/audit.py [size ...]

The estates are made up, of 10,000 to 1,000,000 resources. One in ten has a policy of its own, and
one in a hundred is a role (`iam_scale.py` makes both): the reasoner concludes its facts from them,
as in any audit. The other rows are good ones, but for one in fifty. Each audit runs in a process of
its own, on two threads, from Parquet on disk, so that its peak memory is its own.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import duckdb
from iam_scale import ACCOUNTS, make_rows

from ringwall.audit.evaluate import Audit
from ringwall.catalog.loader import load_facts, load_judged, load_rules, load_tables
from ringwall.catalog.policies import derive_statements
from ringwall.cli.main import ease_collector
from ringwall.jobs.facts import prepare_facts
from ringwall.model.coverage import Coverage
from ringwall.model.rule import Rule
from ringwall.model.table import Column, Row, Table
from ringwall.store.engine.embedded import EmbeddedEngine, StatementLimits
from ringwall.store.engine.literals import sql_type
from ringwall.store.home import Home
from ringwall.store.lake.facts import attach_facts
from ringwall.store.lake.snapshot import SnapshotWriter, attach_snapshot, open_snapshot

SIZES = (10_000, 100_000, 1_000_000)
SHARES = {
    "ec2_instance": 0.22,
    "ec2_security_group": 0.20,
    "ec2_volume": 0.22,
    "ec2_snapshot": 0.08,
    "ec2_subnet": 0.05,
    "ec2_vpc": 0.03,
    "ec2_network_acl": 0.03,
    "ec2_flow_log": 0.03,
    "rds_db_instance": 0.03,
}
"""Which part of the resources stands in which table, besides those that `iam_scale.py` makes."""
PARTS = {"security_group_rule": 0.6, "ec2_network_acl_entry": 0.04}
"""Rows of derived tables per resource."""
GUARDED, ROLES = 0.1, 0.01
"""Which part of the resources has a policy of its own, and which are roles."""
REGIONS = 4
BY_TYPE = {
    "TEXT": "''",
    "BOOLEAN": "i % 50 <> 0",
    "BIGINT": "i % 100",
    "DOUBLE": "0.0",
    "TIMESTAMP": "timestamp '2026-10-01'",
    "TEXT[]": "[]::text[]",
    "JSON": "'{}'",
}
FILLING: Mapping[str, object] = {
    "TEXT": "", "BOOLEAN": True, "BIGINT": 0, "DOUBLE": 0.0,
    "TIMESTAMP": "2026-10-01T00:00:00Z", "TEXT[]": [], "JSON": {},
}  # fmt: skip
"""The same for what the rows of `iam_scale.py` leave out."""


def main() -> None:
    """Print one line per figure; with a folder and a size, run that one audit."""
    if len(sys.argv) > 1 and not sys.argv[1].isdigit():
        run(Path(sys.argv[1]), int(sys.argv[2]))
        return
    for size in map(int, sys.argv[1:]) if len(sys.argv) > 1 else SIZES:
        with tempfile.TemporaryDirectory() as folder:
            make_estate(Path(folder), size)
            for _ in ("first", "next"):
                command = [sys.executable, __file__, folder, str(size)]
                subprocess.run(command, check=True)  # noqa: S603 - this very file


class _Silent:
    """The events of a job, which nobody looks at."""

    def note(self, text: str) -> None:
        """Keep nothing."""

    def expect(self, total: int) -> None:
        """Keep nothing."""

    def advance(self, description: str = "") -> None:
        """Keep nothing."""

    @contextmanager
    def progress(self, part: str, total: int | None = None) -> Iterator["_Silent"]:  # noqa: ARG002
        """Return the progress of a part, which is not looked at either."""
        yield self


def run(folder: Path, size: int) -> None:
    """Audit the snapshot in a home folder and print what it cost; make its facts if need be."""
    ease_collector()  # as the program does
    home = Home(folder)
    tables, snapshot = load_judged(), open_snapshot(home.estate)
    which = "next" if (home.facts / snapshot.id).exists() else "first"
    costs: dict[str, float] = {}
    marks: list[tuple[str, float]] = []

    def step(rule: Rule) -> None:
        marks.append((rule.id, time.monotonic()))

    started, cpu = time.monotonic(), time.process_time()
    facts = prepare_facts(home, snapshot, _Silent())
    reasoned = time.process_time() - cpu
    with EmbeddedEngine(folder, threads=2, limits=StatementLimits("800MB")) as engine:
        attach_snapshot(engine, snapshot, load_tables().values())
        attach_facts(engine, facts, load_facts().values())
        audit = Audit(engine, tables, load_rules().values(), step=step)
        verdicts = sum(1 for _ in audit.verdicts())
    marks.append(("", time.monotonic()))
    for (rule, begin), (_, end) in pairwise(marks):
        costs[rule] = end - begin
    decided = sum(c.passed + c.failed + c.unknown for c in audit.counts)
    failed = sum(c.failed for c in audit.counts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"audit {size:>9,} resources, {which:5}: {time.monotonic() - started:.1f} s, "
        f"{time.process_time() - cpu:.1f} s CPU, {reasoned:.1f} s of it for facts; {peak:.0f} MB; "
        f"{len(costs)} controls, {decided:,} verdicts, {failed:,} failed, "
        f"{verdicts:,} left the engine"
    )
    if which == "first":
        return
    mean = sum(costs.values()) / len(costs)
    print(f"audit {size:>9,} resources: {mean * 1000:.0f} ms per control on average; the dearest:")
    for rule, seconds in sorted(costs.items(), key=lambda item: -item[1])[:5]:
        per_million = seconds / size * 1_000_000
        print(f"  {seconds * 1000:8.0f} ms  {per_million:6.2f} s per million  {rule}")


def make_estate(folder: Path, size: int) -> None:
    """Write a snapshot into a home folder."""
    home, tables = Home(folder), load_tables()
    home.make()
    with SnapshotWriter(home.estate, tables) as writer:
        writer.add_coverage(Coverage(ACCOUNTS[0], "global", name, "list", "ok") for name in tables)
        for name, made in make_rows(int(size * ROLES) or 1, int(size * GUARDED)):
            row = complete(tables[name], made)
            writer.add(name, [row])
            for derived in derive_statements(tables[name]):
                writer.add(derived.table, ({**row, **part} for part in derived.rows({}, row)))
        with tempfile.TemporaryDirectory() as parts:
            database = duckdb.connect()
            for name, share in (SHARES | PARTS).items():
                _write(database, tables[name], int(size * share) or 1, Path(parts))
            database.close()
            writer.files.append([Path(parts)])
        writer.finish("bench", dict.fromkeys(ACCOUNTS, "bench"), ("us-east-1",))


def complete(table: Table, row: Row) -> Row:
    """Return a row with a value in each column."""
    return {column.name: FILLING[column.type] for column in table.all_columns} | row


def _write(database: duckdb.DuckDBPyConnection, table: Table, rows: int, folder: Path) -> None:
    columns = ", ".join(
        f'if(i < 0, null, {_value(table, column)})::{sql_type(column.type)} as "{column.name}"'
        for column in table.all_columns
    )  # never NULL; but Parquet knows columns that could be from those that could not
    path = folder / f"{table.name}.parquet"
    database.execute(
        f"copy (select {columns} from range({rows}) t(i)) to '{path}' "
        "(format parquet, compression zstd)"
    )


def _value(table: Table, column: Column) -> str:
    """Return the SQL of a column's value in row i: mostly the good one, now and then not."""
    name = table.name
    account = f"(100000000000 + i % {len(ACCOUNTS)})::text"
    owner = {"security_group_rule": "ec2_security_group"}.get(name, name.removesuffix("_entry"))
    fixed = {
        "arn": f"'arn:aws:{owner}:eu-west-1:' || {account} || ':x/' || i",
        "partition": "'aws'",
        "account_id": account,
        "region": f"'region-' || (i // {len(ACCOUNTS)} % {REGIONS})",
        "resource_id": "'x-' || i",
        "captured_at": "timestamp '2026-11-01'",
        "raw": "'{}'",
        "tags": "'{}'",
        "state": "'running'",
        "vpc_id": f"'vpc-' || (i % {len(ACCOUNTS) * 5})",
        "group_id": "'sg-' || i",
        "cidr_ipv4": "case when i % 50 = 0 then '0.0.0.0/0' else '10.0.0.0/8' end",
        "is_world": "i % 50 = 0",
        "from_port": "case when i % 2 = 0 then 22 else 443 end",
        "to_port": "case when i % 2 = 0 then 22 else 443 end",
        "direction": "'ingress'",
        "owner_table": f"'{owner}'",
        "http_tokens": "case when i % 50 = 0 then 'optional' else 'required' end",
    }
    return fixed.get(column.name, BY_TYPE[column.type])


if __name__ == "__main__":
    main()
