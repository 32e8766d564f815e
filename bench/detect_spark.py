"""Detections on Spark and on DuckDB, on one core each: seconds of the processor a million events.

    python bench/detect_spark.py [--events N] [--every N] [--copies N]

Every Nth detection of CloudTrail alone is asked over simulated events, and then over some copies of
them. The difference is what events cost; what a query costs by itself, its plan above all, is named
apart. Each query runs once before, so that the machine of Java has compiled what it can.
"""

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from quality.product import ingest
from simulation.bucket import write_trail
from simulation.stream import Simulation

from ringwall.catalog.loader import load_detections, load_watched
from ringwall.detect.evaluate import find_hits
from ringwall.detect.query import find_tables
from ringwall.model.detection import DetectionRule
from ringwall.store.engine.embedded import OURS, EmbeddedEngine
from ringwall.store.engine.protocol import Engine
from ringwall.store.engine.spark import SparkEngine

TICKS = os.sysconf("SC_CLK_TCK")
MILLION = 1_000_000


def main() -> None:
    """Print one line per engine."""
    options = _parse()
    tables = load_watched()
    rules = [
        rule
        for rule in load_detections().values()
        if not rule.is_code and set(find_tables(rule, tables)) == {"cloudtrail"}
    ][:: options.every]
    with tempfile.TemporaryDirectory() as work:
        events, few, many = _make_events(Path(work), options.events, options.copies)
        added = events * (options.copies - 1)
        for name, engine, clock in _engines(Path(work)):
            with engine:
                costs = []
                for files in (few, many):
                    engine.attach_files(tables["cloudtrail"], files)
                    costs.append(_measure(engine, rules, clock))
            less, more = costs
            slope = (more - less) / len(rules) / added * MILLION
            alone = less / len(rules) - slope * events / MILLION
            print(
                f"{name}: {slope * 1000:.0f} ms of a core a million events and detection, and "
                f"{alone * 1000:.0f} ms a query ({len(rules)} detections, {events:,} events, and "
                f"{options.copies} times as many)",
                flush=True,
            )


def _make_events(work: Path, count: int, copies: int) -> tuple[int, list[Path], list[Path]]:
    simulation = Simulation(days=1, principals=50, events_per_day=count)
    write_trail(work / "trail", simulation.events())
    events = ingest(work / "home", work / "trail")
    few = sorted((work / "home/logs/cloudtrail").glob("day=*/*.parquet"))
    many = list(few)
    for number in range(1, copies):
        for file in few:
            many.append(file.with_name(f"{number}-{file.name}"))
            shutil.copyfile(file, many[-1])
    return events, few, many


def _engines(work: Path) -> Iterator[tuple[str, Engine, Callable[[], float]]]:
    yield "duckdb", EmbeddedEngine(work, threads=1, limits=OURS), time.process_time
    yield "spark local[1]", SparkEngine("local[1]"), _read_all_clocks


def _read_all_clocks() -> float:
    """Return the seconds of the processor of this process and of those below it: Java's."""
    below = sum(_read_clock(path) for path in Path("/proc").glob("[0-9]*/stat"))
    return time.process_time() + below


def _read_clock(path: Path) -> float:
    try:
        fields = path.read_text().rpartition(")")[2].split()
    except OSError:  # it ended meanwhile
        return 0
    if int(fields[1]) != os.getpid():
        return 0
    return (int(fields[11]) + int(fields[12])) / TICKS


def _measure(engine: Engine, rules: Sequence[DetectionRule], clock: Callable[[], float]) -> float:
    """Return the seconds of the processor that the second run of all takes."""
    for rule in rules:
        find_hits(engine, rule)
    began = clock()
    for rule in rules:
        find_hits(engine, rule)
    return clock() - began


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure detections on Spark, beside DuckDB.")
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--every", type=int, default=10, help="take every Nth detection")
    parser.add_argument("--copies", type=int, default=10, help="how often the events are there")
    return parser.parse_args()


if __name__ == "__main__":
    main()
