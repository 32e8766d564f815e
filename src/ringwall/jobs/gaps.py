"""What a snapshot holds and what it lacks."""

from dataclasses import dataclass

from ringwall.jobs.outcome import JobOutcome, decide_outcome
from ringwall.model.coverage import ROW, Coverage
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.engine.protocol import Engine
from ringwall.store.lake.snapshot import Snapshot, attach_snapshot


@dataclass(frozen=True)
class SnapshotSummary:
    """A snapshot in figures, and what could not be read."""

    snapshot: str
    rows: int
    tables: int
    """How many tables were read, at least in one account and Region."""
    accounts: int
    regions: int
    calls: int
    """How many requests were sent to AWS, retries too."""
    gaps: tuple[Coverage, ...]
    """What was not read though it was asked for, regions that are off among it; by status."""
    skipped: int
    """How many tables were left out on purpose, everywhere."""

    @property
    def unread(self) -> tuple[Coverage, ...]:
        """The gaps behind which there may be resources: none are in a region that is off."""
        return tuple(gap for gap in self.gaps if gap.status != "region_disabled")

    @property
    def outcome(self) -> JobOutcome:
        """Unknown where something could not be read."""
        return decide_outcome(findings=False, unknown=self.unread)


def summarize_snapshot(snapshot: Snapshot, calls: int = 0) -> SnapshotSummary:
    """Return what was read into a snapshot and what was not; `calls` were sent for it."""
    with EmbeddedEngine(snapshot.path) as engine:
        attach_snapshot(engine, snapshot, ())
        every = read_gaps(engine)
        named = engine.rows(
            """
            select table_name, bool_and(status = 'not_collected') as is_left_out
            from estate.coverage
            group by table_name
            """
        )
    left_out = {row["table_name"] for row in named if row["is_left_out"]}
    read = {row["table_name"] for row in named} - left_out
    gaps = [gap for gap in every if gap.status != "not_collected"]
    return SnapshotSummary(
        snapshot=snapshot.id,
        rows=snapshot.resources,
        tables=len(snapshot.tables.keys() & read),
        accounts=len(snapshot.accounts),
        regions=len(snapshot.regions),
        calls=calls,
        gaps=tuple(sorted(gaps, key=lambda gap: gap.status)),
        skipped=len(left_out - {"*"}),
    )


def read_gaps(engine: Engine) -> tuple[Coverage, ...]:
    """Return what was not read, one row per account, region, table and reason.

    A row that was left out has a row of its own: nothing else names it.
    """
    rows = engine.rows(
        f"""
        select account_id, region, table_name, aspect, status,
          case when count(*) = 1 then min(resource) else '' end as resource,
          sum(calls)::bigint as calls, min(error) as error
        from estate.coverage
        where status <> 'ok'
        group by account_id, region, table_name, aspect, status,
          case when aspect = '{ROW}' then resource end
        order by account_id, region, table_name, aspect, status, resource
        """
    )
    return tuple(Coverage(**row) for row in rows)
