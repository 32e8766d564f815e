"""From services, schedules and callers to the rules that are for their events."""

import json
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.published_events import publish

World = Any
"""plugins/event_world.py declares it."""
OWNER = "123456789012"
PLACE = f"us-east-1:{OWNER}"
AT = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)


def arn(name: str) -> str:
    return f"arn:aws:events:{PLACE}:rule/{name}"


def tell(world: World, detail: Any, region: str = "us-east-1", kind: str = "Finding") -> None:
    """Publish an event as a service does while it answers a call."""
    with world.app.mounted():
        publish(world.app.state, OWNER, region, "aws.guardduty", kind, detail, ("r",), AT)
    world.client("sts").get_caller_identity()


def test_what_a_service_publishes_reaches_the_rules_of_its_region(world: World) -> None:
    url = world.queue("findings", arn("findings"))
    world.rule(
        "findings",
        {"detail": {"severity": [{"numeric": [">", 4]}]}},
        f"arn:aws:sqs:{PLACE}:findings",
    )
    tell(world, {"severity": 5})
    tell(world, {"severity": 4})
    tell(world, {"severity": 8}, region="eu-west-1")
    (event,) = world.bodies(url)
    assert event["detail"] == {"severity": 5}
    assert (event["source"], event["time"]) == ("aws.guardduty", "2026-01-05T10:00:00Z")
    assert len(world.app.state.published) == 3


def test_a_disabled_rule_gets_nothing(world: World) -> None:
    url = world.queue("findings", arn("findings"))
    world.rule("findings", {"source": ["aws.guardduty"]}, f"arn:aws:sqs:{PLACE}:findings")
    world.client("events").disable_rule(Name="findings")
    tell(world, {"n": 1})
    world.client("events").enable_rule(Name="findings")
    tell(world, {"n": 2})
    assert [event["detail"] for event in world.bodies(url)] == [{"n": 2}]


def test_calls_that_read_reach_the_rules_that_ask_for_them(world: World) -> None:
    pattern = {"detail-type": ["AWS API Call via CloudTrail"]}
    urls = {}
    for state in ("ENABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"):
        name = state.lower()[:20]
        urls[state] = world.queue(name, arn(name))
        world.rule(name, pattern, f"arn:aws:sqs:{PLACE}:{name}", State=state)
    for read in (True, False):
        tell(world, {"readOnly": read, "managementEvent": True}, kind=pattern["detail-type"][0])
    found = [sorted(e["detail"]["readOnly"] for e in world.bodies(url)) for url in urls.values()]
    assert found == [[False], [False, True]]


def test_schedules_run_when_they_are_called(world: World) -> None:
    url = world.queue("ticks", arn("ticks"))
    events = world.client("events")
    events.put_rule(Name="ticks", ScheduleExpression="cron(0 10 * * ? *)")
    events.put_targets(Rule="ticks", Targets=[{"Id": "q", "Arn": f"arn:aws:sqs:{PLACE}:ticks"}])
    world.app.run_schedules(AT.replace(hour=9))
    world.app.run_schedules(AT)
    (event,) = world.bodies(url)
    assert event["detail-type"] == "Scheduled Event"
    assert (event["resources"], event["detail"]) == ([arn("ticks")], {})
    events.disable_rule(Name="ticks")
    world.app.run_schedules(AT)
    assert world.bodies(url) == []


def test_an_archive_is_replayed(world: World) -> None:
    url = world.queue("orders", arn("orders"))
    events = world.client("events")
    bus = f"arn:aws:events:{PLACE}:event-bus/default"
    made = events.create_archive(ArchiveName="all", EventSourceArn=bus)
    for minute in (0, 30):
        world.put({"minute": minute}, Time=AT.replace(minute=minute))
    assert events.describe_archive(ArchiveName="all")["EventCount"] == 2
    world.rule("orders", {"source": ["shop"]}, f"arn:aws:sqs:{PLACE}:orders")
    events.start_replay(
        ReplayName="again",
        EventSourceArn=made["ArchiveArn"],
        EventStartTime=AT,
        EventEndTime=AT.replace(minute=30),
        Destination={"Arn": bus},
    )
    (event,) = world.bodies(url)
    assert (event["replay-name"], event["detail"]) == ("again", {"minute": 0})
    assert events.describe_archive(ArchiveName="all")["EventCount"] == 2


def test_what_waits_survives_saving(world: World) -> None:
    url = world.queue("orders", arn("orders"))
    world.rule("orders", {"source": ["shop"]}, f"arn:aws:sqs:{PLACE}:orders")
    world.app.load(world.app.save())
    world.put({"n": 1})
    assert [json.loads(json.dumps(e["detail"])) for e in world.bodies(url)] == [{"n": 1}]


def test_an_event_that_no_rule_can_read_is_written_down_once(world: World) -> None:
    world.rule("findings", {"source": ["aws.guardduty"]}, f"arn:aws:sqs:{PLACE}:findings")
    tell(world, {"severity": float("nan")})
    world.client("sts").get_caller_identity()
    (failed,) = world.app.failed_deliveries
    assert failed.source_arn == f"arn:aws:events:{PLACE}:event-bus/default"
    assert failed.message == "Invalid JSON"
