"""Let scripted traffic happen: each item has its course, and logs are delivered of them all."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ringwall.emulator.state import EmulatorState
from ringwall.emulator.traffic.flow_delivery import deliver_flows, find_flow_logs
from ringwall.emulator.traffic.flow_packets import send_packets
from ringwall.emulator.traffic.flow_records import ServedTrain
from ringwall.emulator.traffic.interfaces import TrafficInterface, read_network
from ringwall.emulator.traffic.path import trace
from ringwall.emulator.traffic.script import BadTraffic, Quiet, ScriptedConnection, ScriptedTraffic


@dataclass(frozen=True)
class TrafficResult:
    """What became of an item of a script."""

    item: ScriptedTraffic
    outcome: Literal["open", "closed", "unanswered", "lost", "quiet", "answered", "blocked"]


def send_traffic(state: EmulatorState, script: Iterable[ScriptedTraffic]) -> list[TrafficResult]:
    """Return what became of each item; nothing is delivered where one of them cannot be."""
    network, targets = read_network(), find_flow_logs(state)
    results: list[TrafficResult] = []
    trains: list[ServedTrain] = []
    quiet: list[tuple[TrafficInterface, Quiet]] = []
    for item in script:
        if isinstance(item, ScriptedConnection):
            course = trace(network, item)
            packets = send_packets(item, course) if targets else ()
            trains += (ServedTrain(train, item.service) for train in packets)
            results.append(TrafficResult(item, course.outcome))
        elif isinstance(item, Quiet):
            interface = network.find(item.interface)
            if interface is None:
                raise BadTraffic(f"{item.interface} is no interface")
            quiet.append((interface, item))
            results.append(TrafficResult(item, "quiet"))
    deliver_flows(state, targets, trains, quiet)
    return results
