"""Event history: the management events of an account, as LookupEvents finds them.

https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
"""

import base64
import binascii
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from ringwall.emulator.call import Fault
from ringwall.emulator.trail.record import TrailRecord

KEPT = timedelta(days=90)
MAX_RESULTS = 50
ATTRIBUTES = frozenset(
    {
        "AccessKeyId", "EventId", "EventName", "EventSource", "ReadOnly", "ResourceName",
        "ResourceType", "Username",
    }
)  # fmt: skip
RESOURCES: Mapping[str, Mapping[str, str]] = {
    "cloudtrail": {"name": "AWS::CloudTrail::Trail", "trailName": "AWS::CloudTrail::Trail"},
    "ec2": {
        "groupId": "AWS::EC2::SecurityGroup",
        "imageId": "AWS::EC2::Ami",
        "instanceId": "AWS::EC2::Instance",
        "internetGatewayId": "AWS::EC2::InternetGateway",
        "keyName": "AWS::EC2::KeyPair",
        "networkAclId": "AWS::EC2::NetworkAcl",
        "networkInterfaceId": "AWS::EC2::NetworkInterface",
        "routeTableId": "AWS::EC2::RouteTable",
        "snapshotId": "AWS::EC2::Snapshot",
        "subnetId": "AWS::EC2::Subnet",
        "volumeId": "AWS::EC2::Volume",
        "vpcId": "AWS::EC2::VPC",
    },
    "iam": {
        "accessKeyId": "AWS::IAM::AccessKey",
        "groupName": "AWS::IAM::Group",
        "instanceProfileName": "AWS::IAM::InstanceProfile",
        "policyArn": "AWS::IAM::Policy",
        "roleName": "AWS::IAM::Role",
        "userName": "AWS::IAM::User",
    },
    "rds": {
        "dBClusterIdentifier": "AWS::RDS::DBCluster",
        "dBInstanceIdentifier": "AWS::RDS::DBInstance",
        "dBSnapshotIdentifier": "AWS::RDS::DBSnapshot",
    },
    "s3": {"bucketName": "AWS::S3::Bucket"},
    "sts": {
        "accessKeyId": "AWS::IAM::AccessKey",
        "assumedRoleId": "AWS::STS::AssumedRole",
        "roleArn": "AWS::IAM::Role",
    },
}
"""Members of requests and answers that name a resource, by service."""
HistoryEvent = dict[str, Any]


