"""Findings of AWS's services in files: what can be read of each, and what cannot."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ringwall.collect.findings.recognize import NotAFinding, open_record, read_report
from ringwall.collect.logs.objects import LogObject, find_files
from ringwall.collect.logs.unpack import Broken, Unpacked
from ringwall.collect.records import parse_records
from ringwall.model.reported import ReportedFinding
from ringwall.model.text import count_of

LISTS = ("Findings", "findings", "EvaluationResults", "Records", "Events")
MAX_BYTES = 2 * 1024**3
"""Of one file, unpacked."""
MAX_FAULTS = 1_000
"""Records of one file that are told one by one."""


@dataclass
class ReadReports:
    """What was read of findings, and what could not be."""

    faults: list[str] = field(default_factory=list)
    """A line for each thing that could not be read: what is in it is unknown."""
    sources: int = 0
    """Files, or services of an account and Region, that were read."""
    own: int = 0
    """Findings that Ringwall itself had sent to Security Hub."""


def read_files(paths: Sequence[Path], told: ReadReports) -> Iterator[ReportedFinding]:
    """Yield the findings in files and folders; `told` gets what could not be read.

    BadInput where a path leads nowhere.
    """
    found = find_files(paths)
    told.faults += [f"{path}: {reason}" for path, reason in found.faults.items()]
    for each in found.objects:
        told.sources += 1
        yield from _read_object(each, told)


def _read_object(one: LogObject, told: ReadReports) -> Iterator[ReportedFinding]:
    number, strange = 0, 0
    try:
        with one.open() as packed:
            for value in parse_records(Unpacked(packed, MAX_BYTES), LISTS):
                for record in open_record(value):
                    number += 1
                    try:
                        read = read_report(record)
                    except NotAFinding as error:
                        strange += 1
                        if strange <= MAX_FAULTS:
                            told.faults.append(f"{one.address}: record {number}: {error}")
                        continue
                    if read:
                        yield read
                    else:
                        told.own += 1
    except Broken as error:
        told.faults.append(f"{one.address}: {error}; {count_of(number, 'record')} read before that")
    except OSError as error:
        told.faults.append(f"{one.address}: cannot read: {error.strerror or error}")
    if strange > MAX_FAULTS:
        told.faults.append(f"{one.address}: {strange - MAX_FAULTS} more such records")
