"""CloudTrail logs from folders: files found, records read, rows of `logs.cloudtrail` made.

What cannot be read is reported with its file and position, and everything else is kept.
https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
"""

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ringwall.collect.records import MAX_BYTES, read_records
from ringwall.model.errors import BadInput
from ringwall.model.table import Column, Row, Table
from ringwall.model.text import make_storable
from ringwall.store.lake.logs import LogWriter

ENDINGS = (".json", ".jsonl", ".ndjson", ".json.gz", ".jsonl.gz", ".ndjson.gz")
DIGEST = "CloudTrail-Digest"
"""In the names of files and folders with digests of log files: they have no events."""
BATCH = 1_000
COMPUTED = frozenset(
    {
        "event_time",
        "event_category",
        "operation",
        "principal_arn",
        "resources",
        "session_arn",
        "session_created",
        "session_name",
    }
)
"""Columns for which code follows the path: it also knows older records and who a session was."""
DATED = re.compile(r"\d{8}(v\d+)?$|\d{4}_\d{2}_\d{2}$")
"""The date that Lambda and CloudFront put at the end of an operation's name."""
NEVER = datetime(1970, 1, 1)  # noqa: DTZ001 - stored naive, in UTC
_encode = json.JSONEncoder(separators=(",", ":")).encode
_encode_plainly = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


@dataclass(frozen=True)
class LogFiles:
    """The files to read, and what was found beside them."""

    files: tuple[Path, ...]
    digests: int = 0
    others: int = 0
    """Files of a folder that do not end as log files do, links and devices."""
    faults: Mapping[Path, str] = field(default_factory=dict)
    """Folders that could not be read, and why."""


@dataclass
class Ingested:
    """What was read; `faults` has a line for each file or folder of which something is missing."""

    files: int = 0
    records: int = 0
    faults: list[str] = field(default_factory=list)
    gaps: list[Row] = field(default_factory=list)
    """The same as rows of logs.cloudtrail_gap."""

    def note(self, path: Path, reason: str, accounts: Iterable[str] = ()) -> None:
        """Keep that not all of a file or folder was read, which had events of these accounts."""
        self.faults.append(f"{path}: {reason}")
        self.gaps += (
            {"file": str(path.absolute()), "account_id": account, "reason": reason}
            for account in sorted(accounts) or [""]
        )


def find_log_files(paths: Iterable[Path]) -> LogFiles:
    """Return the log files that paths lead to, folders and all below them, each once, in order.

    A file that is named is taken whatever its name. BadInput where a path leads nowhere, or where
    there is no log file at all.
    """
    files: dict[Path, None] = {}
    digests = others = 0
    faults: dict[Path, str] = {}
    named = list(paths)
    for path in named:
        if path.is_file():
            files[path] = None
        elif not path.is_dir():
            raise BadInput(f"{path}: no such file or folder")
        else:
            for found in _walk(path, faults):
                if DIGEST in str(found.relative_to(path.parent)):
                    digests += 1
                elif found.name.endswith(ENDINGS) and found.is_file() and not found.is_symlink():
                    files[found] = None
                else:
                    others += 1
    if not files and not faults:
        raise BadInput(
            f"{', '.join(map(str, named))}: no CloudTrail log files; they end in "
            f"{', '.join(ENDINGS)}"
        )
    return LogFiles(tuple(files), digests, others, faults)


def _walk(folder: Path, faults: dict[Path, str]) -> Iterator[Path]:
    def note(error: OSError) -> None:
        faults[Path(error.filename)] = f"cannot read the folder: {error.strerror}"

    for place, folders, names in os.walk(folder, onerror=note):
        folders.sort()
        for name in sorted(names):
            yield Path(place, name)


def ingest(
    found: LogFiles,
    table: Table,
    writer: LogWriter,
    advance: Callable[[Path], None] = lambda _: None,
    limit: int = MAX_BYTES,
) -> Ingested:
    """Hand the events of files to a writer; `advance` is called with each file that is done.

    A file that breaks off is a fault, and so are records that are none; the events that could be
    read are kept.
    """
    done = Ingested()
    for folder, reason in found.faults.items():
        done.note(folder, reason)
    to_row = EventRowMaker(table)
    for path in found.files:
        skipped: list[str] = []
        accounts: set[str] = set()
        batch: list[Row] = []
        try:
            for number, record in enumerate(read_records(path, limit), start=1):
                try:
                    batch.append(row := to_row(record))
                except ValueError as error:
                    skipped.append(f"record {number}: {error}")
                    continue
                done.records += 1
                accounts.add(row["account_id"] or "")
                if len(batch) == BATCH:
                    writer.add(batch)
                    batch = []
        except BadInput as error:
            done.note(path, str(error).removeprefix(f"{path}: "), accounts)
        writer.add(batch)
        done.files += 1
        if skipped:
            done.note(path, f"{len(skipped)} records skipped; {skipped[0]}", accounts)
        advance(path)
    return done


