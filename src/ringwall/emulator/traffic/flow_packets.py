"""The packets of a connection in time: how many of each direction, when, and with which flags."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ringwall.emulator.traffic.path import ConnectionCourse
from ringwall.emulator.traffic.script import ScriptedConnection
from ringwall.emulator.traffic.walk import Sighting

FIN, SYN, RST, SYN_ACK = 1, 2, 4, 18
"""What `tcp-flags` adds up; of packets with ACK it counts only SYN-ACK."""
FIRST_PACKET = 60
"""Bytes of TCP's first packet with its options, and of the answer to it."""
RESET = 40
HANDSHAKE, HANDSHAKE_BYTES = 2, 100
"""TCP's first packet, and the one by which the client takes up the connection."""


@dataclass(frozen=True)
class PacketTrain:
    """Packets that an interface saw, spread evenly over a time."""

    sighting: Sighting
    start: datetime
    duration: timedelta
    packets: int
    size: int
    """Bytes of all packets together."""
    first_flags: int = 0
    last_flags: int = 0
    repeats: bool = False
    """Whether it is one packet again and again: after 1, 3, 7 ... seconds, as TCP does."""

    def split(self, interval: int) -> Iterator["PacketCount"]:
        """Yield what falls into each window of so many seconds."""
        begin = 0
        while begin < self.packets:
            window = int(self._time(begin).timestamp()) // interval
            border = datetime.fromtimestamp((window + 1) * interval, UTC)
            end = bisect_left(range(self.packets), border, key=self._time)
            flags = self.first_flags if begin == 0 or self.repeats else 0
            yield PacketCount(
                window=window,
                packets=end - begin,
                size=self.size * end // self.packets - self.size * begin // self.packets,
                start=int(self._time(begin).timestamp()),
                end=int(self._time(end - 1).timestamp()),
                flags=flags | (self.last_flags if end == self.packets else 0),
            )
            begin = end

    def _time(self, number: int) -> datetime:
        if self.repeats:
            return self.start + timedelta(seconds=(1 << number) - 1)
        return self.start + self.duration * number / max(self.packets - 1, 1)


@dataclass(frozen=True)
class PacketCount:
    """The packets of a train in one window; times are seconds of Unix."""

    window: int
    packets: int
    size: int
    start: int
    end: int
    flags: int


def send_packets(connection: ScriptedConnection, course: ConnectionCourse) -> Iterator[PacketTrain]:
    """Yield the packets that each interface saw."""
    is_tcp = connection.protocol == "tcp"
    for sighting in course.sightings:
        is_reply = sighting.hop.is_reply
        if course.outcome == "cut":
            yield _send_cut(connection, sighting)
        elif is_tcp and course.outcome in {"unanswered", "lost"}:
            tries = connection.retries + 1
            yield PacketTrain(
                sighting, connection.start, connection.duration, tries, FIRST_PACKET * tries,
                SYN_ACK if is_reply else SYN, repeats=True,
            )  # fmt: skip
        elif is_tcp and course.outcome == "closed":
            size, flags = (RESET, RST) if is_reply else (FIRST_PACKET, SYN)
            yield PacketTrain(sighting, connection.start, timedelta(0), 1, size, flags)
        else:
            count = connection.received_packets if is_reply else connection.sent_packets
            size = connection.received_bytes if is_reply else connection.sent_bytes
            first = (SYN_ACK if is_reply else SYN) if is_tcp else 0
            last = FIN if is_tcp else 0
            if count and not (course.outcome == "closed" and is_reply):
                yield PacketTrain(
                    sighting, connection.start, connection.duration, count, size, first, last
                )


def _send_cut(connection: ScriptedConnection, sighting: Sighting) -> PacketTrain:
    """Return the packets that open a connection, and those that come to the firewall in vain."""
    if sighting.hop.is_reply:
        return PacketTrain(sighting, connection.start, timedelta(0), 1, FIRST_PACKET, SYN_ACK)
    packets, size = HANDSHAKE, HANDSHAKE_BYTES
    if not sighting.is_past_cut:
        packets += connection.retries + 1
        size += connection.sent_bytes
    return PacketTrain(sighting, connection.start, connection.duration, packets, size, SYN)
