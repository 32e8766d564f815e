"""Who acts at Acme: principals with real credentials, from an address, at a time of the script."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import botocore.session
from botocore.exceptions import ClientError

from ringwall.emulator.acme.organization import Acme
from ringwall.emulator.app import Emulator
from ringwall.emulator.issued_session import IssuedSession
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.traffic.script import ScriptedTraffic
from ringwall.emulator.transport import open_session

HOME = "us-east-1"
PLATFORM = "OrganizationAccountAccessRole"
CLI = "aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux#6.1 md/arch#x86_64 lang/python#3.13.7"


@dataclass(frozen=True)
class Credentials:
    """What a caller signs with."""

    access_key: str
    secret_key: str = "not-a-secret"  # noqa: S105 - of the emulator, which checks no signature
    token: str | None = None


@dataclass
class Actor:
    """A principal that calls AWS; each call is recorded at the time at which it says it is."""

    app: Emulator
    credentials: Credentials
    address: str
    agent: str = CLI
    refused: list[str] = field(default_factory=list)
    """The calls that AWS refused: `cloudtrail:StopLogging AccessDenied`."""
    clients: dict[tuple[str, str], Any] = field(default_factory=dict, repr=False)
    session: botocore.session.Session | None = field(default=None, repr=False)

    def call(
        self, at: datetime, service: str, operation: str, region: str = HOME, **given: Any
    ) -> dict[str, Any]:
        """Make a call; {} where it is refused."""
        self.app.set_trail_time(at)
        try:
            answer: dict[str, Any] = getattr(self._client(service, region), operation)(**given)
        except ClientError as error:
            self.refused.append(f"{service}:{operation} {error.response['Error']['Code']}")
            return {}
        finally:
            self.app.set_trail_time(None)
        return answer

    def assume(self, at: datetime, role_arn: str, session: str) -> "Actor":
        """Return the actor with a role's session instead of its own credentials."""
        answer = self.call(
            at, "sts", "assume_role", RoleArn=role_arn, RoleSessionName=session
        )  # fmt: skip
        return self.become(read_credentials(answer["Credentials"]))

    def become(self, credentials: Credentials) -> "Actor":
        """Return the same caller with other credentials."""
        return Actor(self.app, credentials, self.address, self.agent, self.refused)

    def _client(self, service: str, region: str) -> Any:
        if (service, region) not in self.clients:
            session = self.session or self._open()
            self.clients[service, region] = session.create_client(service, region_name=region)
        return self.clients[service, region]

    def _open(self) -> botocore.session.Session:
        found = self.credentials
        keys = (found.access_key, found.secret_key, found.token)
        sender: Any = _From(self.app, self.address, self.agent)
        self.session = open_session(sender, *keys)
        return self.session


Script = tuple[Iterable[ScriptedTraffic], Iterable[Actor]]
"""What happens in a network, and who calls AWS meanwhile."""


@dataclass(frozen=True)
class _From:
    """The emulator, as it is reached from an address."""

    app: Emulator
    address: str
    agent: str

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        sent = {"REMOTE_ADDR": self.address, "HTTP_USER_AGENT": self.agent}
        return self.app(environ | sent, start)


@dataclass(frozen=True)
class Activity:
    """What someone did, and which records are of it: the truth that detection is measured by."""

    name: str
    is_attack: bool
    techniques: tuple[str, ...]
    """MITRE ATT&CK techniques; () for benign activity."""
    start: datetime
    end: datetime
    event_ids: frozenset[str]
    """The `eventID` of its CloudTrail events."""
    traffic: tuple[ScriptedTraffic, ...]
    """Its connections and DNS queries: flow and query logs are of these."""
    refused: tuple[str, ...]


@dataclass
class Stage:
    """Acme while it is acted at."""

    app: Emulator
    acme: Acme

    def platform(self, account: str) -> Actor:
        """Return Acme's own administrators, who set the stage."""
        operator = Actor(self.app, Credentials("AKIAACMEPLATFORM0001"), "203.0.113.5")
        if account == "management":
            return operator
        role = f"arn:aws:iam::{self.acme.accounts[account]}:role/{PLATFORM}"
        return operator.assume(datetime.now(UTC), role, "stage")

    def find_key(self, account: str, user: str) -> Credentials:
        """Return an access key of a user; it is made where there is none."""
        iam = moto_backend
        with self.app.mounted():
            users = iam("iam", self.acme.accounts[account]).users.values()
            keys = next(each for each in users if each.name == user).access_keys
            if keys:
                return Credentials(keys[0].access_key_id)
        now = datetime.now(UTC)
        made = self.platform(account).call(now, "iam", "create_access_key", UserName=user)
        return Credentials(made["AccessKey"]["AccessKeyId"])

    def take_role(self, account: str, role: str, session: str, at: datetime) -> Credentials:
        """Return a session that a service gave to a workload: an instance's or a function's."""
        account_id = self.acme.accounts[account]
        arn = f"arn:aws:iam::{account_id}:role/{role}"
        with self.app.mounted():
            made = moto_backend("sts", account_id).assume_role(
                region_name=HOME, role_session_name=session, role_arn=arn, policy="",
                duration=3600, external_id="",
            )  # fmt: skip
            now = datetime.now(UTC)
            self.app.state.sessions[made.access_key.access_key_id] = IssuedSession(
                account_id=account_id, issued=now, recorded=at, expires=now + timedelta(hours=6)
            )
            key = made.access_key
            return Credentials(key.access_key_id, key.secret_access_key, str(made.session_token))

    def find_interfaces(self, account: str, region: str = HOME) -> dict[str, tuple[str, str]]:
        """Return the interface and the instance of each name in an account."""
        listed = self.platform(account).call(datetime.now(UTC), "ec2", "describe_instances", region)
        return dict(_named(listed))

    def act(
        self,
        name: str,
        techniques: tuple[str, ...],
        start: datetime,
        script: Callable[["Stage", datetime], Script],
    ) -> Activity:
        """Let a script happen, and return what is of it."""
        before = len(self.app.trail)
        traffic, actors = script(self, start)
        sent = tuple(traffic)
        self.app.send_traffic(sent)
        records = self.app.trail[before:]
        own = [r for r in records if not r["userIdentity"].get("arn", "").endswith("/stage")]
        own = [r for r in own if r["sourceIPAddress"] != "203.0.113.5"]
        times = [datetime.fromisoformat(record["eventTime"]) for record in own]
        times += [item.start for item in sent]
        return Activity(
            name=name,
            is_attack=bool(techniques),
            techniques=techniques,
            start=min(times),
            end=max(times),
            event_ids=frozenset(record["eventID"] for record in own),
            traffic=sent,
            refused=tuple(dict.fromkeys(call for actor in actors for call in actor.refused)),
        )


def read_credentials(found: dict[str, Any]) -> Credentials:
    """Return the credentials of an answer of STS."""
    return Credentials(found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"])


def _named(listed: dict[str, Any]) -> Iterator[tuple[str, tuple[str, str]]]:
    for reservation in listed["Reservations"]:
        for instance in reservation["Instances"]:
            tags = {tag["Key"]: tag["Value"] for tag in instance.get("Tags", ())}
            (interface, *_) = instance["NetworkInterfaces"]
            yield tags["Name"], (interface["NetworkInterfaceId"], instance["InstanceId"])
