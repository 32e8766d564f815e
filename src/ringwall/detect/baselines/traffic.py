"""What network interfaces send: learned by day, and what is unusual against the days before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from ringwall.catalog.loader import load_batch_facts
from ringwall.detect.baselines.activity import Trait, cut
from ringwall.detect.baselines.days import DAY, SETTLE, find_whole_days, start_of
from ringwall.detect.baselines.profile import Profile, Profiles, double, fade, learn_traits
from ringwall.detect.baselines.score import FIRST_DAYS, MANY_DOUBLINGS
from ringwall.detect.baselines.version_store import (
    find_version,
    list_versions,
    read_version,
    remove_old_versions,
    write_version,
)
from ringwall.model.table import Row
from ringwall.store.engine.protocol import Engine
from ringwall.store.home import Home

TRAFFIC_FOLDER = "traffic"
SQL = """
select
  s.interface_id,
  min(s.account_id) as account_id,
  min(s.region) as region,
  min(s.instance_id) as instance_id,
  s.hour,
  s.port,
  sum(s.bytes)::bigint as bytes,
  min(s.first) as first,
  arg_max(s.peer, s.bytes) as peer
from (
  select
    f.interface_id,
    coalesce(f.account_id, '') as account_id,
    coalesce(f.aws_region, '') as region,
    coalesce(f.instance_id, '') as instance_id,
    date_trunc('hour', f.event_time) as hour,
    case
      when f.destination_port < 32768
        and (f.source_port >= 32768 or (f.protocol = 6 and f.tcp_flags in (2, 3, 6, 7)))
      then f.protocol || '/' || f.destination_port
      else ''
    end as port,
    f.destination_address as peer,
    sum(f.bytes) as bytes,
    min(f.event_time) as first
  from logs.vpc_flow f
  join facts.address a
    on a.address = f.destination_address
  where f.interface_id is not null
    and f.action = 'ACCEPT'
    and not a.is_private
    and not coalesce(a.is_own, false)
    and not coalesce(a.is_trusted, false)
    and f.event_time >= $1
    and f.event_time < $2
  group by 1, 2, 3, 4, 5, 6, 7
) s
group by s.interface_id, s.hour, s.port
order by s.interface_id, s.hour, bytes desc
"""
LEAST_BYTES = 100 * 1000**2
"""Bytes in an hour from which on it is asked whether they are many."""
LEAST_PORT_BYTES = 10_000
"""Bytes to a port from which on somebody talked there, and did not only knock."""
LEAST_HOURS = 24
"""Active hours of a week that an interface must have had, for its ports to be known."""
MOST_PORTS = 20
"""Ports of an interface that is steady: what calls anywhere has no unusual port."""


@dataclass(frozen=True)
class PortTraffic:
    """What an interface sent to one port in an hour; '' for answers and for high ports."""

    port: str
    bytes: int
    first: datetime
    peer: str
    """The address that got most of it."""


@dataclass(frozen=True)
class TrafficHour:
    """What an interface sent to the internet in an hour, the most first."""

    interface_id: str
    account_id: str
    region: str
    instance_id: str
    hour: datetime
    ports: tuple[PortTraffic, ...]

    @property
    def bytes(self) -> int:
        """All that was sent."""
        return sum(each.bytes for each in self.ports)

    @property
    def traits(self) -> frozenset[Trait]:
        """The ports, and how much was sent, in doublings."""
        ports = {("port", each.port) for each in self.ports if each.port}
        return frozenset(ports | {("volume", str(double(self.bytes)))})


def read_traffic(engine: Engine, first: datetime, until: datetime) -> Iterator[TrafficHour]:
    """Yield the hours of each interface from a time until before another (UTC, naive)."""
    hour: TrafficHour | None = None
    for interface, account, region, instance, at, port, size, began, peer in engine.stream(
        SQL, [first, until]
    ):
        sent = PortTraffic(port, size or 0, began, cut(peer))
        if hour and (hour.interface_id, hour.hour) == (cut(interface), at):
            ports = (*hour.ports, sent)
        else:
            if hour:
                yield hour
            ports = (sent,)
        hour = TrafficHour(cut(interface), account, region, cut(instance), at, ports)
    if hour:
        yield hour


def find_traffic_days(engine: Engine, home: Home, now: datetime) -> list[date]:
    """Return the days of flow logs that are over and have no version yet, oldest first."""
    versions = list_versions(home.baselines / TRAFFIC_FOLDER)
    return find_whole_days(engine, "logs.vpc_flow", versions[-1] if versions else None, now)


def update_traffic(engine: Engine, home: Home, now: datetime) -> tuple[date, ...]:
    """Make the version of each day that is over and has none yet; return the days.

    The engine shows `logs.vpc_flow`, at least of these days, and `facts.address`.
    """
    folder = home.baselines / TRAFFIC_FOLDER
    versions = list_versions(folder)
    before = versions[-1] if versions else None
    days = find_traffic_days(engine, home, now)
    profiles: Profiles = read_version(folder, before)[0] if before and days else {}
    for day in days:
        if before:
            profiles = fade(profiles, (day - before).days)
        for hour in read_traffic(engine, start_of(day), start_of(day) + DAY):
            learn_traits(profiles, ("interface", "", hour.interface_id), hour.traits, day)
        write_version(folder, day, profiles, {})
        before = day
    remove_old_versions(folder, (*versions, *days))
    return tuple(days)


def score_traffic(engine: Engine, home: Home) -> None:
    """Create `facts.unusual_traffic` in the engine, for the hours of flow logs that it shows."""
    folder = home.baselines / TRAFFIC_FOLDER
    versions = list_versions(folder)
    by_version: dict[date, list[TrafficHour]] = {}
    if versions:
        for hour in read_traffic(engine, start_of(date.min), start_of(date.max)):
            version = find_version(versions, hour.hour, SETTLE)
            if version:
                by_version.setdefault(version, []).append(hour)
    rows: list[Row] = []
    for version, hours in sorted(by_version.items()):
        asked = sorted({("interface", "", hour.interface_id) for hour in hours})
        profiles, _ = read_version(folder, version, asked)
        for hour in hours:
            if profile := profiles.get(("interface", "", hour.interface_id)):
                rows.extend(judge_traffic(hour, profile))
    engine.create(load_batch_facts()["unusual_traffic"], rows)


def judge_traffic(hour: TrafficHour, profile: Profile) -> Iterator[Row]:
    """Yield a row for each thing that is unusual in an hour of an interface."""
    days = (hour.hour.date() - profile.first_day).days
    usual = profile.find_most("volume")
    if days < FIRST_DAYS or usual is None:
        return
    row = {
        "account_id": hour.account_id, "region": hour.region, "interface_id": hour.interface_id,
        "instance_id": hour.instance_id, "hour": hour.hour, "days": days,
    }  # fmt: skip
    more = double(hour.bytes) - usual
    if more >= MANY_DOUBLINGS and hour.bytes >= LEAST_BYTES:
        most = hour.ports[0]
        yield row | {
            "kind": "volume", "at": most.first, "peer": most.peer, "port": most.port,
            "bytes": hour.bytes, "times": 1 << more,
        }  # fmt: skip
    known = {value for name, value in profile.traits if name == "port"}
    if profile.hours < LEAST_HOURS or len(known) > MOST_PORTS:
        return
    for sent in hour.ports:
        if sent.port and sent.port not in known and sent.bytes >= LEAST_PORT_BYTES:
            yield row | {
                "kind": "port", "at": sent.first, "peer": sent.peer, "port": sent.port,
                "bytes": sent.bytes, "times": 0,
            }  # fmt: skip
