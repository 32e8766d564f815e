"""Resources with parts whose policies were not collected: what is open of them is not known."""

from collections.abc import Iterable, Iterator

from ringwall.model.coverage import COVERAGE
from ringwall.model.table import Table
from ringwall.store.engine.protocol import Engine
from ringwall.store.lake.uncollected import find_uncollected


def read_unread_parts(engine: Engine, tables: Iterable[Table]) -> dict[str, str]:
    """Return why it is not known what the parts of a resource allow, by the resource's ARN."""
    return dict(
        found
        for table in tables
        if table.part_of
        for found in (*_read_unlisted(engine, table), *_read_unknown(engine, table))
    )


def _read_unlisted(engine: Engine, table: Table) -> Iterator[tuple[str, str]]:
    """Yield the resources that lie where their parts could not all be listed, or nobody asked."""
    places = [(account, region) for _, account, region in find_uncollected(engine, [table])]
    engine.hold_rows("unasked", {"account_id": "TEXT", "region": "TEXT"}, places)
    rows = engine.rows(
        f"""
        select distinct w.arn
        from estate."{table.part_of}" w
        join (
          select account_id, region from unasked
          union all
          select account_id, region
          from estate.{COVERAGE.name}
          where table_name = $table
            and aspect in ('list', 'row')
            and status not in ('ok', 'region_disabled')
        ) c on c.account_id = w.account_id and c.region in (w.region, 'global')
        order by all
        """,
        {"table": table.name},
    )
    engine.drop("unasked")
    for row in rows:
        yield row["arn"], f"its parts of the table {table.name}, which were not collected"


def _read_unknown(engine: Engine, table: Table) -> Iterator[tuple[str, str]]:
    """Yield the resources that have a part whose policy is not known."""
    rows = engine.rows(
        f"""
        select w.arn, min(p.arn) as part
        from estate."{table.name}" p
        join estate."{table.part_of}" w
          on w.account_id = p.account_id and starts_with(p.arn, w.arn || ':')
        where p."{table.policy}" is null
        group by w.arn
        order by all
        """
    )
    for row in rows:
        yield row["arn"], f"the policy of {row['part']}, which was not collected"
