"""Speed of the watch: CloudTrail's files to incidents, flow logs, the delay of --follow, peers.

    python bench/detect.py [--events N] [--flows N] [--follow SECONDS] [--peers DIR] [--logs FOLDER]

The events are those of the simulated organization (synthetic, see `README.md`), or of a folder.
Each step runs in a process of its own; rates are per second of the processor, so per core. Beside
the product stands, in the same run, what no program can do without: unzipping the files, and
parsing each record into typed members with msgspec.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from detect_follow import measure_delay
from detect_peers import compare_peers
from isal import isal_zlib
from quality.product import detect, ingest, read_seen
from simulation.bucket import write_flows, write_trail
from simulation.stream import BASE, FIXED, Simulation

DEAREST = 10
"""How many detections are named with their cost."""
PRINCIPALS = 200
AIM = 50_000
SHARE = 0.6


class Identity(msgspec.Struct, rename="camel"):
    """`userIdentity`, with the members that rules use."""

    type: str = ""
    arn: str = ""
    account_id: str = ""
    principal_id: str = ""
    access_key_id: str = ""
    user_name: str = ""
    invoked_by: str = ""
    session_context: msgspec.Raw = msgspec.Raw()


class Event(msgspec.Struct, rename="camel"):
    """A record: what rules use as text, and the rest as JSON."""

    user_identity: Identity | None = None
    event_time: str = ""
    event_source: str = ""
    event_name: str = ""
    aws_region: str = ""
    user_agent: str = ""
    event_type: str = ""
    event_category: str = ""
    recipient_account_id: str = ""
    error_code: str = ""
    error_message: str = ""
    vpc_endpoint_id: str = ""
    read_only: bool = False
    management_event: bool = True
    source_ip: str = msgspec.field(default="", name="sourceIPAddress")
    event_id: str = msgspec.field(default="", name="eventID")
    request_parameters: msgspec.Raw = msgspec.Raw()
    response_elements: msgspec.Raw = msgspec.Raw()
    additional_event_data: msgspec.Raw = msgspec.Raw()
    resources: msgspec.Raw = msgspec.Raw()
    tls_details: msgspec.Raw = msgspec.Raw()


class LogFile(msgspec.Struct, rename="pascal"):
    """A log file of CloudTrail."""

    records: list[Event]


def main() -> None:
    """Print one line per figure; with `--step`, run one of them in this process."""
    options = _parse()
    if options.step:
        print(json.dumps(STEPS[options.step](options.logs, options.home)))
        return
    with tempfile.TemporaryDirectory(dir=options.work) as work:
        for line in measure(options, Path(work)):
            print(line, flush=True)


def measure(options: argparse.Namespace, work: Path) -> Iterator[str]:
    """Yield the lines of all that is asked for."""
    if options.events:
        logs = options.logs or work / "logs"
        if options.logs is None:
            yield _make_logs(options.events, logs)
        plain = _run("plain", logs, work / "home")
        product = _run("product", logs, work / "home")
        yield from cloudtrail_lines(plain, product)
    if options.flows:
        simulation = Simulation(days=1)
        write_flows(work / "flows", simulation, options.flows)
        flows = _run("flows", work / "flows", work / "flow-home")
        rate = flows["records"] / flows["cpu"]
        yield (
            f"flow logs: {rate:,.0f} records/s per core ({flows['records']:,} records, "
            f"{flows['cpu']:.1f} s CPU, {flows['memory']:.0f} MB)"
        )
    if options.follow:
        yield measure_delay(work / "follow", options.follow, options.rate)
    if options.peers or options.peer_events:
        yield from compare_peers(options.peers, work / "peers", options.peer_events)


def cloudtrail_lines(plain: Mapping[str, Any], product: Mapping[str, Any]) -> Iterator[str]:
    """Yield the figures of CloudTrail's events."""
    events, cpu = product["events"], product["ingest"] + product["detect"] + product["read"]
    rate, floor = events / cpu, plain["events"] / (plain["unzip"] + plain["parse"])
    yield (
        f"cloudtrail: {rate:,.0f} events/s per core, end to end ({events:,} events, {cpu:.1f} s "
        f"CPU); aim {AIM:,}"
    )
    yield (
        f"cloudtrail: unzip and typed parse alone: {floor:,.0f} events/s per core; the product "
        f"reaches {rate / floor:.0%} of it; aim {SHARE:.0%}"
    )
    write = product["ingest"] - plain["unzip"] - plain["parse"]
    parts = {
        "unzip": plain["unzip"], "parse": plain["parse"], "write": write,
        "query": product["detect"], "incidents": product["read"],
    }  # fmt: skip
    shares = ", ".join(f"{name} {part:.1f} s ({part / cpu:.0%})" for name, part in parts.items())
    yield f"cloudtrail: CPU by part: {shares}"
    yield f"cloudtrail: {product['hits']:,} hits, {product['incidents']:,} incidents"
    yield (
        f"cloudtrail: peak memory {product['memory']:.0f} MB for {events:,} events: ingest "
        f"{product['ingest_memory']:.0f} MB, then detections"
    )
    dearest = sorted(product["seconds"].items(), key=lambda item: -item[1])
    total = sum(product["seconds"].values())
    yield f"cloudtrail: {len(dearest)} detections, {total:.1f} s on the clock; the dearest:"
    for rule, seconds in dearest[:DEAREST]:
        yield f"  {seconds * 1000:8.0f} ms  {seconds / events * 1e6:6.2f} s per million  {rule}"
    for rule, failure in product["failures"].items():
        yield f"  failed: {rule}: {failure.splitlines()[0]}"


