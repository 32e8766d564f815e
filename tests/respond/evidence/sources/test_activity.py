"""What is collected of what was done."""

from datetime import UTC, datetime, timedelta
from typing import Any

from evidence_world import EvidenceWorld, find_item

from ringwall.respond.evidence.sources.activity import READS, collect_activity
from ringwall.respond.evidence.sources.history import READS as HISTORY_READS

NOW = datetime.now(UTC)


def collect(world: EvidenceWorld, threat: Any, **more: Any) -> Any:
    collector = world.collector(**more)
    collect_activity(collector, threat, "us-east-1", NOW)
    return collector.items


def milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def test_cloudtrail_is_asked_in_both_regions_for_the_time_of_the_threat(
    evidence_world: EvidenceWorld,
) -> None:
    world = evidence_world
    first = NOW - timedelta(hours=5)
    threat = world.threat(
        "instance",
        world.start_instance(),
        actor=f"arn:aws:sts::{world.account_id}:assumed-role/web/i-1",
        access_key="ASIAEXAMPLEEXAMPLE00",
        first_at=milliseconds(first),
        last_at=milliseconds(first + timedelta(hours=1)),
    )
    items = collect(world, threat)
    asked = [item.source for item in items if item.source.operation == "cloudtrail.lookup_events"]
    assert {source.region for source in asked} == {"eu-west-1", "us-east-1"}
    names = {one["AttributeKey"] for one in (s.parameters["LookupAttributes"][0] for s in asked)}
    assert names == {"ResourceName", "AccessKeyId", "Username"}
    start = datetime.fromisoformat(asked[0].parameters["StartTime"])
    end = datetime.fromisoformat(asked[0].parameters["EndTime"])
    assert abs(start - (first - timedelta(hours=1))) < timedelta(seconds=1)
    assert abs(end - (first + timedelta(hours=2))) < timedelta(seconds=1)
    assert {item.source.operation for item in items} <= {*READS, *HISTORY_READS}


def test_a_time_that_is_not_known_or_absurd_is_a_day_or_what_cloudtrail_keeps(
    evidence_world: EvidenceWorld,
) -> None:
    world = evidence_world
    for first_at, longest in ((0, 1.1), (1, 90.1), (milliseconds(NOW) * 2, 0.1)):
        threat = world.threat("bucket", "arn:aws:s3:::shop", region="eu-west-1", first_at=first_at)
        asked = collect(world, threat)[0].source.parameters
        start, end = (datetime.fromisoformat(asked[one]) for one in ("StartTime", "EndTime"))
        assert timedelta() <= end - start <= timedelta(days=longest)


def test_findings_of_guardduty_are_kept_word_for_word(evidence_world: EvidenceWorld) -> None:
    world = evidence_world
    detector = world.response.client("guardduty").create_detector(Enable=True)["DetectorId"]
    found = {"FindingIds": ["f1"]}
    verbatim = {"Findings": [{"Id": "f1", "Title": "EC2 instance talks\u202e"}]}
    real = world.response.world.sessions.reader

    class Guard:
        def __init__(self, inner: Any) -> None:
            self.inner = inner

        def __getattr__(self, name: str) -> Any:
            return getattr(self.inner, name)

        def items(self, operation: str, path: str, **parameters: Any) -> Any:
            if operation == "guardduty.list_findings":
                criterion = parameters["FindingCriteria"]["Criterion"]
                assert criterion["resource.instanceDetails.instanceId"]["Equals"][0].startswith(
                    "i-"
                )
                assert parameters["DetectorId"] == detector
                return [found]
            if operation == "guardduty.get_findings":
                return [verbatim]
            return self.inner.items(operation, path, **parameters)

    items = collect(
        world,
        world.threat("instance", world.start_instance()),
        readers=lambda *place: Guard(real(*place)),
    )
    item = find_item(items, "GuardDuty findings")
    assert item.kind == "finding"
    assert b"EC2 instance talks" in world.content(item)


def test_a_service_that_is_off_is_said(evidence_world: EvidenceWorld) -> None:
    world = evidence_world
    items = collect(world, world.threat("instance", world.start_instance()))
    assert find_item(items, "GuardDuty findings").reason == "GuardDuty is not on there"
    history = next(item.what for item in items if item.what.startswith("configuration history"))
    assert find_item(items, history).status == "none"
