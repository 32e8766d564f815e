"""Which IAM actions CloudTrail's events show, and which actions no event shows.

Where names differ, they are data: `trail.toml`, with its sources; `eventless.txt` is compiled by
`bench/compile_eventless.py`.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Literal

from ringwall.reason.iam.language.matching import PatternSet
from ringwall.reason.iam.language.pattern import read_pattern
from ringwall.reason.iam.language.universe import Universe, load_universe

ActionLogging = Literal["management", "data_events", "left_out", "never"]
"""How CloudTrail logs an action: always (`management`); if a trail includes data events; as a
management event that trails often exclude (`left_out`); never."""

_HOST = re.compile(r"\.amazonaws\.com(\.cn)?$")
_DATED = re.compile(r"20\d\d_?\d\d_?\d\d(v\d+)?$")
_FIRST_WORD = re.compile(r"[A-Z][a-z]+")


class TrailNames:
    """The data of `trail.toml`, ready for look-ups."""

    def __init__(self, data: Mapping[str, Any], eventless: str, universe: Universe) -> None:
        self._data = data
        self._eventless = eventless
        self._universe = universe
        self.refused: str = data["refused"]
        """Regular expression over error codes in lower case: the call was refused."""
        self._found: dict[tuple[str, str], tuple[str, ...]] = {}
        self.passes_no_role: frozenset[str] = frozenset(data["pass_role"]["not_by"])
        """Prefixes of services whose calls name roles without passing them."""

    def find_prefixes(self, event_source: str) -> tuple[str, ...]:
        """Return the service prefixes of an event source; empty where it is not known."""
        host = _HOST.sub("", event_source.lower())
        listed: Sequence[str] = self._data["sources"].get(host, (host, host.partition(".")[0]))
        return tuple(dict.fromkeys(name for name in listed if name in self._universe.services))

    def find_actions(self, event_source: str, event_name: str) -> tuple[str, ...]:
        """Return the actions, in lower case, that an event uses; empty where they are not known."""
        event = (event_source, event_name)
        if event not in self._found:
            self._found[event] = self._find_actions(event_source, event_name)
        return self._found[event]

    def _find_actions(self, event_source: str, event_name: str) -> tuple[str, ...]:
        plain = _DATED.sub("", event_name)
        for prefix in self.find_prefixes(event_source):
            named = self._data["events"].get(prefix, {})
            renamed = named.get(event_name) or named.get(plain) or self._method(prefix, plain)
            names = [f"{prefix}:{name}".lower() for name in renamed or (event_name, plain)]
            known = tuple(dict.fromkeys(name for name in names if self._universe.find(name)))
            if known:
                return known
        return ()

    def may_be_of(self, event_source: str, service: str) -> bool:
        """Whether an event source may be of a service: it is, or its own service is not known.

        The name does not tell: iot:OpenTunnel has events of `iotsecuredtunneling`.
        """
        known = self.find_prefixes(event_source)
        return service in known or not known

    @cached_property
    def renamed(self) -> tuple[tuple[str, str], ...]:
        """Event sources and names that `trail.toml` gives actions of another name."""
        named: Mapping[str, Mapping[str, Any]] = self._data["events"]
        return tuple(
            (f"{prefix}.amazonaws.com", name) for prefix, names in named.items() for name in names
        )

    def is_ambiguous(self, event_source: str, event_name: str) -> bool:
        """Whether the event may have used only some of its actions."""
        prefixes = self.find_prefixes(event_source)
        return "dynamodb" in prefixes and len(self.find_actions(event_source, event_name)) > 1

    def find_riders(self, event_source: str, event_name: str) -> dict[str, tuple[str, ...]]:
        """Return the actions, in lower case, that an event uses too if it has a parameter."""
        plain = _DATED.sub("", event_name)
        names = {f"{prefix}:{plain}" for prefix in self.find_prefixes(event_source)}
        return {
            rule["parameter"]: tuple(map(str.lower, rule["actions"]))
            for rule in self._data["also"]
            if names & set(rule["events"])
        }

    def find_parameters(self, service: str, variable: str) -> tuple[str, ...]:
        """Return the request parameters that may be the value of a variable in an ARN template."""
        listed: Sequence[str] = self._data["parameters"].get(f"{service}:{variable}", ())
        return tuple(dict.fromkeys([variable[:1].lower() + variable[1:], *listed]))

    def logging_of(self, action: str) -> ActionLogging:
        """Return how CloudTrail logs an action: see `ActionLogging`."""
        name = action.lower()
        kinds: tuple[ActionLogging, ...] = ("never", "data_events", "left_out")
        return next((kind for kind in kinds if self._kinds[kind].matches(name)), "management")

    def is_eventless(self, action: str) -> bool:
        """Whether no event is known that has the action's name."""
        prefix, _, name = action.lower().partition(":")
        names = self._without_event.get(prefix, frozenset())
        return name in names or "*" in names

    def is_silent(self, service: str) -> bool:
        """Whether no event is known of any action of a service."""
        return "*" in self._without_event.get(service, frozenset())

    @cached_property
    def _kinds(self) -> dict[str, PatternSet]:
        return {
            kind: PatternSet(
                (
                    read_pattern(f"{prefix}:{name}".lower(), variables=False)
                    for prefix, names in self._data[kind].items()
                    for name in names
                ),
                folded=True,
            )
            for kind in ("never", "data_events", "left_out")
        }

    @cached_property
    def _without_event(self) -> dict[str, frozenset[str]]:
        lines = (line.split() for line in self._eventless.splitlines())
        return {prefix: frozenset(names) for prefix, *names in lines}

    def _method(self, prefix: str, event_name: str) -> Sequence[str]:
        word = _FIRST_WORD.match(event_name)
        found: Sequence[str] = self._data["methods"].get(prefix, {}).get(word[0] if word else "")
        return found or ()


@cache
def load_trail() -> TrailNames:
    """Return what Ringwall knows of CloudTrail."""
    folder = files("ringwall.reason.iam.usage")
    data = tomllib.loads(folder.joinpath("trail.toml").read_text(encoding="utf-8"))
    eventless = folder.joinpath("eventless.txt").read_text(encoding="utf-8")
    return TrailNames(data, eventless, load_universe())
