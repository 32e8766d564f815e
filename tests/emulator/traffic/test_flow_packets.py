"""How packets are spread over windows, against counting them one by one."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ringwall.emulator.traffic.filters import PacketFlow
from ringwall.emulator.traffic.flow_packets import PacketTrain, send_packets
from ringwall.emulator.traffic.path import ConnectionCourse
from ringwall.emulator.traffic.script import ScriptedConnection
from ringwall.emulator.traffic.walk import PacketHop, Sighting

AT = datetime(2026, 3, 2, tzinfo=UTC)
NOBODY: Any = None


@given(
    packets=st.integers(1, 60),
    seconds=st.integers(0, 400),
    offset=st.integers(0, 59),
    size=st.integers(0, 5000),
)
def test_windows_have_each_packet_once(packets: int, seconds: int, offset: int, size: int) -> None:
    start = AT + timedelta(seconds=offset)
    train = PacketTrain(NOBODY, start, timedelta(seconds=seconds), packets, size, 2, 1)
    counts = list(train.split(60))
    naive: dict[int, int] = {}
    for number in range(packets):
        at = start + timedelta(seconds=seconds) * number / max(packets - 1, 1)
        window = int(at.timestamp()) // 60
        naive[window] = naive.get(window, 0) + 1
    assert {count.window: count.packets for count in counts} == naive
    assert sum(count.size for count in counts) == size
    assert counts[0].flags & 2
    assert counts[-1].flags & 1


def test_repeated_packet_comes_later_each_time() -> None:
    train = PacketTrain(NOBODY, AT, timedelta(0), 7, 420, 2, repeats=True)
    counts = list(train.split(60))
    assert [(count.packets, count.flags) for count in counts] == [(6, 2), (1, 2)]
    assert counts[1].start == int(AT.timestamp()) + 63


def test_a_connection_that_a_firewall_cuts_has_its_handshake_behind_it_alone() -> None:
    there = PacketHop(NOBODY, PacketFlow(6, "10.0.0.1", "10.1.0.1"), "10.0.0.1", "10.1.0.1")
    back = PacketHop(NOBODY, there.flow.turn(), "10.1.0.1", "10.0.0.1", is_reply=True)
    seen = (
        Sighting(there, is_accepted=True),
        Sighting(there, is_accepted=True, is_past_cut=True),
        Sighting(back, is_accepted=True, is_past_cut=True),
    )
    connection = ScriptedConnection("10.0.0.1", "10.1.0.1", 443, AT, sent_bytes=500, retries=2)
    trains = list(send_packets(connection, ConnectionCourse(seen, "cut")))
    assert [(t.packets, t.size, t.first_flags) for t in trains] == [
        (5, 600, 2),
        (2, 100, 2),
        (1, 60, 18),
    ]
