"""What a snapshot holds and what it lacks: the summary that ends a collection."""

from ringwall.catalog.loader import load_tables
from ringwall.cli.say import clean, make_console
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.lake.snapshot import Snapshot, attach_snapshot

EXIT_UNKNOWN = 2
MAX_LINES = 25


def print_coverage(snapshot: Snapshot) -> int:
    """Print what was read and what was not, and why; return 2 where something is missing."""
    console = make_console()
    with EmbeddedEngine() as engine:
        attach_snapshot(engine, snapshot, load_tables().values())
        calls = engine.rows("select coalesce(sum(calls), 0) as n from estate.coverage")[0]["n"]
        gaps = engine.rows(
            """
            select status, account_id, region, table_name, aspect,
              coalesce(sum(calls), 0) as calls, min(error) as error
            from estate.coverage
            where status not in ('ok', 'not_collected')
            group by all
            order by all
            """
        )
        skipped = engine.rows(
            "select count(distinct table_name) as n from estate.coverage "
            "where status = 'not_collected'"
        )[0]["n"]
    console.print(
        f"snapshot {snapshot.id}: {snapshot.resources} rows in {len(snapshot.tables) - 1} tables, "
        f"{len(snapshot.accounts)} accounts, {len(snapshot.regions)} regions, {calls} calls"
    )
    for gap in gaps[:MAX_LINES]:
        what = (
            gap["table_name"]
            if gap["aspect"] in {"list", "region"}
            else (f"{gap['table_name']}.{gap['aspect']}")
        )
        console.print(
            f"not read: {gap['account_id']} {gap['region']} {what}: {gap['status']}"
            f"  {clean(gap['error'])}"
        )
    if len(gaps) > MAX_LINES:
        console.print(f"... and {len(gaps) - MAX_LINES} more: select * from estate.coverage")
    if skipped:
        console.print(f"left out on purpose: {skipped} tables; their rules will say unknown")
    unread = [gap for gap in gaps if gap["status"] != "region_disabled"]
    if unread:
        console.print(f"{len(unread)} things could not be read: their rules will say unknown")
    return EXIT_UNKNOWN if unread else 0
