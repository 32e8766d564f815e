"""A made-up organization's logs, as AWS writes them: benign, seeded, and labelled synthetic.

    python bench/simulated_organization.py FOLDER [--days 30] [--events-per-day 35000] [--seed 1]

It writes `FOLDER/AWSLogs/...`, as a trail and flow logs fill a bucket; each file's name says
Synthetic. The same seed and settings give the same files. A month of 200 principals in twelve
accounts has people (federated, old IAM users, travelling, called at night), CI, infrastructure as
code, backups that are shared, scanners, machines that read secrets, services of AWS, and what
changes over a month: people come and go, an office moves, a Region is opened. With more events a
day, the machines do more; the people do what they did.
"""

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

from simulation.bucket import WINDOW, write_flows, write_queries, write_trail
from simulation.scripts import Timed
from simulation.stream import BASE, Simulation


def main() -> None:
    """Write the logs, and print how many records there are."""
    options = _parse()
    simulation = Simulation(options.seed, options.days, options.principals, options.events_per_day)
    started, count = time.process_time(), 0

    def counted() -> Iterator[Timed]:
        nonlocal count
        for timed in simulation.events():
            count += 1
            yield timed

    if options.events_per_day:
        files = write_trail(options.folder, counted(), options.minutes * 60)
        spent = time.process_time() - started
        print(f"cloudtrail: {count:,} events in {files:,} files, {spent:.1f} s CPU")
    if options.flows_per_day:
        total = write_flows(options.folder, simulation, options.flows_per_day)
        print(f"vpc_flow: {total:,} records")
    if options.queries_per_day:
        total = write_queries(options.folder, simulation, options.queries_per_day)
        print(f"dns_query: {total:,} records")


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--principals", type=int, default=200)
    parser.add_argument("--events-per-day", type=int, default=BASE)
    parser.add_argument("--flows-per-day", type=int, default=0)
    parser.add_argument("--queries-per-day", type=int, default=0)
    parser.add_argument("--minutes", type=int, default=WINDOW // 60, help="in one file")
    return parser.parse_args()


if __name__ == "__main__":
    main()