def _make_logs(events: int, folder: Path) -> str:
    days = max(1, min(30, events // BASE))
    # The machines do more where a month of the organization is not enough.
    principals = max(20, min(PRINCIPALS, events * PRINCIPALS // BASE))
    per_day = max(FIXED, events // days)
    simulation = Simulation(days=days, principals=principals, events_per_day=per_day)
    started, count = time.process_time(), 0

    def counted() -> Iterator[Any]:
        nonlocal count
        for timed in simulation.events():
            count += 1
            yield timed

    write_trail(folder, counted())
    return f"made {count:,} events of {days} days in {time.process_time() - started:.1f} s CPU"


def _run(step: str, logs: Path, home: Path) -> dict[str, Any]:
    command = [sys.executable, __file__, "--step", step, "--logs", str(logs), "--home", str(home)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - ours
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def run_plain(logs: Path, _: Path) -> dict[str, Any]:
    """Unzip and parse all files, and nothing else."""
    decoder = msgspec.json.Decoder(LogFile)
    unzip = parse = 0.0
    events = size = 0
    for path in sorted(logs.rglob("*.json.gz")):
        packed = path.read_bytes()
        begin = time.process_time()
        body = isal_zlib.decompress(packed, 31)
        middle = time.process_time()
        events += len(decoder.decode(body).records)
        parse += time.process_time() - middle
        unzip += middle - begin
        size += len(body)
    return {"events": events, "unzip": unzip, "parse": parse, "bytes": size}


def run_product(logs: Path, home: Path) -> dict[str, Any]:
    """Ingest all files, run all detections, and read the incidents."""
    begin = time.process_time()
    events = ingest(home, logs)
    ingested = time.process_time()
    ingest_memory = _memory()
    cost = detect(home)
    detected = time.process_time()
    seen = read_seen(home)
    return {
        "events": events,
        "ingest": ingested - begin,
        "detect": detected - ingested,
        "read": time.process_time() - detected,
        "seconds": cost.seconds,
        "failures": cost.failures,
        "hits": len(seen.hits),
        "incidents": len(seen.incidents),
        "ingest_memory": ingest_memory,
        "memory": _memory(),
    }


def run_flows(logs: Path, home: Path) -> dict[str, Any]:
    """Ingest flow logs."""
    begin = time.process_time()
    records = ingest(home, logs)
    return {"records": records, "cpu": time.process_time() - begin, "memory": _memory()}


def _memory() -> float:
    """Return the peak of this process's memory, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


STEPS = {"plain": run_plain, "product": run_product, "flows": run_flows}


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the speed of the watch.")
    parser.add_argument("--events", type=int, default=1_000_000, help="of CloudTrail; 0: none")
    parser.add_argument("--flows", type=int, default=1_000_000, help="records of flow logs")
    parser.add_argument("--follow", type=int, default=20, help="seconds of --follow; 0: none")
    parser.add_argument("--rate", type=int, default=2_000, help="events a second of --follow")
    parser.add_argument("--peers", type=Path, help="where the peers are, or shall be, installed")
    parser.add_argument("--peer-events", type=int, default=0, help="events that peers get")
    parser.add_argument("--logs", type=Path, help="log files to use, not simulated ones")
    parser.add_argument("--work", type=Path, help="where temporary files go")
    parser.add_argument("--step", choices=sorted(STEPS), help=argparse.SUPPRESS)
    parser.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