def look_up(
    records: Sequence[TrailRecord], account_id: str, region: str, asked: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a page of an account's events in a Region, the newest first; Fault if it is refused.

    The token names the last event of a page: events that come later do not move the next page.
    """
    start, end = _read_times(asked)
    key, value = _read_attribute(asked)
    size = asked.get("MaxResults", MAX_RESULTS)
    if not 1 <= size <= MAX_RESULTS:
        raise Fault("InvalidMaxResultsException", f"Specify 1 to {MAX_RESULTS} results.")
    last = _read_token(asked)
    if asked.get("EventCategory") == "insight":
        return {"Events": []}
    page: list[HistoryEvent] = []
    found_last = not last
    for record in reversed(records):
        own = (record["recipientAccountId"], record["awsRegion"]) == (account_id, region)
        if not own or not record["managementEvent"]:
            continue
        if not found_last:
            found_last = record["eventID"] == last
            continue
        if not start <= datetime.fromisoformat(record["eventTime"]) <= end:
            continue
        event = make_event(record)
        if key and value not in _values(event, key):
            continue
        if len(page) == size:
            return {"Events": page, "NextToken": _make_token(asked, page[-1]["EventId"])}
        page.append(event)
    if not found_last:
        raise Fault("InvalidNextTokenException", "The token is not valid.")
    return {"Events": page}


def make_event(record: TrailRecord) -> HistoryEvent:
    """Return an event of the history: what one looks up by, and the record as text."""
    resources = [{"ResourceType": kind, "ResourceName": name} for kind, name in _named(record)]
    event = {
        "EventId": record["eventID"],
        "EventName": record["eventName"],
        "ReadOnly": str(record["readOnly"]).lower(),
        "EventTime": datetime.fromisoformat(record["eventTime"]),
        "EventSource": record["eventSource"],
        "Resources": resources,
        "CloudTrailEvent": json.dumps(record, separators=(",", ":")),
    }
    identity = record["userIdentity"]
    optional = {"AccessKeyId": identity.get("accessKeyId"), "Username": _username(identity)}
    return event | {name: value for name, value in optional.items() if value}


def _username(identity: Mapping[str, Any]) -> str:
    match identity.get("type"):
        case "Root":
            return "root"
        case "AssumedRole":
            return str(identity["principalId"]).partition(":")[2]
        case "FederatedUser":
            return str(identity["arn"]).rpartition("/")[2]
        case _:
            return str(identity.get("userName", ""))


def _named(record: TrailRecord) -> Iterator[tuple[str, str]]:
    """Yield the type and the name of each resource that an event names, each once."""
    kinds = RESOURCES.get(record["eventSource"].partition(".")[0], {})
    seen: dict[tuple[str, str], None] = {}
    for found in record.get("resources", ()) if not kinds else ():
        seen[found.get("type", ""), found.get("ARN", "")] = None
    for part in (record["requestParameters"], record["responseElements"]):
        for name, value in _members(part):
            if name in kinds:
                seen[kinds[name], value] = None
    yield from (named for named in seen if all(named))


def _members(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for inner in value:
            yield from _members(inner)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if isinstance(inner, str):
                yield name, inner
            else:
                yield from _members(inner)


def _values(event: HistoryEvent, key: str) -> list[str]:
    if key in ("ResourceName", "ResourceType"):
        return [resource[key] for resource in event["Resources"]]
    return [str(event.get(key, ""))]


def _read_times(asked: Mapping[str, Any]) -> tuple[datetime, datetime]:
    now = datetime.now(UTC)
    start, end = (_as_utc(asked.get(name)) for name in ("StartTime", "EndTime"))
    if start and end and start > end:
        raise Fault("InvalidTimeRangeException", "The start time is after the end time.")
    oldest = now - KEPT
    return max(start or oldest, oldest), end or now


def _as_utc(moment: Any) -> datetime | None:
    if isinstance(moment, int | float):
        try:
            return datetime.fromtimestamp(moment, UTC)
        except (OverflowError, ValueError, OSError) as error:
            raise Fault("InvalidTimeRangeException", "The time is not valid.") from error
    if isinstance(moment, datetime):
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def _read_attribute(asked: Mapping[str, Any]) -> tuple[str, str]:
    attributes = asked.get("LookupAttributes") or ()
    if not attributes:
        return "", ""
    if len(attributes) > 1 or attributes[0].get("AttributeKey") not in ATTRIBUTES:
        raise Fault("InvalidLookupAttributesException", "Specify one attribute of an event.")
    return attributes[0]["AttributeKey"], str(attributes[0].get("AttributeValue", ""))


def _make_token(asked: Mapping[str, Any], event_id: str) -> str:
    return base64.b64encode(json.dumps([_question(asked), event_id]).encode()).decode()


def _read_token(asked: Mapping[str, Any]) -> str:
    """Return the id of the event after which the page begins; '' for the first page."""
    token = asked.get("NextToken")
    if not token:
        return ""
    try:
        question, event_id = json.loads(base64.b64decode(token, validate=True))
    except (ValueError, TypeError, binascii.Error, RecursionError) as error:
        raise Fault("InvalidNextTokenException", "The token is not valid.") from error
    if question != _question(asked) or not isinstance(event_id, str) or not event_id:
        raise Fault("InvalidNextTokenException", "The token is of another request.")
    return event_id


def _question(asked: Mapping[str, Any]) -> str:
    kept = {name: value for name, value in asked.items() if name not in ("NextToken", "MaxResults")}
    return json.dumps(kept, sort_keys=True, default=str)
