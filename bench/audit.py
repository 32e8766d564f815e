"""Cost of an audit: all controls over synthetic estates of 10,000 to 1,000,000 resources.

Each size runs in a process of its own, on two threads, from Parquet on disk, so that its peak
memory is its own. About a third of all verdicts fail: many must leave the engine.
"""

import resource
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import duckdb

from ringwall.audit.evaluate import Audit
from ringwall.catalog.loader import load_judged, load_rules
from ringwall.model.coverage import COVERAGE
from ringwall.model.rule import Rule
from ringwall.model.table import Column, Table
from ringwall.store.engine.embedded import EmbeddedEngine, StatementLimits, sql_type

SIZES = (10_000, 100_000, 1_000_000)
SHARES = {
    "s3_bucket": 0.15,
    "ec2_instance": 0.20,
    "ec2_security_group": 0.15,
    "ec2_volume": 0.15,
    "ec2_snapshot": 0.05,
    "ec2_subnet": 0.03,
    "ec2_vpc": 0.01,
    "ec2_network_acl": 0.01,
    "ec2_flow_log": 0.01,
    "iam_role": 0.10,
    "iam_user": 0.03,
    "iam_policy": 0.05,
    "kms_key": 0.03,
    "rds_db_instance": 0.02,
    "sqs_queue": 0.01,
}
"""Which part of the resources stands in which table."""
PARTS = {
    "policy_statement": 0.5,
    "security_group_rule": 0.6,
    "ec2_network_acl_entry": 0.04,
    "external_access": 0.1,
    "exposure": 0.3,
    "iam_principal": 0.13,
    "assumable_role": 0.05,
    "escalation": 0.02,
    "escalation_chain": 0.01,
    "unused_access": 0.2,
}
"""Rows of derived tables and of facts per resource."""
ACCOUNTS, REGIONS = 200, 4
OWNERS = ("s3_bucket", "iam_role", "iam_policy", "kms_key", "sqs_queue")
PEOPLE = ("iam_role", "iam_user")
FACTS = {
    "external_access": ("s3_bucket", "iam_role", "kms_key", "sqs_queue"),
    "exposure": ("s3_bucket", "iam_role", "kms_key", "sqs_queue"),
    "iam_principal": PEOPLE,
    "assumable_role": ("iam_role",),
    "escalation": PEOPLE,
    "escalation_chain": PEOPLE,
    "unused_access": PEOPLE,
}
"""Whose rows of facts are."""


def main() -> None:
    """Print one line per figure; with a folder and a size, run that one audit."""
    if len(sys.argv) > 1:
        run(Path(sys.argv[1]), int(sys.argv[2]))
        return
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            make_estate(Path(folder), size)
            command = [sys.executable, __file__, folder, str(size)]
            subprocess.run(command, check=True)  # noqa: S603 - this very file


def run(folder: Path, size: int) -> None:
    """Audit the estate in a folder and print what it cost."""
    tables = load_judged()
    costs: dict[str, float] = {}
    marks: list[tuple[str, float]] = []

    def step(rule: Rule) -> None:
        marks.append((rule.id, time.monotonic()))

    started, cpu = time.monotonic(), time.process_time()
    with EmbeddedEngine(folder, threads=2, limits=StatementLimits("800MB")) as engine:
        for table in (*tables.values(), COVERAGE):
            columns = [column.name for column in table.all_columns]
            engine.attach(table, folder / f"{table.name}.parquet", columns)
        audit = Audit(engine, tables, load_rules().values(), step=step)
        verdicts = sum(1 for _ in audit.verdicts())
    marks.append(("", time.monotonic()))
    for (rule, begin), (_, end) in pairwise(marks):
        costs[rule] = end - begin
    decided = sum(c.passed + c.failed + c.unknown for c in audit.counts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"audit {size:>9,} resources, {len(costs)} controls: {time.monotonic() - started:.1f} s, "
        f"{time.process_time() - cpu:.1f} s CPU, {peak:.0f} MB, "
        f"{decided:,} verdicts, {verdicts:,} left the engine"
    )
    mean = sum(costs.values()) / len(costs)
    print(f"audit {size:>9,} resources: {mean * 1000:.0f} ms per control on average; the dearest:")
    for rule, seconds in sorted(costs.items(), key=lambda item: -item[1])[:5]:
        per_million = seconds / size * 1_000_000
        print(f"  {seconds * 1000:8.0f} ms  {per_million:6.2f} s per million  {rule}")


