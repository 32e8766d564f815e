"""Tables of which a snapshot's coverage says nothing: what nobody asked for is not known.

So it is where an older Ringwall wrote the snapshot, where files took AWS's place, and where a run
knew of no Region.
"""

from collections.abc import Iterable

from ringwall.model.coverage import COVERAGE
from ringwall.model.table import Schema, Table
from ringwall.store.engine.protocol import Engine


def find_uncollected(
    engine: Engine, tables: Iterable[Table], schema: Schema | str = "estate"
) -> frozenset[tuple[str, str, str]]:
    """Return each table with the accounts and regions where the coverage has no list of it.

    A row of the region `global` covers all regions, one without an account covers all accounts. A
    table of regions is named with `global` where nothing was read in any region of the account.
    Derived tables are not among them: they are as complete as their owners.
    """
    scopes = [(t.name, t.scope) for t in tables if not t.is_derived]
    engine.hold_rows("declared", {"name": "TEXT", "scope": "TEXT"}, scopes)
    rows = engine.rows(
        f"""
        with place as (
          select distinct account_id, region
          from {schema}.{COVERAGE.name}
          where table_name <> '*' and account_id <> ''
        ),
        listed as (
          select distinct table_name, account_id, region
          from {schema}.{COVERAGE.name}
          where aspect = 'list'
        ),
        regional as (
          select distinct account_id
          from {schema}.{COVERAGE.name}
          where region <> 'global' and (table_name <> '*' or status = 'region_disabled')
        ),
        wanted as (
          select d.name, p.account_id, 'global' as region
          from declared d, (select distinct account_id from place) p
          where d.scope = 'account'
          union all
          select d.name, p.account_id, p.region
          from declared d, place p
          where d.scope = 'region'
            and (p.region <> 'global' or p.account_id not in (select account_id from regional))
          union all
          select d.name, min(p.account_id), 'global'
          from declared d, place p
          where d.scope = 'organization'
            and d.name not in (select table_name from listed)
          group by d.name
        )
        select name, account_id, region
        from wanted
        where (name, account_id, region) not in (
            select (table_name, account_id, region) from listed
          )
          and (name, account_id) not in (
            select (table_name, account_id) from listed where region = 'global'
          )
          and name not in (select table_name from listed where account_id = '')
        """
    )
    engine.drop("declared")
    return frozenset((row["name"], row["account_id"], row["region"]) for row in rows)
