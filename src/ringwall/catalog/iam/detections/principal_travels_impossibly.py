"""One principal calls from two places that are too far apart for the time between."""

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

HEADER = """
title = "Principal was in two places at once"
severity = "medium"
why = "Nobody flies faster than a plane: where one user works in two countries within the hour, somebody else has the password or the key."
fix = "Ask the person. Where one of the two was somebody else: deactivate the access keys, reset the password and MFA, and revoke the sessions (AWSRevokeOlderSessions)."
attacks = ["T1078.004"]
false_positives = "A VPN or a proxy that no list names, a phone beside a laptop, a key that a team shares between offices (which is worth a finding by itself)."
finding_types = ["UnauthorizedAccess:IAMUser/ConsoleLoginSuccess.B"]
confidence = 60
window = "12h"
key = "principal_arn"
url = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-iam.html"

[[example]]
cloudtrail = [
  {event_time = "2026-01-31T10:00:00Z", principal_arn = "arn:aws:iam::111111111111:user/ann", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_time = "2026-01-31T10:40:00Z", principal_arn = "arn:aws:iam::111111111111:user/ann", identity_type = "IAMUser", source_ip = "203.0.113.9"},
]
address = [
  {address = "198.51.100.7", country = "NL", latitude = 52.3, longitude = 4.9, is_private = false},
  {address = "203.0.113.9", country = "SG", latitude = 1.3, longitude = 103.8, is_private = false},
]
expect = "hit"

# Without places: two countries within the hour.
[[example]]
cloudtrail = [
  {event_time = "2026-01-31T10:00:00Z", principal_arn = "arn:aws:iam::111111111111:user/ann", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_time = "2026-01-31T10:40:00Z", principal_arn = "arn:aws:iam::111111111111:user/ann", identity_type = "IAMUser", source_ip = "203.0.113.9"},
]
address = [
  {address = "198.51.100.7", country = "NL", is_private = false},
  {address = "203.0.113.9", country = "SG", is_private = false},
]
expect = "hit"

# A flight lies between.
[[example]]
cloudtrail = [
  {event_time = "2026-01-31T10:00:00Z", principal_arn = "arn:aws:iam::111111111111:user/ann", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_time = "2026-01-31T10:40:00Z", principal_arn = "arn:aws:iam::111111111111:user/ann", identity_type = "IAMUser", source_ip = "203.0.113.9"},
]
address = [
  {address = "198.51.100.7", country = "NL", latitude = 52.3, longitude = 4.9, is_private = false},
  {address = "203.0.113.9", country = "DE", latitude = 51.2, longitude = 6.8, is_private = false},
]
expect = "quiet"

# One of the two is a VPN service.
[[example]]
cloudtrail = [
  {event_time = "2026-01-31T10:00:00Z", principal_arn = "arn:aws:iam::111111111111:user/ann", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_time = "2026-01-31T10:40:00Z", principal_arn = "arn:aws:iam::111111111111:user/ann", identity_type = "IAMUser", source_ip = "203.0.113.9"},
]
address = [
  {address = "198.51.100.7", country = "NL", latitude = 52.3, longitude = 4.9, is_private = false},
  {address = "203.0.113.9", country = "SG", latitude = 1.3, longitude = 103.8, is_private = false, is_hosting = true},
]
expect = "quiet"

# Nobody knows where the addresses are.
[[example]]
cloudtrail = [
  {event_time = "2026-01-31T10:00:00Z", principal_arn = "arn:aws:iam::111111111111:user/ann", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_time = "2026-01-31T10:40:00Z", principal_arn = "arn:aws:iam::111111111111:user/ann", identity_type = "IAMUser", source_ip = "203.0.113.9"},
]
address = [{address = "198.51.100.7", is_private = false}, {address = "203.0.113.9", is_private = false}]
expect = "quiet"
"""
SQL = """
select
  case
    when e.session_name like '%@%' then e.principal_arn || '/' || e.session_name
    else e.principal_arn
  end as principal_arn,
  e.event_time, e.event_id, e.account_id, e.aws_region, e.session_arn, e.access_key_id,
  e.source_ip, e.user_agent, e.operation, a.country, a.latitude, a.longitude
from logs.cloudtrail e
join facts.address a
  on a.address = e.source_ip
where e.principal_arn <> ''
  and e.invoked_by = ''
  and e.error_code = ''
  and (e.identity_type in ('IAMUser', 'Root') or e.session_name like '%@%')
  and a.country is not null
  and not a.is_private
  and not coalesce(a.is_hosting, false)
  and not coalesce(a.is_tor, false)
  and not coalesce(a.is_own, false)
  and not coalesce(a.is_trusted, false)
"""
FASTEST = 1000
"""Kilometres in an hour, from door to door by plane: 900 in the air."""
NEAREST = 500
"""Kilometres that data files may be wrong by."""
HOURS = 1
"""How far apart in time two countries must be, where no place is known."""
RADIUS = 6371


def judge(rows: "pa.Table") -> "pa.Table":
    """Return a hit for each change of place that nobody can make, one a day and pair of places."""
    import pyarrow as pa

    found: dict[str, dict[str, Any]] = {}
    before: dict[str, Any] | None = None
    for row in rows.to_pylist():
        if before and row["source_ip"] != before["source_ip"] and _is_impossible(before, row):
            hit = _hit(before, row)
            found.setdefault(hit["act"], hit)
        before = row
    return pa.Table.from_pylist(list(found.values()))


def _is_impossible(before: dict[str, Any], after: dict[str, Any]) -> bool:
    hours = (after["event_time"] - before["event_time"]).total_seconds() / 3600
    places = [(row["latitude"], row["longitude"]) for row in (before, after)]
    if any(None in place for place in places):
        return bool(before["country"] != after["country"]) and hours < HOURS
    distance = measure_distance(*places[0], *places[1])
    return distance > NEAREST and distance > FASTEST * hours


def measure_distance(
    latitude: float, longitude: float, other_latitude: float, other_longitude: float
) -> float:
    """Return the kilometres between two places (haversine)."""
    a, b = math.radians(latitude), math.radians(other_latitude)
    north, east = b - a, math.radians(other_longitude - longitude)
    part = math.sin(north / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(east / 2) ** 2
    return 2 * RADIUS * math.asin(min(1, math.sqrt(part)))


def _hit(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    principal = after["principal_arn"]
    minutes = (after["event_time"] - before["event_time"]).total_seconds() / 60
    pair = "-".join(sorted((before["country"], after["country"])))
    return {
        "at": after["event_time"],
        "act": f"{principal} {pair} {after['event_time']:%Y-%m-%d}",
        "account_id": after["account_id"] or "",
        "region": after["aws_region"],
        "actor": principal,
        "resource": principal,
        "reason": f"called from {before['source_ip']} ({before['country']}) and {minutes:.0f} "
        f"minutes later from {after['source_ip']} ({after['country']})",
        "session": after["session_arn"],
        "access_key": after["access_key_id"],
        "address": after["source_ip"],
        "events": [before["event_id"], after["event_id"]],
        "entities": [before["source_ip"]],
    }
