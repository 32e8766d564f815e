"""Buses and rules are found without making any."""

from typing import Any

from ringwall.emulator.events.buses import find_bus, find_matching, list_rules
from ringwall.emulator.on_moto.moto_client import moto_backends

World = Any
"""plugins/event_world.py declares it."""
OWNER = "123456789012"


def test_a_bus_that_nobody_uses_is_not_made(world: World) -> None:
    with world.app.mounted():
        assert find_bus(OWNER, "us-east-1", "default") is None
        assert OWNER not in moto_backends("events").keys()  # noqa: SIM118
    world.rule("orders", {"source": ["shop"]})
    with world.app.mounted():
        bus = find_bus(OWNER, "us-east-1", "default")
        assert find_bus(OWNER, "eu-west-1", "default") is None
        assert find_bus(OWNER, "us-east-1", "other") is None
        assert [rule.name for rule in find_matching(bus, {"source": "shop"})] == ["orders"]
        assert find_matching(bus, {"source": "other"}) == []
        assert [rule.name for rule in list_rules()] == ["orders"]
