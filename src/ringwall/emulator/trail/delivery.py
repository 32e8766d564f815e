"""Deliver events to the buckets of trails, as CloudTrail names and packs its files.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
"""

import gzip
import hashlib
import json
import string
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Protocol

from ringwall.emulator.on_moto.moto_client import moto_backend, moto_backends
from ringwall.emulator.trail.digest import (
    DeliveredFile,
    DigestPlace,
    DigestSigner,
    SignedDigest,
    make_digest,
)
from ringwall.emulator.trail.record import TrailRecord
from ringwall.emulator.trail.selectors import EventSelector, is_chosen

WINDOW = timedelta(minutes=5)
"""The events of one file: about what CloudTrail has in it."""
UNIQUE = string.ascii_letters + string.digits
UNIQUE_LENGTH = 16
GLOBAL_SOURCES = frozenset({"cloudfront.amazonaws.com", "iam.amazonaws.com"})
"""Sources that a trail without events of global services leaves out."""
CLOUDTRAIL = "cloudtrail.amazonaws.com"
GLOBAL_STS = "sts.amazonaws.com"
"""The endpoint of STS whose events are global; those of a Region's endpoint are not."""


class TrailWriter(Protocol):
    """Writes in CloudTrail's name where the policies let it; an error code or '' tells whether."""

    def put_file(
        self,
        trail: "TrailSettings",
        key: str,
        body: bytes,
        metadata: Mapping[str, str],
    ) -> str:
        """Write an object to the trail's bucket."""
        ...

    def put_records(
        self, trail: "TrailSettings", stream: str, records: Sequence[TrailRecord]
    ) -> str:
        """Write events to the trail's log group."""
        ...

    def notify(self, trail: "TrailSettings", key: str) -> str:
        """Tell the trail's topic of a file."""
        ...


@dataclass(frozen=True)
class WrittenFile:
    """An object that CloudTrail has written."""

    trail: "TrailSettings"
    key: str
    size: int


@dataclass(frozen=True)
class TrailSettings:
    """What a trail is set to deliver at one time."""

    arn: str
    account_id: str
    name: str
    region: str
    bucket: str
    prefix: str
    kms_key_id: str
    is_logging: bool
    is_multi_region: bool
    is_validated: bool
    has_global_events: bool
    organization_id: str
    """Where it is an organization trail."""
    accounts: frozenset[str]
    """The accounts whose events it has."""
    basic: tuple[EventSelector, ...]
    advanced: tuple[EventSelector, ...]
    group_arn: str = ""
    group_role_arn: str = ""
    """The log group of CloudWatch Logs, and the role that may write to it."""
    topic_arn: str = ""

    def takes(self, record: TrailRecord) -> bool:
        """Whether the trail delivers an event."""
        if record["recipientAccountId"] not in self.accounts:
            return False
        if not self.is_multi_region and record["awsRegion"] != self.region:
            return False
        if not self.has_global_events and _is_global(record):
            return False
        return is_chosen(record, self.basic, self.advanced)


@dataclass
class TrailDelivery:
    """What a trail has delivered so far."""

    delivered: datetime | None = None
    digested: datetime | None = None
    error: str = ""
    """Why the last delivery failed: an error code of S3."""
    attempted: datetime | None = None
    waiting: list[TrailRecord] = field(default_factory=list)
    """Events that could not be delivered: CloudTrail tries again, for 30 days."""
    group_delivered: datetime | None = None
    group_error: str = ""
    group_waiting: list[TrailRecord] = field(default_factory=list)
    """The same, of the log group."""
    notified: datetime | None = None
    topic_error: str = ""
    digests: dict[tuple[str, str], SignedDigest] = field(default_factory=dict)
    """The last digest of each account and Region."""
    ended: set[tuple[str, str]] = field(default_factory=set)
    """The accounts and Regions whose next digest begins a new chain."""

    def end_chains(self) -> None:
        """Begin new chains of digests with the next delivery."""
        self.ended = set(self.digests)


