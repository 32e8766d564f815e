"""Event buses and their rules, as moto keeps them."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from ringwall.emulator.events.pattern import CompiledPattern, compile_pattern
from ringwall.emulator.on_moto.moto_client import moto_backends

ENABLED = frozenset({"ENABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"})
ALL_STATES = (*sorted(ENABLED), "DISABLED")
BY_CLOUDTRAIL = "AWS API Call via CloudTrail"


def find_bus(account_id: str, region: str, name: str) -> Any:
    """Return moto's event bus; None where there is none. It makes none, unlike moto."""
    backends = moto_backends("events")
    if account_id not in backends.keys():  # noqa: SIM118  # `in` asks moto for any account
        return None
    regions = backends[account_id]
    if region not in regions.keys():  # noqa: SIM118
        return None
    return regions[region].event_buses.get(name)


def list_rules() -> Iterator[Any]:
    """Yield every rule of every account and Region."""
    for regions in list(moto_backends("events").values()):
        for backend in list(regions.values()):
            for bus in list(backend.event_buses.values()):
                yield from list(bus.rules.values())


def find_matching(bus: Any, event: Mapping[str, Any]) -> list[Any]:
    """Return the rules of a bus that are for an event; numbers of it as in `read_json`."""
    return [rule for rule in list(bus.rules.values()) if _is_for(rule, event)]


def _is_for(rule: Any, event: Mapping[str, Any]) -> bool:
    """Whether a rule is for an event.

    Management events that only read reach the rules alone that ask for all of them.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
    """
    text = rule.event_pattern.dump()
    if rule.state not in ENABLED or not text:
        return False
    detail = event.get("detail") or {}
    is_read = event.get("detail-type") == BY_CLOUDTRAIL and bool(detail.get("readOnly"))
    if is_read and detail.get("managementEvent", True) and rule.state == "ENABLED":
        return False
    return _compile(text).matches(event)


@lru_cache(maxsize=1024)
def _compile(text: str) -> CompiledPattern:
    return compile_pattern(text)
