"""The state of the emulator, apart from moto's own."""

import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.authorization.authority import Authority
from ringwall.emulator.backlog import Backlog
from ringwall.emulator.behavior.pending import PendingThings
from ringwall.emulator.behavior.settings import Behavior
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.clock import VirtualClock
from ringwall.emulator.events.failures import FailedDelivery
from ringwall.emulator.issued_session import IssuedSession
from ringwall.emulator.published_events import PublishedEvent
from ringwall.emulator.regions import RegionSettings
from ringwall.emulator.trail.event_log import EventLog

_log = logging.getLogger(__name__)

Record = dict[str, Any]
"""What was created by one call that moto lacks: values by normalized member name."""

NEVER = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True)
class RootUser:
    """An account's root user, which no API can create."""

    created: datetime
    mfa: bool = False
    password_last_used: datetime = NEVER
    access_key_created: datetime = NEVER
    """When the root user's access key was made; NEVER if there is none."""
    access_key_last_used: datetime = NEVER
    password: bool = True
    """Whether it has a password: accounts that were made with central root access have none."""


@dataclass(frozen=True)
class Guess:
    """A value that the completion made up, because the service model does not define it."""

    call: str
    member: str
    value: Any


@dataclass
class EmulatorState:
    """The state of operations that moto lacks, and a function that calls those that it has."""

    regions: RegionSettings
    ask_moto: Callable[[EmulatedCall], dict[str, Any]]
    """Return moto's answer to a call; raises Fault if it is an error."""
    records: dict[tuple[str, str, str, str], list[Record]] = field(
        default_factory=lambda: defaultdict(list)
    )
    """Records by account, region, service and noun."""
    settings: dict[tuple[str, str, str], Any] = field(default_factory=dict)
    """Settings of an account in a region, by `service.Name`; absent means the AWS default."""
    roots: dict[str, RootUser] = field(default_factory=dict)
    guesses: list[Guess] = field(default_factory=list)
    sessions: dict[str, IssuedSession] = field(default_factory=dict)
    """Temporary credentials by access key."""
    user_keys: set[str] = field(default_factory=set)
    """Access keys that users were given, those that were deleted since too."""
    log: EventLog = field(default_factory=EventLog)
    """CloudTrail's events."""
    published: list[PublishedEvent] = field(default_factory=list)
    """Events that services have published, oldest first; the last ones of many."""
    routed: int = 0
    """How many of them EventBridge's rules have seen."""
    failed_deliveries: list[FailedDelivery] = field(default_factory=list)
    """Events and messages that did not reach whom they were for."""
    polled: dict[tuple[str, str], tuple[tuple[str, int], ...]] = field(default_factory=dict)
    """The messages that were offered to a function last, by the ARNs of their queue and of it."""
    backlog: Backlog = field(default_factory=Backlog)
    """What AWS does by itself after the call."""
    clock: VirtualClock = field(default_factory=VirtualClock)
    """The time of what waits."""
    behavior: Behavior = field(default_factory=Behavior)
    """How much of AWS's inconvenience there is."""
    pending: PendingThings = field(default_factory=PendingThings)
    """What becomes ready after some reads."""
    service_access: Any = field(default=None, compare=False)
    """The running emulator's ServiceAccess; not saved."""

    def __post_init__(self) -> None:
        """Let CloudTrail know the sessions."""
        self.log.sessions = self.sessions

    def __getstate__(self) -> dict[str, Any]:
        """Return what is saved: the emulator that loads it has its own authority."""
        return {**self.__dict__, "service_access": None}

    @property
    def authority(self) -> Authority | None:
        """Who decides what services may do by themselves; None where everybody may do all."""
        found: Authority | None = self.service_access.authority if self.service_access else None
        return found

    def guess(self, call: str, member: str, value: Any) -> None:
        """Take down that a value was made up in the answer to a call: `ec2:DescribeVpcs`."""
        _log.warning("guess call=%s member=%s", call, member)
        self.guesses.append(Guess(call, member, value))

    def setting(self, call: EmulatedCall, name: str, default: Any) -> Any:
        """Return a setting of the call's account and region."""
        return self.settings.get((call.account_id, call.region, f"{call.service}.{name}"), default)

    def set(self, call: EmulatedCall, name: str, value: Any) -> None:
        """Change a setting of the call's account and region."""
        self.settings[call.account_id, call.region, f"{call.service}.{name}"] = value

    def root(self, account_id: str) -> RootUser:
        """Return the account's root user."""
        return self.roots.setdefault(account_id, RootUser(created=datetime.now(UTC)))