@dataclass
class DeliveryService:
    """CloudTrail's delivery: the state of all trails, by ARN."""

    random: Random
    trails: dict[str, TrailDelivery] = field(default_factory=dict)
    signer: DigestSigner = field(default_factory=DigestSigner)

    @property
    def is_waiting(self) -> bool:
        """Whether something could not be delivered yet."""
        return any(state.waiting or state.group_waiting for state in self.trails.values())

    def deliver(
        self,
        records: Sequence[TrailRecord],
        settings: Iterable[TrailSettings],
        writer: TrailWriter,
    ) -> list[WrittenFile]:
        """Deliver to each trail that is logging the events that it takes; return the files."""
        written: list[WrittenFile] = []
        for trail in settings:
            chosen = [record for record in records if trail.is_logging and trail.takes(record)]
            state = self.trails.get(trail.arn) or TrailDelivery()
            if chosen or state.waiting or state.group_waiting:
                self.trails[trail.arn] = state
                written += self._deliver(trail, state, [*state.waiting, *chosen], writer)
                _deliver_to_group(trail, state, [*state.group_waiting, *chosen], writer)
        return written

    def end(self, logging: Collection[str]) -> None:
        """End the chains of digests of trails that are not logging any more."""
        for arn, state in self.trails.items():
            if arn not in logging:
                state.end_chains()

    def _deliver(
        self,
        trail: TrailSettings,
        state: TrailDelivery,
        records: Sequence[TrailRecord],
        writer: TrailWriter,
    ) -> Iterator[WrittenFile]:
        now = datetime.now(UTC)
        state.error, state.waiting, state.attempted = "", [], now
        files: dict[tuple[str, str], list[DeliveredFile]] = defaultdict(list)
        for (account, region, end), batch in _batches(records, now).items():
            unique = "".join(self.random.choices(UNIQUE, k=UNIQUE_LENGTH))
            key = (
                f"{_folder(trail, account)}/CloudTrail/{region}/{end:%Y/%m/%d}/"
                f"{account}_CloudTrail_{region}_{end:%Y%m%dT%H%MZ}_{unique}.json.gz"
            )
            data = json.dumps({"Records": batch}, separators=(",", ":")).encode()
            packed = gzip.compress(data, mtime=0)
            if error := writer.put_file(trail, key, packed, {}):
                state.error = error
                state.waiting += batch
                continue
            yield WrittenFile(trail, key, len(packed))
            _notify(trail, state, key, writer)
            times = sorted(record["eventTime"] for record in batch)
            sha256 = hashlib.sha256(data).hexdigest()
            files[account, region].append(DeliveredFile(key, sha256, times[0], times[-1]))
            state.delivered = now
        if not trail.is_validated:
            state.end_chains()
            return
        for (account, region), delivered in files.items():
            digest = self._digest(state, _place(trail, account, region), delivered)
            writer.put_file(trail, digest.key, digest.body, digest.metadata)
            yield WrittenFile(trail, digest.key, len(digest.body))
            state.digested = now

    def _digest(
        self, state: TrailDelivery, place: DigestPlace, files: Sequence[DeliveredFile]
    ) -> SignedDigest:
        chain = (place.account_id, place.region)
        before, is_linked = state.digests.get(chain), chain not in state.ended
        digest = make_digest(self.signer, place, files, before, is_linked=is_linked)
        state.digests[chain] = digest
        state.ended.discard(chain)
        return digest


def _notify(trail: TrailSettings, state: TrailDelivery, key: str, writer: TrailWriter) -> None:
    if trail.topic_arn:
        state.topic_error = writer.notify(trail, key)
        state.notified = state.notified if state.topic_error else datetime.now(UTC)


