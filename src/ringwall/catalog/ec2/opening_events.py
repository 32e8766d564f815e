"""Which rules of a security group an event added, as CloudTrail has it."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from ringwall.catalog.actor_events import LONGEST, walk
from ringwall.model.table import Reader
from ringwall.model.threat import Threat

EVENT = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
RULE = r"sgr-[0-9a-f]{8,17}"
MOST = 20
"""Of how many events the rules are looked up."""
READS = ("cloudtrail.lookup_events",)
NAMES = ("events", "event_ids", "event_id", "act")
"""How the evidence of a threat calls its events."""


def find_events(threat: Threat) -> list[str]:
    """Return the ids of the events that a threat names."""
    found: dict[str, None] = {}
    for name in NAMES:
        given = threat.evidence.get(name)
        for each in given if isinstance(given, list | tuple) else [given]:
            if isinstance(each, str) and re.fullmatch(EVENT, each, re.ASCII):
                found[each] = None
    return list(found)[:MOST]


def find_added_rules(reader: Reader, events: Iterable[str], group: str) -> frozenset[str]:
    """Return the ids of the rules of a group that events added or changed."""
    found: set[str] = set()
    for event in events:
        asked = [{"AttributeKey": "EventId", "AttributeValue": event}]
        for one in reader.items("cloudtrail.lookup_events", "Events", LookupAttributes=asked):
            text = str(one.get("CloudTrailEvent") or "")
            if one.get("EventId") == event and len(text) <= LONGEST:
                found.update(_read_rules(text, group))
    return frozenset(found)


def _read_rules(text: str, group: str) -> Iterator[str]:
    try:
        record = json.loads(text)
    except ValueError:
        return
    if not isinstance(record, dict) or record.get("eventSource") != "ec2.amazonaws.com":
        return
    for item in _list_rules(record):
        own, of_group = item.get("securityGroupRuleId"), item.get("groupId")
        is_named = isinstance(own, str) and re.fullmatch(RULE, own, re.ASCII)
        if is_named and of_group == group:
            yield str(own)


def _list_rules(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the rules of an event, each with its id and that of its group."""
    if str(record.get("eventName")).startswith("AuthorizeSecurityGroup"):
        yield from _items(walk(record, "responseElements", "securityGroupRuleSet", "items"))
        return
    if record.get("eventName") == "ModifySecurityGroupRules":
        request = walk(record, "requestParameters", "ModifySecurityGroupRulesRequest")
        for item in _items(walk(request, "SecurityGroupRule")):
            group = walk(request, "GroupId")
            yield {"securityGroupRuleId": item.get("SecurityGroupRuleId"), "groupId": group}


def _items(value: Any) -> list[dict[str, Any]]:
    """Return the objects of a list; CloudTrail writes a list of one as the object itself."""
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]
