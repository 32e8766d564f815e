"""Events of certificates that expire, from all accounts and Regions to one topic."""

from collections.abc import Iterator
from typing import Any

from ringwall.catalog.certificate_keys import (
    EVENT_PATTERN,
    EVENTS,
    SECTION,
    bus_key,
    find_topic,
    list_alarmed,
    sender_key,
    sender_name,
)
from ringwall.catalog.detection_keys import join
from ringwall.catalog.events.finding_rules import BUS
from ringwall.catalog.policy_statements import write_policy
from ringwall.catalog.response_keys import allow_roles
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import GLOBAL, Ref, RowKey, Wanted

SHARED: dict[str, Any] = {
    "section": SECTION,
    "layer": "data",
    "why": "a certificate that expires unnoticed takes down what uses it",
}


@wants(SECTION)
def want_certificate_bus(landscape: Landscape) -> Iterator[Wanted]:
    """Have a bus in the security account that takes these events, and sends them to its topic."""
    topic = find_topic(landscape)
    if topic is None or not list(list_alarmed(landscape)):
        return
    key, name = bus_key(landscape), f"{landscape.name}-{EVENTS}"
    place = f"arn:{landscape.partition}:events:{landscape.home_region}:"
    arn = join(place, landscape.security.id, f":event-bus/{name}")
    yield Wanted(
        key=key,
        columns={
            "name": name,
            "description": f"{landscape.name}: certificates that expire",
            "policy": write_policy(
                allow_roles(
                    landscape, "Certificates", (sender_name(landscape),), ("events:PutEvents",), arn
                )
            ),
        },
        **SHARED,
    )
    rule = RowKey(key.account, key.region, "events_rule", f"{EVENTS}-to-topic")
    yield from _want_rule(landscape, rule, name, {"target_arn": Ref(topic, "arn")}, (key,))


@wants(SECTION)
def want_certificate_rules(landscape: Landscape) -> Iterator[Wanted]:
    """Have a rule in each account and Region that sends these events to that bus."""
    for account, regions in list_alarmed(landscape):
        role = sender_key(account)
        target = {
            "target_arn": Ref(bus_key(landscape), "arn"),
            "role_arn": Ref(role, "arn"),
        }
        policy = RowKey(account.name, GLOBAL, "iam_role_policy", f"{role.name}/send")
        for region in regions:
            rule = RowKey(account.name, region, "events_rule", EVENTS)
            yield from _want_rule(landscape, rule, BUS, target, (policy,))


def _want_rule(
    landscape: Landscape,
    key: RowKey,
    bus: str,
    target: dict[str, Ref],
    needs: tuple[RowKey, ...],
) -> Iterator[Wanted]:
    name = f"{landscape.name}-{EVENTS}"
    yield Wanted(
        key=key,
        columns={
            "event_bus_name": bus,
            "name": name,
            "description": f"{landscape.name}: certificates that expire",
            "state": "ENABLED",
            "event_pattern": EVENT_PATTERN,
        },
        needs=needs if bus != BUS else (),
        **SHARED,
    )
    yield Wanted(
        key=key._replace(table="events_target"),
        # Of two targets in an account and Region, the id alone says which is which.
        columns={"target_id": f"{landscape.name}-{key.name}", **target},
        needs=(key, *needs),
        given={"rule": name, "event_bus_name": bus},
        **SHARED,
    )