def _deliver_to_group(
    trail: TrailSettings,
    state: TrailDelivery,
    records: Sequence[TrailRecord],
    writer: TrailWriter,
) -> None:
    """Write events to a log group: a stream for each account and Region.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html
    """
    if not trail.group_arn or not records:
        return
    state.group_error, state.group_waiting = "", []
    streams: dict[str, list[TrailRecord]] = defaultdict(list)
    for record in records:
        parts = (
            trail.organization_id, record["recipientAccountId"], "CloudTrail", trail.region,
        )  # fmt: skip
        streams["_".join(part for part in parts if part)].append(record)
    for stream, chosen in streams.items():
        if error := writer.put_records(trail, stream, chosen):
            state.group_error = error
            state.group_waiting += chosen
        else:
            state.group_delivered = datetime.now(UTC)


def _is_global(record: TrailRecord) -> bool:
    host = record.get("tlsDetails", {}).get("clientProvidedHostHeader")
    return record["eventSource"] in GLOBAL_SOURCES or host == GLOBAL_STS


def find_settings() -> list[TrailSettings]:
    """Return the settings of all trails at present."""
    return [_read_settings(account, trail) for account, trail in find_trails()]


def find_targets() -> set[str]:
    """Return the buckets that trails deliver to."""
    return {trail.bucket_name for _, trail in find_trails()}


def find_trails() -> Iterator[tuple[str, Any]]:
    """Yield moto's trails, each with the account that owns it."""
    for account_id, _, backend in moto_backends("cloudtrail").iter_backends():
        for trail in backend.trails.values():
            yield account_id, trail


def _read_settings(account_id: str, trail: Any) -> TrailSettings:
    organization_id, members = _read_organization(account_id) if trail.is_org_trail else ("", ())
    return TrailSettings(
        arn=trail.arn,
        account_id=account_id,
        name=trail.trail_name,
        region=trail.region_name,
        bucket=trail.bucket_name,
        prefix=trail.s3_key_prefix or "",
        kms_key_id=trail.kms_key_id or "",
        is_logging=trail.status.is_logging,
        is_multi_region=bool(trail.is_multi_region),
        is_validated=bool(trail.log_validation),
        has_global_events=bool(trail.include_global_service_events),
        organization_id=organization_id,
        accounts=frozenset({account_id, *members}),
        basic=tuple(trail.event_selectors),
        advanced=tuple(trail.advanced_event_selectors),
        group_arn=trail.cw_log_group_arn or "",
        group_role_arn=trail.cw_role_arn or "",
        topic_arn=_find_topic(trail),
    )


def _find_topic(trail: Any) -> str:
    """Return the ARN of a trail's topic, which may be named by it; '' for none."""
    name = trail.sns_topic_name or ""
    return str(name if name.startswith("arn:") else trail.topic_arn or "")


def _read_organization(account_id: str) -> tuple[str, Iterable[str]]:
    """Return the id of the account's organization and those of its accounts; '' without one."""
    backend = moto_backend("organizations", account_id)
    if backend.org is None:
        return "", ()
    return str(backend.org.id), [member.id for member in backend.accounts]


def _batches(
    records: Iterable[TrailRecord], now: datetime
) -> dict[tuple[str, str, datetime], list[TrailRecord]]:
    """Return the events of each file: by account, Region and the end of their five minutes."""
    found: dict[tuple[str, str, datetime], list[TrailRecord]] = defaultdict(list)
    for record in records:
        at = datetime.fromisoformat(record["eventTime"])
        end = at - (at - datetime.min.replace(tzinfo=UTC)) % WINDOW + WINDOW
        found[record["recipientAccountId"], record["awsRegion"], min(end, now)].append(record)
    return found


def _folder(trail: TrailSettings, account_id: str) -> str:
    parts = (trail.prefix, "AWSLogs", trail.organization_id, account_id)
    return "/".join(part for part in parts if part)


def _place(trail: TrailSettings, account_id: str, region: str) -> DigestPlace:
    return DigestPlace(
        account_id=account_id,
        region=region,
        bucket=trail.bucket,
        prefix=f"{_folder(trail, account_id)}/CloudTrail-Digest/",
        trail_name=trail.name,
        home_region=trail.region,
    )
