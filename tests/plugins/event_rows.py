"""Rows of `logs.cloudtrail` made one by one: what the lake makes of whole batches must be the same.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
"""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ringwall.model.table import Column, Row, Table
from ringwall.model.text import make_storable

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
