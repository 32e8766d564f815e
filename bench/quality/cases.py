"""Labelled events of a folder: attacks, samples with what is expected of them, benign events.

Each file is NDJSON (`.ndjson`, `.jsonl` or `.json`, with or without `.gz`). A line is one of

    {"technique": "aws.execution.ssm-send-command", "event": {...}}
    {"behaviour": "...", "title": "...", "logs": [...], "expected": true, "event": {...}}
    {"label": "benign", "event": {...}}
    {"label": "T1562.008", "case": "any text", "event": {...}}

All events of one technique (of one label and case) are one attack; each line with a behaviour is a
case of its own. Lines of other forms are passed over, and counted.
"""

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

Event = dict[str, Any]
ENDINGS = re.compile(r"\.(ndjson|jsonl|json)(\.gz)?$")
ACCOUNT = re.compile(r"\d{12}")
FIRST_ACCOUNT = 700_000_000_000
"""Accounts that cases are moved to, one each: no case is seen beside another."""
LOGS = {
    "AWS.CloudTrail": "cloudtrail", "AWS.VPCFlow": "vpc_flow", "AWS.VPCDns": "dns_query",
    "AWS.WAFWebACL": "waf_request", "AWS.S3ServerAccess": "s3_access",
    "AWS.BedrockModelInvocation": "model_invocation",
    "OCSF.NetworkActivity": "ocsf_flow", "OCSF.DnsActivity": "ocsf_query",
}  # fmt: skip
"""Names of log types in samples, and the logs and forms that the product reads."""


@dataclass(frozen=True)
class Case:
    """Events that stand together: an attack, or one sample of a behaviour."""

    kind: Literal["attack", "sample"]
    subject: str
    """The technique, or the behaviour."""
    name: str
    log: str
    events: tuple[Event, ...]
    account: str
    """The account that the case was moved to; '' where its events stand as they were."""
    is_expected: bool = True
    """Whether something should be seen."""

    @property
    def event_ids(self) -> frozenset[str]:
        """The IDs of its events."""
        return frozenset(str(event.get("eventID", "")) for event in self.events)


@dataclass
class Labelled:
    """What a folder holds."""

    cases: list[Case] = field(default_factory=list)
    benign: list[Path] = field(default_factory=list)
    """Files with benign events, which are read when they are needed."""
    passed_over: Counter[str] = field(default_factory=Counter)
    """Lines that are no case, by the reason."""


def read_folder(folder: Path) -> Labelled:
    """Return the labelled events of a folder."""
    found = Labelled()
    attacks: dict[tuple[str, str, bool], list[Event]] = defaultdict(list)
    for path in find_files(folder):
        has_benign = False
        for line in read_lines(path):
            event = line.get("event")
            if not isinstance(event, dict):
                found.passed_over["no event"] += 1
            elif line.get("label") == "benign":
                has_benign = True
            elif "label" in line:
                key = (str(line["label"]), str(line.get("case", "")), False)
                attacks[key].append(event)
            elif "technique" in line:
                attacks[str(line["technique"]), "", True].append(event)
            elif "behaviour" in line:
                _add_sample(found, line, event)
            else:
                found.passed_over["no label"] += 1
        if has_benign:
            found.benign.append(path)
    for (subject, name, is_moved), events in attacks.items():
        account = str(FIRST_ACCOUNT + len(found.cases)) if is_moved else ""
        made = tuple(
            complete(event, f"{subject}/{name}/{number}", account)
            for number, event in enumerate(events)
        )
        made = tuple(sorted(made, key=lambda event: str(event["eventTime"])))
        found.cases.append(Case("attack", subject, name, "cloudtrail", made, account))
    return found


def _add_sample(found: Labelled, line: Mapping[str, Any], event: Event) -> None:
    behaviour = str(line["behaviour"])
    log = find_log(line.get("logs") or (), event)
    if not log:
        found.passed_over["of another log"] += 1
        return
    account = str(FIRST_ACCOUNT + len(found.cases))
    name = f"{line.get('title', '')} #{len(found.cases)}"
    if log == "cloudtrail":
        event = complete(event, f"{behaviour}/{name}", account)
    elif log == "s3_access":  # the record has no account: its hits are known by the request
        event = event | {"eventID": sha256(name.encode()).hexdigest()[:16].upper()}
    is_expected = bool(line.get("expected"))
    case = Case("sample", behaviour, name, log, (event,), account, is_expected=is_expected)
    found.cases.append(case)


def find_log(names: Any, event: Event) -> str:
    """Return the log that an event is of; '' where the product reads none such."""
    said = LOGS.get(str(event.get("p_log_type", "")))
    if said or "p_log_type" in event:
        named = said or ""
    else:
        named = next((LOGS[name] for name in names if name in LOGS), "")
    if named == "cloudtrail" and not (event.get("eventName") and event.get("eventSource")):
        return ""
    return named


def complete(event: Event, key: str, account: str) -> Event:
    """Return an event with what every record of CloudTrail has, in the account of its case.

    Samples are cut short: what they lack is what no rule is about (a time, an ID). IDs are new, so
    that no two cases share one.
    """
    event = {name: value for name, value in event.items() if not name.startswith("p_")}
    identity = event.get("userIdentity")
    own = event.get("recipientAccountId") or (
        identity.get("accountId") if isinstance(identity, dict) else ""
    )
    if account and isinstance(own, str) and ACCOUNT.fullmatch(own):
        event = json.loads(json.dumps(event).replace(own, account))
    if account or not event.get("eventID"):
        digest = sha256(f"{key}/{event.get('eventID', '')}".encode()).digest()[:16]
        event["eventID"] = str(UUID(bytes=digest, version=4))
    event.setdefault("awsRegion", "us-east-1")
    event.setdefault("eventTime", "2025-01-15T12:00:00Z")
    event.setdefault("eventVersion", "1.08")
    if account and not event.get("recipientAccountId"):
        event["recipientAccountId"] = account
    return event


def find_files(folder: Path) -> list[Path]:
    """Return the files of a folder that may hold labelled events, in order."""
    if folder.is_file():
        return [folder]
    return sorted(path for path in folder.rglob("*") if ENDINGS.search(path.name))


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the JSON objects of a file, one a line; other lines are nothing."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            try:
                value = json.loads(line)
            except ValueError:
                continue
            if isinstance(value, dict):
                yield value


def read_benign(labelled: Labelled) -> Iterator[Event]:
    """Yield the benign events."""
    for path in labelled.benign:
        for number, line in enumerate(read_lines(path)):
            event = line.get("event")
            if line.get("label") == "benign" and isinstance(event, dict):
                yield complete(event, f"{path.name}/{number}", "")
