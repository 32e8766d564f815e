"""How dangerous an API is in the wrong hands, and the tactic that it serves.

`api_risk.csv` is derived from TrailDiscover (https://traildiscover.cloud) by Adan Alvarez,
CC-BY-4.0, by `tools/api_risk.py`. APIs that it does not name are judged by their verb.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("api_risk.csv")
READ = re.compile(r"(Get|List|Describe|Head|Lookup|Search|BatchGet|Scan|Query|Select)(?=[A-Z]|$)")
VERBS: Mapping[str, str] = {
    "Delete": "Impact",
    "Terminate": "Impact",
    "Stop": "Impact",
    "Disable": "Defense Evasion",
    "Deregister": "Defense Evasion",
    "Create": "Persistence",
    "Put": "Persistence",
    "Attach": "Privilege Escalation",
    "Add": "Persistence",
    "Run": "Execution",
    "Start": "Execution",
    "Invoke": "Execution",
}
"""The tactic of an API that is not in the table, by its first word."""
READING, CHANGING = 0.15, 0.35
"""The risk of an API that is not in the table: of a read, and of all else."""
OBJECTS: Mapping[str, str] = {
    "GetObject": "Exfiltration",
    "CopyObject": "Exfiltration",
    "SelectObjectContent": "Exfiltration",
    "DeleteObject": "Impact",
    "DeleteObjects": "Impact",
    "DeleteBucket": "Impact",
    "PutObject": "Impact",
    "PutObjectAcl": "Impact",
    "PutBucketAcl": "Impact",
    "PutBucketPolicy": "Impact",
    "DeleteBucketPolicy": "Impact",
    "PutBucketPublicAccessBlock": "Impact",
}
"""The tactics of APIs of S3, which every program calls: from whom they are is what counts."""


@dataclass(frozen=True)
class ApiRisk:
    """The risk of an API, 0 to 1, and the name of the tactic; '' where none is known."""

    risk: float
    tactic: str


def find_risk(source: str, operation: str) -> ApiRisk:
    """Return what is known of an API: `s3.amazonaws.com`, `GetObject`."""
    known = _read_risks().get((source, operation))
    if source == "s3.amazonaws.com" and operation in OBJECTS:
        return ApiRisk(known.risk if known else CHANGING, OBJECTS[operation])
    if known:
        return known
    if READ.match(operation):
        return ApiRisk(READING, "Discovery")
    verb = re.match(r"[A-Z][a-z]+", operation)
    return ApiRisk(CHANGING, VERBS.get(verb[0], "") if verb else "")


@cache
def _read_risks() -> Mapping[tuple[str, str], ApiRisk]:
    with FILE.open(newline="", encoding="utf-8") as file:
        return {
            (row["source"], row["api"]): ApiRisk(float(row["risk"]), row["tactic"])
            for row in csv.DictReader(file)
        }