def make_estate(folder: Path, size: int) -> None:
    """Write a Parquet file for every table."""
    database = duckdb.connect()
    for table in load_judged().values():
        share = SHARES.get(table.name) or PARTS.get(table.name, 0)
        rows = int(size * share) or 1
        columns = ", ".join(
            f'{_value(table, column)}::{sql_type(column.type)} as "{column.name}"'
            for column in table.all_columns
        )
        _write(database, f"select {columns} from range({rows}) t(i)", folder / table.name)
    names = ", ".join(f"('{name}')" for name in load_judged())
    values = "'1' as account_id, 'global' as region, name as table_name, 'list' as aspect, "
    values += "'ok' as status, '' as resource, 1 as calls, '' as error"
    _write(database, f"select {values} from (values {names}) v(name)", folder / COVERAGE.name)


def _write(database: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    database.execute(f"copy ({query}) to '{path}.parquet' (format parquet, compression zstd)")


def _value(table: Table, column: Column) -> str:
    """Return the SQL of a column's value in row i: mostly the good one, now and then not."""
    name = table.name
    account = f"lpad((i % {ACCOUNTS})::text, 12, '1')"
    fixed = {
        "arn": f"'arn:aws:{name}:eu-west-1:' || {account} || ':x/' || i",
        "partition": "'aws'",
        "account_id": account,
        "region": f"'region-' || (i // {ACCOUNTS} % {REGIONS})",
        "resource_id": "'x-' || i",
        "captured_at": "timestamp '2026-11-01'",
        "raw": "'{}'",
        "tags": "'{}'",
        "state": "'running'",
        "vpc_id": f"'vpc-' || (i % {ACCOUNTS * 5})",
        "group_id": "'sg-' || i",
        "cidr_ipv4": "case when i % 50 = 0 then '0.0.0.0/0' else '10.0.0.0/8' end",
        "is_world": "i % 50 = 0",
        "is_public": "i % 50 = 0",
        "from_port": "case when i % 2 = 0 then 22 else 443 end",
        "to_port": "case when i % 2 = 0 then 22 else 443 end",
        "direction": "'ingress'",
        "effect": "'Allow'",
        "actions": "['s3:getobject']",
        "principals": "['AWS:arn:aws:iam::111111111111:root']",
        "http_tokens": "case when i % 50 = 0 then 'optional' else 'required' end",
    }
    fixed |= {
        "verdict": "'conditional'",
        "origin": "'account'",
        "goal": "'account'",
        "status": "'unused'",
    }
    if name in {"policy_statement", "security_group_rule", "ec2_network_acl_entry", *FACTS}:
        owners = FACTS.get(name) or (
            OWNERS if name == "policy_statement" else (name.removesuffix("_entry"),)
        )
        if name == "security_group_rule":
            owners = ("ec2_security_group",)
        listed = ", ".join(f"'{owner}'" for owner in owners)
        owner = f"([{listed}])[(i % {len(owners)}) + 1]"
        fixed["owner_table"] = fixed["resource_table"] = owner
        number = f"(i // {len(owners)})"
        fixed["arn"] = f"'arn:aws:' || {owner} || ':eu-west-1:' || {account} || ':x/' || {number}"
    by_type = {
        "TEXT": "''",
        "BOOLEAN": "i % 50 <> 0",
        "BIGINT": "i % 100",
        "DOUBLE": "0.0",
        "TIMESTAMP": "timestamp '2026-10-01'",
        "TEXT[]": "[]::text[]",
        "JSON": "'{}'",
    }
    return fixed.get(column.name, by_type[column.type])


if __name__ == "__main__":
    main()
