"""Days of logs that are over, so that what was usual on them can be learned."""

from datetime import date, datetime, timedelta

from ringwall.store.engine.protocol import Engine

DAY = timedelta(days=1)
SETTLE = timedelta(hours=2)
"""How long after midnight events of the day before may still arrive."""


def find_whole_days(engine: Engine, table: str, last: date | None, now: datetime) -> list[date]:
    """Return the days after the last one that a table has events of and that are over.

    What is said to have happened after `now` (UTC, naive) is not believed.
    """
    since = start_of(last) + DAY if last else start_of(date.min)
    (newest,) = engine.rows(
        f"select max(event_time) as at from {table} where event_time >= $1 and event_time < $2",
        [since, now + DAY],
    )
    if newest["at"] is None:
        return []
    rows = engine.rows(
        f"select distinct date_trunc('day', event_time)::date as day from {table} "
        "where event_time >= $1 and event_time <= $2 order by day",
        [since, newest["at"]],
    )
    return [row["day"] for row in rows if start_of(row["day"]) + DAY + SETTLE <= newest["at"]]


def start_of(day: date) -> datetime:
    """Return the first moment of a day (UTC, naive)."""
    return datetime.combine(day, datetime.min.time())
