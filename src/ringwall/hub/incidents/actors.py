"""Who acted, in words: `access key of user ann`, `session x of role ci`, `instance i-0ab`."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from ringwall.model.detection import Hit
from ringwall.model.rule import SEVERITIES, Severity

ActorKind = Literal["root", "user", "role", "instance", "other", "unknown"]
_SESSION = re.compile(r"arn:[\w-]+:sts::\d{12}:assumed-role/([^/]+)/(.+)")


class StoryActor(NamedTuple):
    """Who acted in hits: ARN or address, what kind it is, and how a sentence names it."""

    arn: str
    kind: ActorKind
    name: str
    """The name alone: ann, ci, i-0ab."""
    words: str


def find_main_actor(hits: Sequence[Hit], severities: Mapping[str, Severity]) -> StoryActor:
    """Return who did most, weighed by severity; of equals, who was first.

    `severities` are those of the rules.
    """
    weights: Counter[str] = Counter()
    for hit in hits:
        if hit.actor:
            weights[hit.actor] += 2 ** SEVERITIES.index(severities.get(hit.rule, "medium"))
    if weights:
        heaviest = max(weights, key=lambda actor: weights[actor])
        return describe_actor([hit for hit in hits if hit.actor == heaviest])
    return describe_actor(hits)


def describe_actor(hits: Sequence[Hit]) -> StoryActor:
    """Return the one actor of hits."""
    arn = hits[0].actor
    kind, name = _split(arn)
    match kind:
        case "root":
            return StoryActor(arn, kind, name, f"root user of account {name}")
        case "user":
            has_key = any(hit.access_key.startswith("AKIA") for hit in hits)
            words = f"access key of user {name}" if has_key else f"user {name}"
            return StoryActor(arn, kind, name, words)
        case "role":
            sessions = {_name_session(hit) for hit in hits}
            only = sessions.pop() if len(sessions) == 1 else ""
            words = f"session {only} of role {name}" if only else f"role {name}"
            return StoryActor(arn, kind, name, words)
        case "instance":
            return StoryActor(arn, kind, name, f"instance {name}")
        case "other":
            return StoryActor(arn, kind, name, name)
    key = next((hit.access_key for hit in hits if hit.access_key), "")
    address = next((hit.address for hit in hits if hit.address), "")
    words = f"access key {key}" if key else f"somebody from {address}" if address else "somebody"
    return StoryActor(key or address, "unknown", "", words)


def _split(arn: str) -> tuple[ActorKind, str]:
    """Return what kind of actor an ARN names, and its name."""
    if not arn:
        return "unknown", ""
    if found := _SESSION.fullmatch(arn):
        return "role", found[1]
    resource = arn.split(":", 5)[-1] if arn.startswith("arn:") else arn
    kind, _, name = resource.partition("/")
    name = name.rpartition("/")[2]
    if resource == "root":
        return "root", arn.split(":")[4]
    if kind in {"user", "role", "instance"} and name:
        return kind, name  # type: ignore[return-value]  # the three are ActorKinds
    if re.fullmatch(r"i-[0-9a-f]{8,17}", resource):
        return "instance", resource
    return "other", name or resource or arn


def _name_session(hit: Hit) -> str:
    found = _SESSION.fullmatch(hit.session) or _SESSION.fullmatch(hit.actor)
    return found[2] if found else hit.session.rpartition("/")[2]