class EventRowMaker:
    """Makes a row of a record, as the table's columns say; ValueError where it is no event."""

    def __init__(self, table: Table) -> None:
        self._plain = [
            (column, tuple(column.path.split(".")))
            for column in table.columns
            if column.name not in COMPUTED
        ]

    def __call__(self, record: Row) -> Row:
        """Return the row of one record."""
        row = {column.name: _take(record, path, column) for column, path in self._plain}
        for name, member in (("event_name", "eventName"), ("event_source", "eventSource")):
            if not row[name]:
                raise ValueError(f"no {member}")
        row["event_time"] = _time(record.get("eventTime"))
        row["event_id"] = row["event_id"] or _checksum(record)
        identity = _member(record, "userIdentity")
        row |= _principal(identity)
        row["account_id"] = row["account_id"] or row["principal_account_id"] or None
        row["event_category"] = _category(record)
        row["resources"] = _resources(record)
        row["operation"] = DATED.sub("", row["event_name"])
        return row


def _take(record: Row, path: tuple[str, ...], column: Column) -> Any:
    """Return a column's value; one of the wrong kind is text as JSON, or NULL in other columns."""
    value: Any = record
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
        if value is None:
            return column.when_absent
    match column.type:
        case "TEXT":
            return _text(value)
        case "JSON":
            return _dump(value)
        case "BOOLEAN":
            return {True: True, False: False, "true": True, "false": False}.get(
                value if isinstance(value, bool | str) else ""
            )
        case _:
            return None


def _text(value: Any) -> str:
    return make_storable(value if isinstance(value, str) else _encode(value))


def _dump(value: Any) -> str:
    """Return a value as JSON that DuckDB reads too: half a character is none to it."""
    text = _encode(value)
    return make_storable(_encode_plainly(value)) if "\\ud" in text else text


def _member(record: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = record.get(name)
    return value if isinstance(value, dict) else {}


def _time(value: Any) -> datetime:
    """Return the time in UTC, naive, as it is stored."""
    if not isinstance(value, str):
        raise ValueError("no eventTime")  # noqa: TRY004 - a record, not a caller, is wrong
    try:
        moment = datetime.fromisoformat(value)
        return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    except (ValueError, OverflowError) as error:
        raise ValueError(f"eventTime {value[:40]!r} is not a time") from error


def _checksum(record: Row) -> str:
    text = json.dumps(record, sort_keys=True)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _principal(identity: Mapping[str, Any]) -> Row:
    """Return who acted: permissions are those of the role or user whose session it was.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
    """
    own = _text(identity.get("arn") or "")
    row = _session(identity, own)
    issuer = _text(_member(_member(identity, "sessionContext"), "sessionIssuer").get("arn") or "")
    if issuer:
        return row | {"principal_arn": issuer, "session_arn": own}
    if identity.get("type") in {"AssumedRole", "FederatedUser"} or ":assumed-role/" in own:
        return row | {"principal_arn": None, "session_arn": own}
    return row | {"principal_arn": own, "session_arn": "", "session_name": ""}


def _session(identity: Mapping[str, Any], arn: str) -> Row:
    """Return the name of a session and when it was opened; NULL where that is no time."""
    attributes = _member(_member(identity, "sessionContext"), "attributes")
    created: datetime | None = NEVER
    if "creationDate" in attributes:
        try:
            created = _time(attributes["creationDate"])
        except ValueError:
            created = None
    return {"session_name": arn.rpartition("/")[2], "session_created": created}


def _category(record: Row) -> str | None:
    """Return the category, which records have since version 1.07, or what older ones imply."""
    category = record.get("eventCategory")
    if category is not None:
        return _text(category)
    is_management = record.get("managementEvent")
    if isinstance(is_management, bool):
        return "Management" if is_management else "Data"
    return None


def _resources(record: Row) -> list[str]:
    listed = record.get("resources")
    items = listed if isinstance(listed, list) else []
    arns = [item.get("ARN") for item in items if isinstance(item, dict)]
    return [_text(arn) for arn in arns if isinstance(arn, str) and arn]
