"""The alarms of the CIS benchmark for AWS, section 4, as `cis_alarms.csv` has them.

The patterns are those that Security Hub's controls CloudWatch.1 to CloudWatch.14 look for.
https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html
"""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_name("cis_alarms.csv")


class CisAlarm(NamedTuple):
    """An alarm: the requirement it answers, its name, what it counts in the trail, and why."""

    requirement: str
    name: str
    pattern: str
    why: str

    def namespace(self, blueprint: str) -> str:
        """Return the namespace of its metric."""
        return f"Ringwall/{blueprint}"


@cache
def load_alarms() -> tuple[CisAlarm, ...]:
    """Return the alarms in the order of the benchmark."""
    with FILE.open(newline="", encoding="utf-8") as file:
        return tuple(CisAlarm(**row) for row in csv.DictReader(file))
