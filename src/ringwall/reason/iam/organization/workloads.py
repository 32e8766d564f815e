"""Workloads that run as a role: who controls one has the role's permissions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ringwall.model.coverage import COVERAGE
from ringwall.model.table import RunsAs, Table
from ringwall.store.engine.protocol import Engine
from ringwall.store.lake.uncollected import find_uncollected


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


def read_unlisted(engine: Engine, tables: Iterable[Table]) -> frozenset[tuple[str, str]]:
    """Return tables and accounts whose resources are not all known.

    They could not all be listed, or were never asked for, or lie in an account or region that was
    left out, or it is not known which role some of them run as.
    """
    known = tuple(tables)
    found = set(_read_gaps(engine))
    found |= {(name, account) for name, account, _ in find_uncollected(engine, known)}
    for account, region in _read_left_out(engine):
        scopes = ("region",) if region != "global" else ("region", "account")
        found |= {(table.name, account) for table in known if table.scope in scopes}
    for table in known:
        if role := table.runs_as:
            found |= {(table.name, account) for name, account in found if name == role.through}
            rows = engine.rows(_unknown_sql(table.name, role))
            found |= {(table.name, row["account_id"]) for row in rows}
    return frozenset(found)


def _read_gaps(engine: Engine) -> Iterator[tuple[str, str]]:
    rows = engine.rows(
        f"""
        select distinct table_name, account_id
        from estate.{COVERAGE.name}
        where aspect in ('list', 'row', 'region') and status not in ('ok', 'region_disabled')
        """
    )
    return ((row["table_name"], row["account_id"]) for row in rows)


def _read_left_out(engine: Engine) -> Iterator[tuple[str, str]]:
    """Yield the regions that were left out; `global` for a whole account."""
    rows = engine.rows(
        f"""
        select account_id, region
        from estate.{COVERAGE.name}
        where table_name = '*' and status = 'not_collected'
        """
    )
    return ((row["account_id"], row["region"]) for row in rows)


def _unknown_sql(table: str, role: RunsAs) -> str:
    """Return the query for accounts with a resource whose role is not known."""
    if not role.through:
        return f'select distinct account_id from estate."{table}" where "{role.column}" is null'
    return f"""
        select distinct t.account_id
        from estate."{table}" t
        left join estate."{role.through}" h on h.arn = t."{role.column}"
        where t."{role.column}" is null or t."{role.column}" <> '' and h."{role.roles}" is null
    """
