"""Write logs as AWS lays them out in a bucket; the name of each file says that it is synthetic.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-path.html
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import msgspec
from isal import igzip
from simulation.organization import HOME
from simulation.scripts import Timed
from simulation.stream import Simulation
from simulation.traffic import FIELDS, Interface, dns_queries, flow_lines, make_interfaces

LABEL = "Synthetic"
WINDOW = 3600
"""Seconds in one file; AWS writes one about every five minutes."""
encode = msgspec.json.Encoder().encode


def write_trail(folder: Path, events: Iterable[Timed], window: int = WINDOW) -> int:
    """Write records as a trail does; return how many files."""
    files, open_until = 0, 0.0
    waiting: dict[tuple[str, str], list[bytes]] = defaultdict(list)
    for at, record in events:
        if at >= open_until:
            files = _flush(folder, waiting, open_until, files)
            open_until = (at // window + 1) * window
        place = (record["recipientAccountId"], record["awsRegion"])
        waiting[place].append(encode(record))
    return _flush(folder, waiting, open_until, files)


def _flush(
    folder: Path, waiting: dict[tuple[str, str], list[bytes]], end: float, files: int
) -> int:
    moment = datetime.fromtimestamp(end, UTC)
    for (account, region), records in sorted(waiting.items()):
        files += 1
        name = f"{account}_CloudTrail_{region}_{moment:%Y%m%dT%H%MZ}_{LABEL}{files:07}.json.gz"
        place = folder / f"AWSLogs/{account}/CloudTrail/{region}/{moment:%Y/%m/%d}"
        _write(place / name, b'{"Records":[' + b",".join(records) + b"]}")
    waiting.clear()
    return files


def write_flows(folder: Path, simulation: Simulation, per_day: int) -> int:
    """Write the flow logs of the VPCs, so many records a day; return how many records."""
    interfaces = make_interfaces(simulation.organization)
    total = 0
    for moment, random in _hours(simulation, "flows"):
        lines: dict[str, list[str]] = defaultdict(list)
        begin = int(moment.timestamp())
        for _, own, line in flow_lines(interfaces, random, begin, max(1, per_day // 24)):
            lines[own.account].append(line)
            total += 1
        for account, found in lines.items():
            name = (
                f"{account}_vpcflowlogs_{HOME}_fl-{LABEL.lower()}_{moment:%Y%m%dT%H%MZ}"
                f"_{random.getrandbits(32):08x}.log.gz"
            )
            place = folder / f"AWSLogs/{account}/vpcflowlogs/{HOME}/{moment:%Y/%m/%d}"
            _write(place / name, "\n".join((FIELDS, *found, "")).encode())
    return total


def write_queries(folder: Path, simulation: Simulation, per_day: int) -> int:
    """Write the query logs of the VPCs, so many records a day; return how many records."""
    interfaces = make_interfaces(simulation.organization)
    total = 0
    for moment, random in _hours(simulation, "queries"):
        lines: dict[Interface, list[dict[str, Any]]] = defaultdict(list)
        firsts: dict[str, Interface] = {}
        begin = int(moment.timestamp())
        for _, own, record in dns_queries(interfaces, random, begin, max(1, per_day // 24)):
            lines[firsts.setdefault(own.vpc, own)].append(record)
            total += 1
        for own, found in lines.items():
            name = (
                f"{own.vpc}_vpcdnsquerylogs_{own.account}_{moment:%Y%m%dT%H%MZ}"
                f"_{LABEL.lower()}.log.gz"
            )
            place = folder / f"AWSLogs/{own.account}/vpcdnsquerylogs/{own.vpc}/{moment:%Y/%m/%d}"
            _write(place / name, b"".join(encode(each) + b"\n" for each in found))
    return total


def _hours(simulation: Simulation, word: str) -> Iterator[tuple[datetime, Random]]:
    begin = int(simulation.start.timestamp())
    for hour in range(simulation.days * 24):
        moment = datetime.fromtimestamp(begin + hour * 3600, UTC)
        yield moment, Random(f"{simulation.seed}/{word}/{hour}")


def _write(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(igzip.compress(body, compresslevel=2, mtime=0))
