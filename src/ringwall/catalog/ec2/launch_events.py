"""What an actor launched, as CloudTrail has it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from ringwall.catalog.ec2.suspect import INSTANCE
from ringwall.model.table import Reader
from ringwall.model.threat import Scene, Threat

READS = ("cloudtrail.lookup_events",)
MOST = 500
"""How many events of a name are looked at in a Region."""
LONGEST = 1_000_000


@dataclass(frozen=True)
class ActorLaunches:
    """What the actor of a threat launched or made bigger in a Region."""

    instances: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    """Auto Scaling groups that it made or changed."""


def find_since(threat: Threat, scene: Scene) -> datetime:
    """Return when the threat began; a day ago where nobody knows, and never after now."""
    if threat.first_at <= 0:
        return scene.now - timedelta(days=1)
    earliest = scene.now - timedelta(days=90)
    begun = datetime.fromtimestamp(min(threat.first_at, 4_000_000_000_000) / 1000, UTC)
    return max(earliest, min(begun, scene.now))


def find_launches(reader: Reader, threat: Threat, since: datetime) -> ActorLaunches:
    """Return what the actor launched; nothing where no actor is known."""
    if not threat.actor and not threat.access_key:
        return ActorLaunches()
    instances: set[str] = set()
    groups: set[str] = set()
    for event in ("RunInstances", "CreateAutoScalingGroup", "UpdateAutoScalingGroup"):
        for record in _find_records(reader, event, since):
            if not _is_by(record, threat):
                continue
            if event == "RunInstances":
                items = _walk(record, "responseElements", "instancesSet", "items")
                listed = items if isinstance(items, list) else [items]
                found = (_walk(each, "instanceId") for each in listed)
                instances.update(one for one in found if _is_instance(one))
            elif isinstance(
                name := _walk(record, "requestParameters", "autoScalingGroupName"), str
            ):
                groups.add(name)
    return ActorLaunches(frozenset(instances), frozenset(groups))


def _find_records(reader: Reader, event: str, since: datetime) -> Iterator[dict[str, Any]]:
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
        if isinstance(record, dict):
            yield record


def _is_by(record: dict[str, Any], threat: Threat) -> bool:
    identity = record.get("userIdentity")
    issuer = _walk(identity, "sessionContext", "sessionIssuer", "arn")
    names = {_walk(identity, "arn"), issuer}
    is_actor = bool(threat.actor) and threat.actor in names
    key = _walk(identity, "accessKeyId")
    return is_actor or (bool(threat.access_key) and key == threat.access_key)


def _is_instance(name: Any) -> bool:
    return isinstance(name, str) and bool(re.fullmatch(INSTANCE, name, re.ASCII))


def _walk(value: Any, *names: str) -> Any:
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value
