"""The language of scripted traffic: connections, DNS queries, and times without traffic."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from ringwall.emulator.arguments import (
    check_count,
    check_moment,
    check_text,
    check_whole,
    check_word,
)

TransportProtocol = Literal["tcp", "udp", "icmp", "icmpv6"]
PeerAnswer = Literal["open", "closed", "silent"]
QuietStatus = Literal["NODATA", "SKIPDATA"]
DnsTransport = Literal["UDP", "TCP"]
COUNTS = ("sent_packets", "sent_bytes", "received_packets", "received_bytes", "retries")
NUMBERS: Mapping[TransportProtocol, int] = {"icmp": 1, "tcp": 6, "udp": 17, "icmpv6": 58}
"""IANA's numbers of the protocols."""
ICMP = (1, 58)
SECOND = timedelta(seconds=1)


class BadTraffic(ValueError):
    """A script names what the emulator does not have, or what it does not model."""


@dataclass(frozen=True)
class ScriptedConnection:
    """A connection that someone tries to open, and what it would carry.

    Each side is the id of a network interface or of an instance, or an IP address: one of an
    interface is found where the packets get to it, any other is outside of AWS.
    """

    source: str
    destination: str
    port: int
    """The port at the destination; with ICMP, the message's type."""
    start: datetime
    protocol: TransportProtocol = "tcp"
    source_port: int = 0
    """0: one of the source's ephemeral ports, which follows from the rest of the connection."""
    duration: timedelta = SECOND
    sent_packets: int = 6
    sent_bytes: int = 600
    received_packets: int = 5
    received_bytes: int = 3000
    """What flows if the connection is made, headers included."""
    retries: int = 3
    """How often a side repeats the first packet of TCP where no answer comes."""
    answer: PeerAnswer = "open"
    """Whether something listens at the destination: a closed port resets, a silent one drops."""
    service: str = ""
    """The AWS service behind an address outside of the network, as `pkt-dst-aws-service` names it:
    `S3`, `DYNAMODB`."""
    tls_name: str = ""
    """The server that the client asks for in TLS, which firewalls see; '' where it speaks none."""
    http_host: str = ""
    """The same of HTTP without TLS."""

    def __post_init__(self) -> None:
        """Refuse what no network can carry."""
        with _refusing():
            _check_parts(self, ("source", "destination", "service", "tls_name", "http_host"))
            for name in (*COUNTS, "port", "source_port"):
                check_whole(getattr(self, name), name)
            check_word(self.protocol, TransportProtocol, "protocol")
            check_word(self.answer, PeerAnswer, "answer")
        counts = (self.sent_packets, self.sent_bytes, self.received_packets, self.received_bytes)
        if self.sent_packets < 1 or min(counts) < 0 or self.retries < 0:
            raise BadTraffic(f"{self}: packets, bytes and retries must not be negative")
        if (self.tls_name or self.http_host) and (
            self.protocol != "tcp" or (self.tls_name and self.http_host)
        ):
            raise BadTraffic(f"{self}: a connection of TCP speaks TLS or HTTP, and not both")
        if not isinstance(self.duration, timedelta) or self.duration < timedelta(0):
            raise BadTraffic(f"{self}: the duration is a timedelta that is not negative")
        if not (0 <= self.port < 1 << 16 and 0 <= self.source_port < 1 << 16):
            raise BadTraffic(f"{self}: there is no such port")


@dataclass(frozen=True)
class Quiet:
    """A time in which an interface has no traffic, or in which records of it were lost."""

    interface: str
    start: datetime
    end: datetime
    status: QuietStatus = "NODATA"

    def __post_init__(self) -> None:
        """Refuse a time that is none."""
        with _refusing():
            _check_parts(self, ("interface",))
            check_moment(self.end, "end")
            check_word(self.status, QuietStatus, "status")
        if self.end < self.start:
            raise BadTraffic(f"{self}: it ends before it starts")


@dataclass(frozen=True)
class DnsAnswer:
    """One record of an answer: `DnsAnswer("192.0.2.1")`."""

    value: str
    type: str = "A"
    ttl: int = 0
    """Seconds for which the resolver keeps it: a query that it answers from there is not logged."""

    def __post_init__(self) -> None:
        """Refuse what no name server answers."""
        with _refusing():
            check_text(self.value, "value")
            check_text(self.type, "type")
            check_count(self.ttl, "ttl")


@dataclass(frozen=True)
class DnsQuery:
    """A query that an instance sends to the resolver of its VPC."""

    source: str
    """The id of a network interface or of an instance."""
    name: str
    start: datetime
    type: str = "A"
    transport: DnsTransport = "UDP"
    answers: tuple[DnsAnswer, ...] = ()
    """What the internet's name servers would answer; private zones answer by themselves."""
    rcode: str = "NOERROR"
    source_port: int = 0
    is_firewall_down: bool = False
    """Whether DNS Firewall does not answer: the VPC's setting decides what becomes of the query."""

    def __post_init__(self) -> None:
        """Refuse what nobody can ask."""
        with _refusing():
            _check_parts(self, ("source", "name", "type", "rcode"))
            check_word(self.transport, DnsTransport, "transport")
            check_count(self.source_port, "source_port")
        answers: Any = self.answers
        if not isinstance(answers, tuple) or any(not isinstance(a, DnsAnswer) for a in answers):
            raise BadTraffic(f"{self}: the answers are a tuple of DnsAnswer")


ScriptedTraffic = ScriptedConnection | Quiet | DnsQuery
_ITEMS = (ScriptedConnection, Quiet, DnsQuery)


def read_script(script: object) -> tuple[ScriptedTraffic, ...]:
    """Return the items of a script; BadTraffic where it is none, or where one of them is none."""
    kinds = "ScriptedConnection, Quiet or DnsQuery"
    if isinstance(script, str | bytes) or not isinstance(script, Iterable):
        raise BadTraffic(f"{script!r} is no script: a list of {kinds}")
    items = tuple(script)
    for number, item in enumerate(items):
        if not isinstance(item, _ITEMS):
            raise BadTraffic(f"item {number} of the script is {item!r}: no {kinds}")
    return items


@contextmanager
def _refusing() -> Iterator[None]:
    """Raise as BadTraffic what is wrong with a part of an item."""
    try:
        yield
    except ValueError as error:
        raise BadTraffic(str(error)) from error


def _check_parts(item: ScriptedConnection | Quiet | DnsQuery, texts: Iterable[str]) -> None:
    for name in texts:
        check_text(getattr(item, name), name)
    check_moment(item.start, "start")
