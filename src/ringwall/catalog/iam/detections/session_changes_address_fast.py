"""One session calls from many networks within minutes: its credentials are shared or stolen."""

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

HEADER = """
title = "Session was used from many networks at once"
severity = "medium"
why = "Temporary credentials belong to one program on one machine. Calls from many networks within minutes say that they were copied."
fix = "Revoke the sessions of the role (aws iam put-role-policy with AWSRevokeOlderSessions), then find out where its credentials were kept."
attacks = ["T1550.001"]
false_positives = "A runner farm that hands one session to many machines behind several addresses; a laptop that changes its network."
confidence = 60
window = "15m"
key = "session_arn"

[[example]]
cloudtrail = [
  {event_time = "2026-01-31T10:00:00Z", session_arn = "s", principal_arn = "r", source_ip = "198.51.100.7"},
  {event_time = "2026-01-31T10:02:00Z", session_arn = "s", principal_arn = "r", source_ip = "203.0.113.9"},
  {event_time = "2026-01-31T10:03:00Z", session_arn = "s", principal_arn = "r", source_ip = "192.0.2.10"},
  {event_time = "2026-01-31T10:04:00Z", session_arn = "s", principal_arn = "r", source_ip = "100.64.9.1"},
]
expect = "hit"

# The same over hours: somebody travels.
[[example]]
cloudtrail = [
  {event_time = "2026-01-31T10:00:00Z", session_arn = "s", principal_arn = "r", source_ip = "198.51.100.7"},
  {event_time = "2026-01-31T10:42:00Z", session_arn = "s", principal_arn = "r", source_ip = "203.0.113.9"},
  {event_time = "2026-01-31T11:13:00Z", session_arn = "s", principal_arn = "r", source_ip = "192.0.2.10"},
  {event_time = "2026-01-31T11:54:00Z", session_arn = "s", principal_arn = "r", source_ip = "100.64.9.1"},
]
expect = "quiet"

# One network.
[[example]]
cloudtrail = [
  {event_time = "2026-01-31T10:00:00Z", session_arn = "s", principal_arn = "r", source_ip = "198.51.100.7"},
  {event_time = "2026-01-31T10:02:00Z", session_arn = "s", principal_arn = "r", source_ip = "198.51.100.8"},
  {event_time = "2026-01-31T10:03:00Z", session_arn = "s", principal_arn = "r", source_ip = "198.51.100.9"},
  {event_time = "2026-01-31T10:04:00Z", session_arn = "s", principal_arn = "r", source_ip = "198.51.100.10"},
]
expect = "quiet"
"""
SQL = """
with call as (
  select e.session_arn, e.event_time, e.event_id, e.account_id, e.aws_region, e.principal_arn,
    e.source_ip,
    split_part(e.source_ip, '.', 1) || '.' || split_part(e.source_ip, '.', 2) as network
  from logs.cloudtrail e
  where e.session_arn <> '' and e.invoked_by = '' and regexp_matches(e.source_ip, '^[0-9.]+$')
),
moving as (
  select c.session_arn
  from call c
  group by c.session_arn
  having count(distinct c.network) > 3
)
select c.*
from call c
join moving m on m.session_arn = c.session_arn
"""
MINUTES = 15
MOST = 3
"""Networks of 65,536 addresses that one machine may have in that time."""


def judge(rows: "pa.Table") -> "pa.Table":
    """Return a hit for each stretch of time in which a session had more networks than MOST."""
    import pyarrow as pa

    seen = rows.to_pylist()
    found: list[dict[str, Any]] = []
    within: Counter[str] = Counter()
    first = 0
    reported = -1
    for last, row in enumerate(seen):
        within[row["network"]] += 1
        while (row["event_time"] - seen[first]["event_time"]).total_seconds() > MINUTES * 60:
            within[seen[first]["network"]] -= 1
            within += Counter()  # what is left of none is dropped
            first += 1
        if len(within) > MOST and first > reported:
            found.append(_hit(row, seen[first : last + 1], len(within)))
            reported = last
    return pa.Table.from_pylist(found)


def _hit(row: dict[str, Any], within: list[dict[str, Any]], networks: int) -> dict[str, Any]:
    return {
        "at": row["event_time"],
        # Whatever part of the stretch a batch sees, it is the act of its hour.
        "act": f"{row['session_arn']} {row['event_time']:%Y-%m-%dT%H}",
        "account_id": row["account_id"],
        "region": row["aws_region"],
        "actor": row["principal_arn"],
        "resource": row["principal_arn"],
        "reason": f"one session called from {networks} networks within {MINUTES} minutes",
        "session": row["session_arn"],
        "address": row["source_ip"],
        "events": [each["event_id"] for each in within],
        "count": len(within),
    }
