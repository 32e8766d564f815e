"""Cost of a million findings: merge an audit, merge it again, list, copy, and write the report.

    python bench/findings.py [size ...]

Each step runs in a process of its own, so that its peak memory is its own. The verdicts are made
up: 100 rules, 200 accounts, and one finding in five is unknown.
"""

import io
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TextIO

from ringwall.hub.formats import write_findings
from ringwall.hub.record import record
from ringwall.hub.summary import Summary
from ringwall.model.finding import Answer, Verdict
from ringwall.model.rule import SEVERITIES, Rule
from ringwall.store.database.connection import check_database, open_database
from ringwall.store.database.entry import Entry
from ringwall.store.database.ledger import Filter, Ledger

SIZES = (100_000, 1_000_000)
STEPS = ("merge", "merge again", "resolve half", "list", "check", "copy", "report")
RULES = {
    f"s3.rule_{number}": Rule(
        f"s3.rule_{number}",
        f"Rule {number}",
        "data",
        SEVERITIES[number % 4],
        "Anyone could read it.",
        "Close it: aws s3api put-bucket-policy --bucket NAME --policy file://policy.json",
        "",
    )
    for number in range(100)
}


def main() -> None:
    """Print one line per figure; with a folder, a size and a step, run that one step."""
    if len(sys.argv) > 1 and not sys.argv[1].isdigit():
        run(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
        return
    for size in map(int, sys.argv[1:]) if len(sys.argv) > 1 else SIZES:
        with tempfile.TemporaryDirectory() as folder:
            for step in STEPS:
                command = [sys.executable, __file__, folder, str(size), step]
                subprocess.run(command, check=True)  # noqa: S603 - this very file


def run(folder: Path, size: int, step: str) -> None:
    """Do one step and print what it cost."""
    started, cpu = time.monotonic(), time.process_time()
    engine = open_database(f"sqlite:///{folder / 'hub.sqlite'}")
    ledger = Ledger(engine)
    match step:
        case "merge" | "merge again":
            _merge(ledger, make_verdicts(size), "s1" if step == "merge" else "s2")
        case "resolve half":
            _merge(ledger, make_verdicts(size // 2), "s3")
        case "list":
            write_findings("json", ledger.findings(Filter(())), _Nowhere(), Summary("s", 0))
        case "check":
            check_database(engine)
        case "copy":
            other = Ledger(open_database(f"sqlite:///{folder / 'copy.sqlite'}"))
            ledger.copy_into(other)
        case "report":
            write_findings("html", ledger.findings(Filter()), _Nowhere(), Summary("s", 0))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    wall, cpu = time.monotonic() - started, time.process_time() - cpu
    bytes_ = (folder / "hub.sqlite").stat().st_size
    print(
        f"findings {size:>9,}: {step:12} {wall:6.1f} s, {cpu:6.1f} s CPU, {peak:4.0f} MB, "
        f"{bytes_ / 2**20:.0f} MiB on disk"
    )


def make_verdicts(size: int) -> Iterator[Verdict]:
    """Yield made-up verdicts; those of a smaller size are the first ones of a larger."""
    for number in range(size):
        answer: Answer = "unknown" if number % 5 == 0 else "fail"
        yield Verdict(
            f"s3.rule_{number % 100}",
            f"arn:aws:s3:::bucket-with-a-name-{number:08}",
            f"{number % 200:012}",
            "eu-west-1",
            answer,
            "the bucket policy lets anyone perform s3:GetObject",
        )


def _merge(ledger: Ledger, verdicts: Iterator[Verdict], snapshot: str) -> None:
    def outcome(_rule: str, entries: Collection[Entry]) -> dict[str, Answer | None]:
        return dict.fromkeys([entry.uid for entry in entries], "pass")

    record(ledger, RULES, verdicts, outcome, snapshot=snapshot, now=int(snapshot[1:]) * 1_000)


class _Nowhere(io.StringIO, TextIO):
    """A file that keeps nothing."""

    def write(self, text: str, /) -> int:
        return len(text)


if __name__ == "__main__":
    main()
