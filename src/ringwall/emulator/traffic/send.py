"""Let scripted traffic happen: each item has its course, and logs are delivered of them all."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ringwall.emulator.state import EmulatorState
from ringwall.emulator.traffic.dns import QueryCourse, ResolverCache, deliver_queries, resolve
from ringwall.emulator.traffic.flow_delivery import deliver_flows, find_flow_logs
from ringwall.emulator.traffic.flow_packets import send_packets
from ringwall.emulator.traffic.flow_records import ServedTrain
from ringwall.emulator.traffic.interfaces import TrafficInterface, read_network
from ringwall.emulator.traffic.path import trace
from ringwall.emulator.traffic.script import (
    BadTraffic,
    DnsAnswer,
    DnsQuery,
    Quiet,
    ScriptedConnection,
    ScriptedTraffic,
    read_script,
)


@dataclass(frozen=True)
class TrafficResult:
    """What became of an item of a script."""

    item: ScriptedTraffic
    outcome: Literal["open", "closed", "unanswered", "lost", "cut", "quiet", "answered", "blocked"]
    rcode: str = ""
    answers: tuple[DnsAnswer, ...] = ()
    """Of a DNS query."""


def send_traffic(state: EmulatorState, script: Iterable[ScriptedTraffic]) -> list[TrafficResult]:
    """Return what became of each item; nothing is delivered where one of them cannot be.

    BadTraffic where it cannot be, or is no item of a script at all.
    """
    network, targets = read_network(state), find_flow_logs(state)
    results: list[TrafficResult] = []
    trains: list[ServedTrain] = []
    quiet: list[tuple[TrafficInterface, Quiet]] = []
    queries: list[tuple[TrafficInterface, DnsQuery, QueryCourse]] = []
    cache = ResolverCache()
    for item in read_script(script):
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
        else:
            asking = network.find(item.source)
            if asking is None:
                raise BadTraffic(f"{item.source} is no interface")
            found = resolve(state, asking, item, cache)
            queries.append((asking, item, found))
            results.append(TrafficResult(item, found.outcome, found.rcode, found.answers))
    deliver_flows(state, targets, trains, quiet)
    deliver_queries(state, queries)
    return results
