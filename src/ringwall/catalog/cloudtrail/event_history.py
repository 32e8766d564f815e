"""CloudTrail's event history: what was done in an account within the last 90 days.

Its lookups are slow (two a second in an account and Region), and so they are bounded.
https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, Literal

from ringwall.model.partition import home_region
from ringwall.model.table import Reader
from ringwall.model.threat import Scene, Threat

KEPT = timedelta(days=89)
UNKNOWN_START = timedelta(days=7)
"""How far back is looked where nobody knows when it began."""
MOST = 200
"""Events of one lookup: four pages."""
LARGEST = 1_000_000
"""Letters of an event; those of CloudTrail have 256 KiB at most."""
LookupKey = Literal["AccessKeyId", "EventName", "ResourceName", "Username"]


@dataclass(frozen=True)
class PastAct:
    """A call that was made, as CloudTrail recorded it: the names in it are the caller's words."""

    name: str
    """The operation: `CreateUser`."""
    region: str
    at: str
    """ISO 8601, UTC."""
    error: str
    identity: Mapping[str, Any] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)
    answer: Mapping[str, Any] = field(default_factory=dict)

    @property
    def principal(self) -> str:
        """The ARN of who acted; '' where there is none."""
        found = self.identity.get("arn")
        return found if isinstance(found, str) else ""

    @property
    def moment(self) -> datetime:
        """When it was done; the beginning of time where that cannot be read."""
        try:
            found = datetime.fromisoformat(self.at)
        except ValueError:
            return datetime.fromtimestamp(0, UTC)
        return found if found.tzinfo else found.replace(tzinfo=UTC)


def find_start(threat: Threat, now: datetime) -> datetime:
    """Return since when is looked: the first act of a threat, or some days ago."""
    if threat.first_at <= 0:
        return now - UNKNOWN_START
    ago = now.timestamp() - threat.first_at / 1000
    return now - min(timedelta(seconds=max(ago, 0)), KEPT)


def find_places(threat: Threat, scene: Scene) -> list[Reader]:
    """Return the readers of the Regions with events of a threat: its own, and that of IAM."""
    own = scene.reader(threat)
    home = home_region(own.partition)
    return [own] if own.region == home else [own, scene.readers(threat.account_id, home)]


def find_every_place(threat: Threat, scene: Scene) -> list[Reader]:
    """Return the readers of all Regions that are swept, that of the threat first."""
    own = scene.reader(threat)
    regions = scene.settings.regions
    if not regions:
        listed = own.items("ec2.describe_regions", "Regions")
        regions = tuple(sorted(one["RegionName"] for one in listed))
    others = [region for region in regions if region != own.region]
    return [own, *(scene.readers(threat.account_id, region) for region in others)]


def look_up_acts(
    reader: Reader,
    key: LookupKey,
    value: str,
    start: datetime,
    end: datetime,
    *,
    most: int = MOST,
) -> Iterator[PastAct]:
    """Yield what was done, the newest first, and no more than so much; CallFailed and its kin."""
    events = reader.items(
        "cloudtrail.lookup_events",
        "Events",
        LookupAttributes=[{"AttributeKey": key, "AttributeValue": value}],
        StartTime=start,
        EndTime=max(start, end),
    )
    for event in islice(events, most):
        if (act := read_act(event.get("CloudTrailEvent"))) is not None:
            yield act


def read_act(text: Any) -> PastAct | None:
    """Return the act that the text of an event is of; None where it cannot be read."""
    if not isinstance(text, str) or len(text) > LARGEST:
        return None
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(record, Mapping):
        return None
    return PastAct(
        name=str(record.get("eventName") or ""),
        region=str(record.get("awsRegion") or ""),
        at=str(record.get("eventTime") or ""),
        error=str(record.get("errorCode") or ""),
        identity=_read_part(record, "userIdentity"),
        parameters=_read_part(record, "requestParameters"),
        answer=_read_part(record, "responseElements"),
    )


def _read_part(record: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = record.get(name)
    return found if isinstance(found, Mapping) else {}
