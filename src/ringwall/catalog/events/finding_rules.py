"""Rules that send findings which cannot wait."""

from collections.abc import Iterator

from ringwall.catalog.detection_keys import join, role_key, topic_key
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import GLOBAL, Ref, RowKey, Wanted
from ringwall.model.table import Row

BUS = "default"


@wants("detection.rules")
def want_rules(landscape: Landscape) -> Iterator[Wanted]:
    """Have a rule for GuardDuty in each Region, and one for Security Hub CSPM at home.

    Rules of other Regions send their events to the home Region, where the topic is: the rule there
    takes them like its own.
    """
    detection = landscape.settings.detection
    if not detection.rules.enabled:
        return
    regions = landscape.regions_of("events", landscape.security)
    if detection.guardduty.enabled:
        for region in regions:
            yield from _want_rule(landscape, region, "guardduty", match_guardduty(landscape))
    if detection.security_hub.enabled:
        yield from _want_rule(
            landscape, landscape.home_region, "security-hub", match_security_hub(landscape)
        )


def match_guardduty(landscape: Landscape) -> Row:
    """Return the pattern of GuardDuty's findings from a severity on."""
    severity = landscape.settings.detection.rules.guardduty_severity
    return {
        "source": ["aws.guardduty"],
        "detail-type": ["GuardDuty Finding"],
        "detail": {"severity": [{"numeric": [">=", severity]}]},
    }


def match_security_hub(landscape: Landscape) -> Row:
    """Return the pattern of new findings that are not GuardDuty's, which has a rule of its own."""
    labels = landscape.settings.detection.rules.security_hub_severity_labels
    return {
        "source": ["aws.securityhub"],
        "detail-type": ["Security Hub Findings - Imported"],
        "detail": {
            "findings": {
                "Severity": {"Label": list(labels)},
                "Workflow": {"Status": ["NEW"]},
                "RecordState": ["ACTIVE"],
                "ProductName": [{"anything-but": "GuardDuty"}],
            }
        },
    }


def _want_rule(landscape: Landscape, region: str, name: str, pattern: Row) -> Iterator[Wanted]:
    account = landscape.security
    key = RowKey(account.name, region, "events_rule", name)
    rule = f"{landscape.name}-{name}"
    why = "a grave finding that waits until somebody looks is found too late"
    yield Wanted(
        key=key,
        columns={
            "event_bus_name": BUS,
            "name": rule,
            "description": f"{landscape.name}: findings of {name}",
            "state": "ENABLED",
            "event_pattern": pattern,
        },
        section="detection.rules",
        layer="detection",
        why=why,
    )
    yield Wanted(
        key=RowKey(account.name, region, "events_target", name),
        columns={"target_id": rule, **_target(landscape, region)},
        section="detection.rules",
        layer="detection",
        why=why,
        needs=(key, *_role_policy(landscape, region)),
        given={"rule": rule, "event_bus_name": BUS},
    )


def _target(landscape: Landscape, region: str) -> Row:
    """Return where events go: to the topic, or to the bus of the home Region."""
    account, home = landscape.security, landscape.home_region
    if region == home:
        return {"target_arn": Ref(topic_key(account, landscape, "findings"), "arn")}
    bus = join(f"arn:{landscape.partition}:events:{home}:", account.id, f":event-bus/{BUS}")
    return {"target_arn": bus, "role_arn": Ref(role_key(account, "findings-to-home"), "arn")}


def _role_policy(landscape: Landscape, region: str) -> tuple[RowKey, ...]:
    if region == landscape.home_region:
        return ()
    return (RowKey(landscape.security.name, GLOBAL, "iam_role_policy", "findings-to-home"),)
