"""What an actor launched, as CloudTrail has it."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ringwall.catalog.actor_events import find_acts, walk
from ringwall.catalog.ec2.suspect import INSTANCE
from ringwall.model.table import Reader
from ringwall.model.threat import Threat


@dataclass(frozen=True)
class ActorLaunches:
    """What the actor of a threat launched or made bigger in a Region."""

    instances: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    """Auto Scaling groups that it made or changed."""


def find_launches(reader: Reader, threat: Threat, since: datetime) -> ActorLaunches:
    """Return what the actor launched; nothing where no actor is known."""
    instances: set[str] = set()
    groups: set[str] = set()
    for event in ("RunInstances", "CreateAutoScalingGroup", "UpdateAutoScalingGroup"):
        for record in find_acts(reader, event, threat, since):
            if event == "RunInstances":
                items = walk(record, "responseElements", "instancesSet", "items")
                listed = items if isinstance(items, list) else [items]
                found = (walk(each, "instanceId") for each in listed)
                instances.update(one for one in found if _is_instance(one))
            elif isinstance(name := walk(record, "requestParameters", "autoScalingGroupName"), str):
                groups.add(name)
    return ActorLaunches(frozenset(instances), frozenset(groups))


def _is_instance(name: Any) -> bool:
    return isinstance(name, str) and bool(re.fullmatch(INSTANCE, name, re.ASCII))
