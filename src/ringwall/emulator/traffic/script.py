"""The language of scripted traffic: connections, DNS queries, and times without traffic."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

TransportProtocol = Literal["tcp", "udp", "icmp", "icmpv6"]
PeerAnswer = Literal["open", "closed", "silent"]
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

    def __post_init__(self) -> None:
        """Refuse what no network can carry."""
        counts = (self.sent_packets, self.sent_bytes, self.received_packets, self.received_bytes)
        if self.sent_packets < 1 or min(counts) < 0 or self.retries < 0:
            raise BadTraffic(f"{self}: packets, bytes and retries must not be negative")
        if self.start.tzinfo is None or self.duration < timedelta(0):
            raise BadTraffic(f"{self}: the start needs a time zone, the duration is not negative")
        if not (0 <= self.port < 1 << 16 and 0 <= self.source_port < 1 << 16):
            raise BadTraffic(f"{self}: there is no such port")


@dataclass(frozen=True)
class Quiet:
    """A time in which an interface has no traffic, or in which records of it were lost."""

    interface: str
    start: datetime
    end: datetime
    status: Literal["NODATA", "SKIPDATA"] = "NODATA"


@dataclass(frozen=True)
class DnsAnswer:
    """One record of an answer: `DnsAnswer("192.0.2.1")`."""

    value: str
    type: str = "A"
    ttl: int = 0
    """Seconds for which the resolver keeps it: a query that it answers from there is not logged."""


@dataclass(frozen=True)
class DnsQuery:
    """A query that an instance sends to the resolver of its VPC."""

    source: str
    """The id of a network interface or of an instance."""
    name: str
    start: datetime
    type: str = "A"
    transport: Literal["UDP", "TCP"] = "UDP"
    answers: tuple[DnsAnswer, ...] = ()
    """What the internet's name servers would answer; private zones answer by themselves."""
    rcode: str = "NOERROR"
    source_port: int = 0
    is_firewall_down: bool = False
    """Whether DNS Firewall does not answer: the VPC's setting decides what becomes of the query."""


ScriptedTraffic = ScriptedConnection | Quiet | DnsQuery
