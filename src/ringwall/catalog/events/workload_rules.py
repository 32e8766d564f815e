"""Rules that report workloads in the management account, as a blueprint wants them."""

from collections.abc import Iterator
from typing import Any

from ringwall.catalog.events.workloads import PATTERN
from ringwall.catalog.sns.workload_topic import find_alert_regions, topic_key
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Ref, RowKey, Wanted

NAME = "ringwall-management-workloads"


@wants("accounts.workload_alert")
def want_workload_rules(landscape: Landscape) -> Iterator[Wanted]:
    """Report workloads that are created in the management account, in each Region."""
    management = landscape.management
    shared: dict[str, Any] = {
        "section": "accounts.workload_alert",
        "layer": "accounts",
        "why": "no policy keeps workloads out of the management account: SCPs do not bind it",
    }
    for region in find_alert_regions(landscape):
        rule = RowKey(management.name, region, "events_rule", "management-workloads")
        yield Wanted(
            key=rule,
            columns={
                "event_bus_name": "default",
                "name": NAME,
                "description": "Workloads that are created in the management account",
                "event_pattern": PATTERN,
                "state": "ENABLED",
            },
            **shared,
        )
        yield Wanted(
            key=RowKey(management.name, region, "events_target", "management-workloads"),
            columns={
                "target_id": NAME,
                "target_arn": Ref(topic_key(landscape, region), "arn"),
            },
            given={"rule": NAME, "event_bus_name": "default"},
            needs=(rule,),
            **shared,
        )
