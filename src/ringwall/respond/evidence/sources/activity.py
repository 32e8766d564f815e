"""What is collected of what was done: CloudTrail, GuardDuty, AWS Config."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from ringwall.model.threat import Threat, ThreatKind
from ringwall.respond.evidence.collector import AskedPlace, EvidenceCollector
from ringwall.respond.evidence.sources.history import keep_history
from ringwall.respond.evidence.sources.principal import ASSUMED, find_principal

MARGIN = timedelta(hours=1)
"""How long before the first act and after the last one is looked."""
LONGEST = timedelta(days=90)
"""How long CloudTrail keeps its events."""
KEY = re.compile(r"[A-Z0-9]{16,128}")
MOST_FINDINGS = 50
"""GuardDuty hands out so many at a time."""
CONFIG_TYPES: Mapping[ThreatKind, str] = {
    "bucket": "AWS::S3::Bucket",
    "function": "AWS::Lambda::Function",
    "instance": "AWS::EC2::Instance",
    "security_group": "AWS::EC2::SecurityGroup",
}
"""Of these, AWS Config knows the resource by the end of its ARN."""
READS = (
    "cloudtrail.lookup_events",
    "guardduty.get_findings",
    "guardduty.list_detectors",
    "guardduty.list_findings",
)


def collect_activity(
    collector: EvidenceCollector, threat: Threat, home_region: str, now: datetime
) -> None:
    """Keep what was done by the actor and the key, and with the resource, at the time of it."""
    account, region = threat.account_id, threat.region
    local = home_region if region in ("", "global") else region
    start, end = _find_time(threat, now)
    # Calls of global services are in the history of one Region alone.
    for where in dict.fromkeys((local, home_region)):
        for name, value in _find_sought(threat):
            collector.ask(
                f"CloudTrail events, {name} {value}",
                (account, where),
                "cloudtrail.lookup_events",
                {
                    "LookupAttributes": [{"AttributeKey": name, "AttributeValue": value}],
                    "StartTime": start,
                    "EndTime": end,
                },
                kind="log",
            )
    _keep_findings(collector, threat, (account, local), start)
    if config_type := CONFIG_TYPES.get(threat.kind):
        keep_history(collector, (account, local), config_type, _last_part(threat.resource))


def _find_time(threat: Threat, now: datetime) -> tuple[datetime, datetime]:
    def read(at: int, otherwise: datetime) -> datetime:
        return datetime.fromtimestamp(at / 1000, UTC) if at else otherwise

    end = min(now, read(threat.last_at, now) + MARGIN)
    start = max(now - LONGEST, read(threat.first_at, end - timedelta(days=1)) - MARGIN)
    return min(start, end), end


def _find_sought(threat: Threat) -> Iterator[tuple[str, str]]:
    """Yield what CloudTrail is asked about; each by itself, for it takes one at a time."""
    yield "ResourceName", _last_part(threat.resource)
    if KEY.fullmatch(threat.access_key):
        yield "AccessKeyId", threat.access_key
    if ASSUMED.fullmatch(threat.actor):  # CloudTrail names a session by its own name
        yield "Username", threat.actor.rpartition("/")[2]
    elif (found := find_principal(threat.actor))[1] == "user":
        yield "Username", found[2]


def _last_part(arn: str) -> str:
    return re.split(r"[:/]", arn)[-1] or arn


def _keep_findings(
    collector: EvidenceCollector, threat: Threat, place: AskedPlace, start: datetime
) -> None:
    """Keep GuardDuty's findings about the resource, word for word."""
    answer = collector.read("GuardDuty findings", place, "guardduty.list_detectors", {})
    if answer is None:
        return
    detectors = answer.get("DetectorIds", ())
    if not detectors:
        reason = "GuardDuty is not on there"
        collector.note(
            "GuardDuty findings",
            place,
            "guardduty.list_detectors",
            {},
            kind="finding",
            status="none",
            reason=reason,
        )
    for detector in detectors:
        sought: dict[str, Any] = {
            "DetectorId": detector,
            "FindingCriteria": {
                "Criterion": {
                    "updatedAt": {"GreaterThanOrEqual": int(start.timestamp() * 1000)},
                    **_about(threat),
                }
            },
        }
        found = collector.ask("GuardDuty's list", place, "guardduty.list_findings", sought)
        if ids := found.get("FindingIds", ())[:MOST_FINDINGS]:
            which = {"DetectorId": detector, "FindingIds": [*ids]}
            collector.ask(
                "GuardDuty findings", place, "guardduty.get_findings", which, kind="finding"
            )


def _about(threat: Threat) -> dict[str, Any]:
    members: Mapping[ThreatKind, str] = {
        "access_key": "resource.accessKeyDetails.accessKeyId",
        "bucket": "resource.s3BucketDetails.name",
        "function": "resource.lambdaDetails.functionName",
        "instance": "resource.instanceDetails.instanceId",
        "role": "resource.accessKeyDetails.userName",
        "user": "resource.accessKeyDetails.userName",
    }
    member = members.get(threat.kind)
    value = threat.access_key if threat.kind == "access_key" else _last_part(threat.resource)
    return {member: {"Equals": [value]}} if member and value else {}
