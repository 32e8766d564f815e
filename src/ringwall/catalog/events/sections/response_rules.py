"""Rules that bring grave findings to responders, where no others do."""

from collections.abc import Iterator

from ringwall.catalog.detection_keys import topic_key
from ringwall.catalog.events.finding_rules import BUS, match_guardduty, match_security_hub
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Ref, RowKey, Wanted
from ringwall.model.table import Row

SECTION = "response.notifications"
WHY = "a grave finding that waits until somebody looks is found too late"


@wants(SECTION)
def want_response_rules(landscape: Landscape) -> Iterator[Wanted]:
    """Have a rule for each service that finds something, unless detection.rules has it."""
    wanted, detection = landscape.settings.response.notifications, landscape.settings.detection
    if not (wanted.enabled and wanted.findings) or detection.rules.enabled:
        return
    if detection.guardduty.enabled:
        yield from _want_rule(landscape, "guardduty", match_guardduty(landscape))
    if detection.security_hub.enabled:
        yield from _want_rule(landscape, "security-hub", match_security_hub(landscape))


def _want_rule(landscape: Landscape, name: str, pattern: Row) -> Iterator[Wanted]:
    account, rule = landscape.security, f"{landscape.name}-response-{name}"
    key = RowKey(account.name, landscape.home_region, "events_rule", f"response-{name}")
    columns = {
        "event_bus_name": BUS,
        "name": rule,
        "description": f"{landscape.name}: findings of {name} for responders",
        "state": "ENABLED",
        "event_pattern": pattern,
    }
    yield Wanted(key=key, columns=columns, section=SECTION, layer="response", why=WHY)
    topic = Ref(topic_key(account, landscape, "responders"), "arn")
    yield Wanted(
        key=key._replace(table="events_target"),
        columns={"target_id": rule, "target_arn": topic},
        section=SECTION,
        layer="response",
        why=WHY,
        needs=(key,),
        given={"rule": rule, "event_bus_name": BUS},
    )
