"""Workloads that run as a role: who controls one has the role's permissions."""

from collections.abc import Iterable
from dataclasses import dataclass

from ringwall.model.coverage import COVERAGE
from ringwall.model.table import RunsAs, Table
from ringwall.store.engine.protocol import Engine


@dataclass(frozen=True)
class Workload:
    """A resource that runs as a role."""

    arn: str
    role_arn: str


def read_workloads(engine: Engine, tables: Iterable[Table]) -> dict[str, tuple[Workload, ...]]:
    """Return what runs as a role, by table; tables that Ringwall does not collect are not in it."""
    return {
        table.name: tuple(
            Workload(row["arn"], row["role"])
            for row in engine.rows(_roles_sql(table.name, table.runs_as))
        )
        for table in tables
        if table.runs_as
    }


def _roles_sql(table: str, role: RunsAs) -> str:
    if not role.through:
        return f"""
            select arn, "{role.column}" as role
            from estate."{table}"
            where "{role.column}" <> ''
        """
    return f"""
        select t.arn, unnest(h."{role.roles}") as role
        from estate."{table}" t
        join estate."{role.through}" h on h.arn = t."{role.column}"
    """


def read_unlisted(engine: Engine) -> frozenset[tuple[str, str]]:
    """Return tables and accounts whose resources could not all be listed."""
    rows = engine.rows(
        f"""
        select distinct table_name, account_id
        from estate.{COVERAGE.name}
        where aspect in ('list', 'region') and status not in ('ok', 'region_disabled')
        """
    )
    return frozenset((row["table_name"], row["account_id"]) for row in rows)
