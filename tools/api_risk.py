"""Writes `api_risk.csv`: how dangerous an API is in the wrong hands, and what it is good for.

It is derived from TrailDiscover by Adan Alvarez (CC-BY-4.0), which says which events were seen in
real incidents, and with which tactics. RINGWALL_CORPUS names the folder with it, as NDJSON.
"""

import csv
import gzip
import json
import os
import re
from pathlib import Path

from ringwall.catalog.api_risk import FILE

SEEN, KNOWN = 1.0, 0.7
"""The risk of an API that was seen in real incidents, and of one that only research names."""
READS = re.compile(r"(Get|List|Describe|Head|Lookup|Search|BatchGet|Scan|Query|Select)[A-Z]")
READ_SHARE = 0.5
"""How much less a read is worth: it changes nothing, and programs read all day."""
SECRETS = {"GetSecretValue", "GetParameter", "GetParameters", "GetParametersByPath", "Decrypt",
           "GetPasswordData", "GetFederationToken", "GetSessionToken", "GetCredentials",
           "BatchGetSecretValue", "GetAuthorizationToken"}  # fmt: skip
"""Reads that give secrets away, and count as a write does."""
PREFERRED = (
    "Credential Access", "Exfiltration", "Impact", "Privilege Escalation", "Defense Evasion",
    "Persistence", "Initial Access", "Lateral Movement", "Execution", "Collection", "Discovery",
)  # fmt: skip
"""Of an API with several tactics, the first of these is its own."""


def main() -> None:
    """Write the table, in the order of its lines."""
    path = Path(os.environ["RINGWALL_CORPUS"]) / "api_prior.ndjson.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = sorted({_make_row(json.loads(line)) for line in lines})
    with FILE.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("source", "api", "risk", "tactic"))
        writer.writerows(rows)


def _make_row(found: dict[str, object]) -> tuple[str, str, str, str]:
    api, tactics = str(found["api"]), found["tactics"]
    risk = SEEN if found["used_in_wild"] else KNOWN
    if READS.match(api) and api not in SECRETS:
        risk *= READ_SHARE
    names = {str(one).partition(" - ")[2] for one in tactics} if isinstance(tactics, list) else ()
    tactic = next((name for name in PREFERRED if name in names), "")
    return str(found["source"]), api, f"{risk:g}", tactic


if __name__ == "__main__":
    main()
