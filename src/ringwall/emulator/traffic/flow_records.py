"""Flow log records: what is aggregated over a window, and the fields that a format asks for.

https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ringwall.emulator.traffic.flow_packets import PacketTrain
from ringwall.emulator.traffic.interfaces import TrafficInterface
from ringwall.emulator.traffic.script import ICMP, Quiet
from ringwall.emulator.traffic.walk import PacketHop

DEFAULT = (
    "version", "account-id", "interface-id", "srcaddr", "dstaddr", "srcport", "dstport",
    "protocol", "packets", "bytes", "start", "end", "action", "log-status",
)  # fmt: skip
VERSIONS: Mapping[int, Sequence[str]] = {
    2: DEFAULT,
    3: (
        "vpc-id", "subnet-id", "instance-id", "tcp-flags", "type", "pkt-srcaddr", "pkt-dstaddr",
    ),
    4: ("region", "az-id", "sublocation-type", "sublocation-id"),
    5: ("pkt-src-aws-service", "pkt-dst-aws-service", "flow-direction", "traffic-path"),
    7: (
        "ecs-cluster-arn", "ecs-cluster-name", "ecs-container-instance-arn",
        "ecs-container-instance-id", "ecs-container-id", "ecs-second-container-id",
        "ecs-service-name", "ecs-task-definition-arn", "ecs-task-arn", "ecs-task-id",
    ),
    8: ("reject-reason",),
    9: ("resource-id",),
    10: ("encryption-status",),
}  # fmt: skip
"""Fields by the version that brought them; version 6 is of transit gateways alone."""
VERSION_OF = {name: version for version, names in VERSIONS.items() for name in names}
NITRO_INTERVAL = 60
"""The longest window of an interface of a Nitro instance, whatever the flow log says."""
FIELD = re.compile(r"\$\{([a-z-]+)\}")
_WHERE = ("account-id", "interface-id", "vpc-id", "subnet-id", "instance-id", "region", "az-id")


@dataclass(frozen=True)
class FlowRecord:
    """A record: the traffic of one flow at one interface in one window."""

    interface: TrafficInterface
    hop: PacketHop | None
    """None where there was no traffic, or none was seen."""
    is_accepted: bool
    packets: int
    size: int
    start: int
    end: int
    flags: int = 0
    services: tuple[str, str] = ("", "")
    """The AWS services behind the packets' addresses."""
    reason: str = ""
    """What rejected them where it is neither a group nor a network ACL."""
    status: str = "OK"


@dataclass(frozen=True)
class ServedTrain:
    """A train of packets, with the AWS service that is at the other end."""

    train: PacketTrain
    service: str = ""


def read_format(log_format: str) -> tuple[str, ...]:
    """Return the fields of a format; ValueError with the one that flow logs do not have."""
    named = tuple(FIELD.findall(log_format))
    rest = FIELD.sub("", log_format).strip()
    unknown = next((name for name in named if name not in VERSION_OF), "")
    if unknown or rest or not named:
        raise ValueError(unknown or rest or log_format)
    return named


def aggregate(trains: Iterable[ServedTrain], interval: int) -> list[FlowRecord]:
    """Return the records of windows of so many seconds, by the time at which they begin."""
    found: dict[tuple[object, ...], FlowRecord] = {}
    for served in trains:
        sighting = served.train.sighting
        hop = sighting.hop
        seconds = min(interval, NITRO_INTERVAL) if hop.interface.is_nitro else interval
        ends = ("", served.service)
        for count in served.train.split(seconds):
            record = FlowRecord(
                hop.interface, hop, sighting.is_accepted, count.packets, count.size,
                count.start, count.end, count.flags, ends[::-1] if hop.is_reply else ends,
                sighting.reason,
            )  # fmt: skip
            key = (
                hop.interface.id, hop.is_egress, hop.flow, hop.packet_source,
                hop.packet_destination, record.is_accepted, count.window,
            )  # fmt: skip
            found[key] = _add(found[key], record) if key in found else record
    return sorted(found.values(), key=lambda record: (record.start, record.end))


def be_quiet(interface: TrafficInterface, quiet: Quiet, interval: int) -> Iterator[FlowRecord]:
    """Yield a record for each whole window of a time without traffic, or without its records."""
    seconds = min(interval, NITRO_INTERVAL) if interface.is_nitro else interval
    begin, end = int(quiet.start.timestamp()), int(quiet.end.timestamp())
    for start in range(begin, end - seconds + 1, seconds):
        yield FlowRecord(
            interface=interface,
            hop=None,
            is_accepted=True,
            packets=0,
            size=0,
            start=start,
            end=start + seconds - 1,
            status=quiet.status,
        )


def _add(one: FlowRecord, other: FlowRecord) -> FlowRecord:
    return replace(
        one,
        packets=one.packets + other.packets,
        size=one.size + other.size,
        start=min(one.start, other.start),
        end=max(one.end, other.end),
        flags=one.flags | other.flags,
    )


def write_record(record: FlowRecord, fields: Sequence[str]) -> str:
    """Return a record as a line; a field that does not apply is `-`."""
    known = _describe(record) | {"version": max(VERSION_OF[name] for name in fields)}
    return " ".join(str(known.get(name) if known.get(name) not in ("", None) else "-")
                    for name in fields)  # fmt: skip


def _describe(record: FlowRecord) -> dict[str, object]:
    own = record.interface
    where = (
        own.account_id, own.id, own.vpc_id, own.subnet_id, own.instance_id, own.region, own.zone_id,
    )  # fmt: skip
    known: dict[str, object] = dict(zip(_WHERE, where, strict=True))
    known |= {"start": record.start, "end": record.end, "log-status": record.status}
    hop = record.hop
    if hop is None:
        return known
    flow, is_icmp = hop.flow, hop.flow.protocol in ICMP
    return known | {
        "srcaddr": flow.source,
        "dstaddr": flow.destination,
        "srcport": flow.source_port,
        "dstport": flow.destination_port,
        "protocol": flow.protocol,
        "packets": record.packets,
        "bytes": record.size,
        "action": "ACCEPT" if record.is_accepted else "REJECT",
        "tcp-flags": 0 if is_icmp else record.flags,
        "type": "IPv6" if ":" in flow.source else "IPv4",
        "pkt-srcaddr": hop.packet_source,
        "pkt-dstaddr": hop.packet_destination,
        "pkt-src-aws-service": record.services[0],
        "pkt-dst-aws-service": record.services[1],
        "flow-direction": "egress" if hop.is_egress else "ingress",
        "traffic-path": hop.traffic_path,
        "reject-reason": record.reason,
        "resource-id": own.nat_gateway_id,
    }
