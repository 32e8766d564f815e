"""The activity of principals by the hour, as the logs of an engine have it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from ringwall.store.engine.protocol import Engine

SQL = """
select
  e.account_id,
  case
    when e.session_name like '%@%' then e.principal_arn || '/' || e.session_name
    else e.principal_arn
  end as subject,
  e.principal_arn,
  e.identity_type,
  date_trunc('hour', e.event_time) as hour,
  e.event_source,
  e.operation,
  e.error_code,
  lower(split_part(split_part(e.user_agent, ' ', 1), '/', 1)) as agent,
  e.aws_region,
  a.asn,
  any_value(a.as_name) as as_name,
  a.country,
  count(*) as calls,
  min(e.event_time) as first,
  arg_min(e.event_id, e.event_time) as event_id,
  arg_min(e.session_arn, e.event_time) as session,
  arg_min(e.access_key_id, e.event_time) as access_key,
  arg_min(e.source_ip, e.event_time) as address
from logs.cloudtrail e
left join facts.address a
  on a.address = e.source_ip and not a.is_private and not coalesce(a.is_own, false)
where e.principal_arn <> ''
  and e.account_id is not null
  and e.invoked_by = ''
  and e.identity_type <> 'AWSService'
  and e.event_time >= $1
  and e.event_time < $2
group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13
order by 1, 2, 5, first
"""
HEX = re.compile(r"[0-9a-f]{8,}|\d+")
LONGEST = 300

Trait = tuple[str, str]
"""A feature and its value: api and iam:CreateAccessKey, network and AS9009, region, agent, ..."""


class ActivityCall(NamedTuple):
    """One operation that a principal called in an hour, with what else was the same."""

    source: str
    operation: str
    times: int
    first: datetime
    event_id: str
    session: str
    access_key: str
    address: str
    region: str
    traits: frozenset[Trait]
    """Where it came from, and how it ended."""

    @property
    def api(self) -> str:
        """The name of the API as IAM has it: iam:CreateAccessKey."""
        return f"{self.source.partition('.')[0]}:{self.operation}"


@dataclass(frozen=True)
class ActiveHour:
    """All that a principal did in an hour."""

    account_id: str
    subject: str
    principal_arn: str
    peers: str
    """The group of principals that are alike."""
    hour: datetime
    calls: tuple[ActivityCall, ...] = field(default=())

    @property
    def traits(self) -> frozenset[Trait]:
        """Every feature with its value, each once."""
        apis = {("api", call.api) for call in self.calls}
        services = {("service", call.api.partition(":")[0]) for call in self.calls}
        reads = {("reads", str(self.reads.bit_length() - 1))} if self.reads else set()
        return frozenset(apis | services | reads).union(*(call.traits for call in self.calls))

    @property
    def reads(self) -> int:
        """How many objects of S3 were read."""
        return sum(
            call.times
            for call in self.calls
            if call.api == "s3:GetObject" and "error" not in dict(call.traits)
        )

    @property
    def count(self) -> int:
        """How many calls there were."""
        return sum(call.times for call in self.calls)


def read_activity(engine: Engine, first: datetime, until: datetime) -> Iterator[ActiveHour]:
    """Yield the hours of each principal from a time until before another (UTC, naive).

    The engine shows `logs.cloudtrail` and `facts.address`.
    """
    waiting: list[ActivityCall] = []
    key: tuple[str, str, str, str, datetime] | None = None
    for row in engine.stream(SQL, [first, until]):
        account, subject, principal, identity, hour = row[:5]
        following = (account, cut(subject), cut(principal), name_peers(identity, principal), hour)
        if key and following != key:
            yield ActiveHour(*key, tuple(waiting))
            waiting = []
        key = following
        waiting.append(_make_call(row[5:]))
    if key:
        yield ActiveHour(*key, tuple(waiting))


def _make_call(row: tuple[object, ...]) -> ActivityCall:
    source, operation, error, agent, region, asn, as_name, country, calls, *rest = row
    first, event_id, session, access_key, address = rest
    return ActivityCall(
        cut(source), cut(operation), int(str(calls)), _time(first), str(event_id),
        str(session or ""), str(access_key or ""), str(address or ""), str(region or ""),
        _make_traits(agent, region, error, country, asn, as_name),
    )  # fmt: skip


@lru_cache(maxsize=20_000)
def _make_traits(  # noqa: PLR0917 - one set for each combination
    agent: object, region: object, error: object, country: object, asn: object, as_name: object
) -> frozenset[Trait]:
    traits = {("agent", agent), ("region", region), ("error", error), ("country", country)}
    if asn is not None:
        traits.add(("network", f"AS{asn} {as_name or ''}".strip()))
    return frozenset((name, cut(value)) for name, value in traits if value)


def _time(value: object) -> datetime:
    if not isinstance(value, datetime):
        raise TypeError(f"no time: {value!r}")
    return value


def cut(value: object) -> str:
    """Return a text that no stranger can make longer than what is kept."""
    return str(value or "")[:LONGEST]


@lru_cache(maxsize=20_000)
def name_peers(identity_type: str, principal_arn: str) -> str:
    """Return the group of principals that are alike: users of an account; roles of one name.

    Roles that differ by a number, an ID or the account alone are alike.
    """
    if identity_type != "AssumedRole":
        return f"{identity_type} {principal_arn.split(':')[4] if ':' in principal_arn else ''}"
    return f"role {HEX.sub('#', principal_arn.rpartition('/')[2].lower())}"[:LONGEST]
