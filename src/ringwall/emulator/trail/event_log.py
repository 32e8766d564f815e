"""What CloudTrail knows of all calls: noted at once, written and delivered when it is read."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.issued_session import IssuedSession
from ringwall.emulator.refusals import NOT_AUTHENTICATED
from ringwall.emulator.trail.delivery import (
    DeliveryService,
    TrailSettings,
    TrailWriter,
    find_settings,
    find_targets,
)
from ringwall.emulator.trail.event_kind import EventKind, find_kind
from ringwall.emulator.trail.identity import INVOKED_BY, find_identity
from ringwall.emulator.trail.own_writes import record_writes
from ringwall.emulator.trail.record import AnsweredCall, TrailRecord, add_shared, make_record
from ringwall.emulator.trail.resources import find_bucket_owner
from ringwall.emulator.vpc_endpoints import VPC_ENDPOINT, find_endpoint_owner
from ringwall.emulator.wire.response import Response

SEED = 20_260_102
"""Start of the random numbers of ids: the same calls make the same ids in every run."""
KEPT = (INVOKED_BY, VPC_ENDPOINT, "HTTP_HOST", "QUERY_STRING", "wsgi.url_scheme")
"""What a record needs of a request's WSGI environment."""
READ_ANSWERS = ("kms", "sts")
"""Services whose answers to reads are needed: the key that was used, the session that was made."""


class EventLog:
    """The events of one emulator."""

    def __init__(self) -> None:
        self.sessions: dict[str, IssuedSession] = {}
        """Sessions that STS has made, by access key: the emulator's own."""
        self.time: datetime | None = None
        """The time of the calls that follow; None: when they are made."""
        self.writer: TrailWriter | None = None
        """Who writes for trails: the emulator sets it."""
        self._records: list[TrailRecord] = []
        self._noted: list[AnsweredCall] = []
        self._random = Random(SEED)  # noqa: S311  # ids, equal in every run
        self.delivery = DeliveryService(Random(SEED))  # noqa: S311  # names of files
        self._last_delivered = ""
        """The id of the last event that was delivered."""
        self._before: list[TrailSettings] | None = None
        """The trails before the call that is being answered, where it may change them."""

    @property
    def records(self) -> list[TrailRecord]:
        """The records of all calls so far, oldest first: one for each, in its caller's account."""
        noted, self._noted = self._noted, []
        self._records += [make_record(answered, self._random) for answered in noted]
        return self._records

    @property
    def events(self) -> list[TrailRecord]:
        """The records of all accounts: with those of calls that used another account's resource."""
        return list(add_shared(self.records))

    def now(self) -> datetime:
        """Return the time at which a call is recorded: the present, or the one that was set."""
        return self.time or datetime.now(UTC)

    def new_id(self) -> str:
        """Return an id for an event that is no call."""
        return str(UUID(int=self._random.getrandbits(128), version=4))

    def add(self, record: TrailRecord) -> None:
        """Add an event that is no call."""
        self.records.append(record)

    def deliver(self) -> None:
        """Deliver what was recorded since the last time, to the trails as they are now."""
        self._deliver(find_settings())

    def prepare(self, call: EmulatedCall) -> None:
        """Deliver what is there before a call reads it, or changes a trail."""
        kind = find_kind(call.service, call.operation, call.model)
        if call.service == "cloudtrail" and not kind.is_read:
            self._before = find_settings()
            self._deliver(self._before)
        elif call.name == "cloudtrail:GetTrailStatus" or (
            call.service == "s3" and kind.data_type and _is_target(call)
        ):
            self.deliver()

    def note(self, call: EmulatedCall, response: Response, fault: Fault | None) -> bool:
        """Take down a call and what became of it; return whether it has an event."""
        kind = find_kind(call.service, call.operation, call.model)
        identity = find_identity(call, self.sessions)
        is_known = fault is None or (fault.code, fault.status) not in NOT_AUTHENTICATED
        has_event = kind.is_logged and is_known  # of others it cannot say in whose account
        if has_event:
            needs_answer = not kind.is_read or call.service in READ_ANSWERS
            self._noted.append(
                AnsweredCall(
                    call=_shrink(call),
                    kind=kind,
                    identity=identity,
                    at=self.now(),
                    fault=fault,
                    response=response if needs_answer and fault is None else None,
                    bucket_owner=_find_owner(call, kind),
                    endpoint_owner=find_endpoint_owner(call),
                    is_from_console=self._is_from_console(call),
                    sent=len(response.body),
                    received=len(call.body),
                )
            )

        if self._before is not None:
            # That a trail was stopped or deleted is delivered to it, too.
            before, self._before = self._before, None
            was_logging = {trail.arn: trail for trail in before if trail.is_logging}
            after = {trail.arn: trail for trail in find_settings()}
            self._deliver((after | was_logging).values())
            self.delivery.end({arn for arn, trail in after.items() if trail.is_logging})
        return has_event

    def _is_from_console(self, call: EmulatedCall) -> bool:
        session = self.sessions.get(call.access_key)
        return session is not None and session.is_from_console

    def _deliver(self, settings: Iterable[TrailSettings]) -> None:
        records = self.records
        start = len(records)
        while start and records[start - 1]["eventID"] != self._last_delivered:
            start -= 1
        if self.writer is None or not (start < len(records) or self.delivery.is_waiting):
            return
        self._last_delivered = records[-1]["eventID"] if records else ""
        trails = tuple(settings)
        written = self.delivery.deliver(list(add_shared(records[start:])), trails, self.writer)
        self._records += record_writes(written, trails, self._random)

    def __getstate__(self) -> dict[str, Any]:
        """Return what is kept of the log: its records, written out."""
        return self.__dict__ | {"_records": self.records, "_noted": [], "writer": None}


def _is_target(call: EmulatedCall) -> bool:
    return call.parameters.get("Bucket") in find_targets()


def _find_owner(call: EmulatedCall, kind: EventKind) -> str:
    """Return the owner of a bucket at the time of the call: of one deleted by it, the caller."""
    if call.service != "s3" or "Bucket" not in call.parameters:
        return ""
    return find_bucket_owner(call) or (call.account_id if kind.name == "DeleteBucket" else "")


def _shrink(call: EmulatedCall) -> EmulatedCall:
    """Return the call without bodies: a log must not hold the objects of buckets."""
    environ = {name: call.environ[name] for name in KEPT if name in call.environ}
    parameters = {k: v for k, v in call.parameters.items() if not isinstance(v, bytes)}
    return replace(call, environ=environ, body=b"", parameters=parameters)
