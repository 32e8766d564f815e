"""Eventual consistency: for some reads after a write, a service answers from before it.

AWS says so of these services. What it calls strongly consistent is not among them: S3, SQS,
DynamoDB, Secrets Manager, Systems Manager's parameters.
https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html
https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.on_moto.moto_client import MotoClient, moto_backends
from ringwall.emulator.on_moto.pickles import dump_contents, load_contents
from ringwall.emulator.state import EmulatorState
from ringwall.emulator.trail.event_kind import find_kind

LATE = frozenset(
    {"autoscaling", "ec2", "elbv2", "guardduty", "iam", "kms", "organizations", "securityhub"}
)
"""Services whose reads may be late."""
PROMPT = frozenset({"ec2:DescribeImages", "ec2:DescribeSnapshots", "ec2:DescribeVolumes"})
"""Reads that are never late: botocore's waiters ask at once, and do not stand what is absent."""
GLOBAL = frozenset({"iam", "organizations"})
"""Services whose state moto keeps by partition, not by Region."""
BackendPlace = tuple[str, str, str]
"""Service, account and Region; the Region is '' for services that have none."""
MOST = 4
"""Writes of one place that reads may be behind."""


@dataclass
class OldState:
    """What a service held before a write, and how many reads may still see it."""

    contents: bytes
    reads_left: int


@dataclass
class Lag:
    """The old states of each service, the oldest first."""

    old: dict[BackendPlace, list[OldState]] = field(default_factory=dict)
    writes: int = 0

    @contextmanager
    def seen_by(self, state: EmulatorState, call: EmulatedCall) -> Iterator[None]:
        """Keep the present state before a write; let a read see an older one, if it is late."""
        place = _find_place(call)
        if not state.behavior.lag or call.service not in LATE or call.name in PROMPT:
            yield
        elif not find_kind(call.service, call.operation, call.model).is_read:
            before = _dump(state, place)
            yield
            self._keep(state, place, before)
        else:
            with self.mounted(state, place):
                yield

    @contextmanager
    def mounted(self, state: EmulatorState, place: BackendPlace) -> Iterator[bool]:
        """Let moto and the handlers use a place's older state, if there is one; whether there is.

        Each use counts as a read.
        """
        old = self._take(place)
        if old is None:
            yield False
            return
        present = _swap(state, place, load_contents(old, MotoClient()))
        try:
            yield True
        finally:
            _swap(state, place, present)

    @contextmanager
    def authorizing(
        self, state: EmulatorState, account_id: str, *, is_read_later: bool
    ) -> Iterator[None]:
        """Let authorization use an account's older IAM.

        It counts as a read, unless what it allows will read the same: then only a refusal counts.
        """
        place = ("iam", account_id, "")
        if not is_read_later:
            with self.mounted(state, place):
                yield
            return
        kept = [replace(old) for old in self.old.get(place, ())]
        with self.mounted(state, place):
            yield
        if kept:
            self.old[place] = kept

    def _keep(self, state: EmulatorState, place: BackendPlace, before: bytes) -> None:
        self.writes += 1
        draw = random.Random(f"{state.behavior.seed} {self.writes}")  # noqa: S311 - no secret
        reads = draw.randint(0, state.behavior.lag)
        if reads:
            kept = self.old.setdefault(place, [])
            kept.append(OldState(before, reads))
            del kept[:-MOST]

    def _take(self, place: BackendPlace) -> bytes | None:
        kept = self.old.get(place)
        if not kept:
            return None
        found = kept[0].contents
        for old in kept:
            old.reads_left -= 1
        self.old[place] = [old for old in kept if old.reads_left > 0]
        return found


def _find_place(call: EmulatedCall) -> BackendPlace:
    return call.service, call.account_id, "" if call.service in GLOBAL else call.region


def _dump(state: EmulatorState, place: BackendPlace) -> bytes:
    return dump_contents(_read(state, place))


def _read(state: EmulatorState, place: BackendPlace) -> dict[str, Any]:
    """Return what a service holds in a place: moto's backends, our records and settings."""
    service, account_id, region = place
    backends = moto_backends(service)
    mine = backends.get(account_id, {})
    return {
        "moto": {key: mine[key] for key in mine if not region or key == region},
        "records": {key: v for key, v in state.records.items() if _holds(place, key[2], key)},
        "settings": {
            key: v for key, v in state.settings.items() if _holds(place, key[2].split(".")[0], key)
        },
    }


def _holds(place: BackendPlace, service: str, key: tuple[str, ...]) -> bool:
    return service == place[0] and key[0] == place[1] and place[2] in {"", key[1]}


def _swap(state: EmulatorState, place: BackendPlace, contents: dict[str, Any]) -> dict[str, Any]:
    """Put contents in the place of the present ones, and return those."""
    present = _read(state, place)
    mine = moto_backends(place[0])[place[1]]
    for key in present["moto"]:
        del mine[key]
    mine.update(contents["moto"])
    for known, name in ((state.records, "records"), (state.settings, "settings")):
        target: dict[Any, Any] = known
        for key in present[name]:
            del target[key]
        target.update(contents[name])
    return present
