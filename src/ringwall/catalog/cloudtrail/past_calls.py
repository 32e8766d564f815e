"""What was set before a threat began: as CloudTrail's event history and AWS Config know it.

CloudTrail keeps what was called for 90 days, whatever becomes of trails.
https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from ringwall.model.errors import CallFailed
from ringwall.model.table import Reader, Row

MOST_EVENTS = 200
"""Calls of one name that are looked at, newest first."""
NO_HISTORY = (
    "NoAvailableConfigurationRecorderException",
    "ResourceNotDiscoveredException",
)
"""What Config answers where it knows nothing."""
IsAbout = Callable[[Row], bool]
"""Whether a call's record is about what is looked for."""


def find_calls(
    reader: Reader, name: str, is_about: IsAbout, *, since: int = 0, until: int = 0
) -> Iterator[Row]:
    """Yield the records of successful calls of one name, newest first; times in milliseconds.

    Records tell seconds: what was called in that of `since` is yielded, in that of `until` not.
    """
    asked: dict[str, Any] = {
        "LookupAttributes": [{"AttributeKey": "EventName", "AttributeValue": name}]
    }
    if since:
        asked["StartTime"] = _time(since - since % 1000)
    if until:
        asked["EndTime"] = _time(until - 1000)
    found = reader.items("cloudtrail.lookup_events", "Events", **asked)
    for event in islice(found, MOST_EVENTS):
        record = _parse(event.get("CloudTrailEvent"))
        if not record.get("errorCode") and is_about(record):
            yield record


def find_configuration(reader: Reader, kind: str, name: str, at: int) -> Row:
    """Return what Config knew of a resource at a time; {} where it knew nothing.

    AccessDenied where nobody may look: that is not to know nothing, and has to be told.
    The item's `configuration` is parsed, and so is all of `supplementaryConfiguration`.
    """
    try:
        listed = reader.items(
            "config.list_discovered_resources",
            "resourceIdentifiers",
            resourceType=kind,
            resourceName=name,
            includeDeletedResources=True,
        )
        for resource in islice(listed, 1):
            items = reader.items(
                "config.get_resource_config_history",
                "configurationItems",
                resourceType=kind,
                resourceId=resource["resourceId"],
                laterTime=_time(at),
            )
            for item in islice(items, 1):
                if item["configurationItemCaptureTime"] > _time(at):
                    return {}
                more = item.get("supplementaryConfiguration") or {}
                return {
                    "configuration": _parse(item.get("configuration")),
                    "supplementaryConfiguration": {k: _parse(v) for k, v in more.items()},
                }
    except CallFailed as error:
        if error.code not in NO_HISTORY:
            raise
    return {}


def capitalize(value: Any) -> Any:
    """Return a part of a record with the names that the API has: `readWriteType` with an R."""
    if isinstance(value, Mapping):
        return {f"{str(k)[:1].upper()}{str(k)[1:]}": capitalize(v) for k, v in value.items()}
    return [capitalize(one) for one in value] if isinstance(value, list) else value


def take_map(record: Row, name: str) -> Row:
    """Return a member of a record that is a map; {} for others."""
    found = record.get(name)
    return found if isinstance(found, dict) else {}


def _parse(text: Any) -> Row:
    try:
        found = json.loads(text)
    except (TypeError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _time(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
