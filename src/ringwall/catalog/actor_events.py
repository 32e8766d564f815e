"""What the actor of a threat did, as CloudTrail has it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from ringwall.model.table import Reader
from ringwall.model.threat import Scene, Threat

READS = ("cloudtrail.lookup_events",)
MOST = 500
"""How many events of a name are looked at in a Region."""
LONGEST = 1_000_000


def find_since(threat: Threat, scene: Scene) -> datetime:
    """Return when the threat began; a day ago where nobody knows, and never after now."""
    if threat.first_at <= 0:
        return scene.now - timedelta(days=1)
    earliest = scene.now - timedelta(days=90)
    begun = datetime.fromtimestamp(min(threat.first_at, 4_000_000_000_000) / 1000, UTC)
    return max(earliest, min(begun, scene.now))


def find_acts(
    reader: Reader, event: str, threat: Threat, since: datetime
) -> Iterator[dict[str, Any]]:
    """Yield the records of an event by the threat's actor; none where no actor is known."""
    if not threat.actor and not threat.access_key:
        return
    events = reader.items(
        "cloudtrail.lookup_events",
        "Events",
        LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": event}],
        StartTime=since,
    )
    for _, one in zip(range(MOST), events, strict=False):
        text = str(one.get("CloudTrailEvent") or "")
        try:
            record = json.loads(text) if len(text) <= LONGEST else None
        except ValueError:
            continue
        if isinstance(record, dict) and _is_by(record, threat):
            yield record


def _is_by(record: dict[str, Any], threat: Threat) -> bool:
    identity = record.get("userIdentity")
    issuer = walk(identity, "sessionContext", "sessionIssuer", "arn")
    names = {walk(identity, "arn"), issuer}
    is_actor = bool(threat.actor) and threat.actor in names
    key = walk(identity, "accessKeyId")
    return is_actor or (bool(threat.access_key) and key == threat.access_key)


def walk(value: Any, *names: str) -> Any:
    """Return a member of members of a document that others wrote; None where there is none."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value
