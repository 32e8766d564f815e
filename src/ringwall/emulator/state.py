"""The state of the emulator, apart from moto's own."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.authorization.authority import Authority
from ringwall.emulator.behavior.pending import PendingThings
from ringwall.emulator.behavior.settings import Behavior
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.regions import RegionSettings
from ringwall.emulator.trail.event_log import EventLog

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


@dataclass(frozen=True)
class IssuedSession:
    """Temporary credentials that STS gave out: what moto does not keep of them."""

    account_id: str
    user_name: str = ""
    """The user who asked for them: GetSessionToken, GetFederationToken; '' for a role's session."""
    federated_name: str = ""
    issued: datetime = NEVER
    expires: datetime = NEVER
    policies: tuple[str, ...] = ()
    """Session policies as text; managed ones by their ARN."""
    keys: Mapping[str, Any] = field(default_factory=dict)
    """Condition keys of requests that are made with them: tags, source identity, MFA."""


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
    authority: Authority | None = None
    """What decides what policies allow; None where every caller may do everything."""
    log: EventLog = field(default_factory=EventLog)
    """CloudTrail's events."""
    behavior: Behavior = field(default_factory=Behavior)
    """How much of AWS's inconvenience there is."""
    pending: PendingThings = field(default_factory=PendingThings)
    """What becomes ready after some reads."""

    def __getstate__(self) -> dict[str, Any]:
        """Return what is saved: whoever loads it has an authority of their own."""
        return {**vars(self), "authority": None}

    def setting(self, call: EmulatedCall, name: str, default: Any) -> Any:
        """Return a setting of the call's account and region."""
        return self.settings.get((call.account_id, call.region, f"{call.service}.{name}"), default)

    def set(self, call: EmulatedCall, name: str, value: Any) -> None:
        """Change a setting of the call's account and region."""
        self.settings[call.account_id, call.region, f"{call.service}.{name}"] = value

    def root(self, account_id: str) -> RootUser:
        """Return the account's root user."""
        return self.roots.setdefault(account_id, RootUser(created=datetime.now(UTC)))
