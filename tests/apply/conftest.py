"""An emulated account, a journal, and what a run needs of both."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import botocore.session
import pytest

from ringwall.apply.environment import AwsConnections, Connections, RunEnvironment
from ringwall.aws.session import Sessions
from ringwall.catalog.loader import load_writes
from ringwall.catalog.s3.public_access import SETTINGS
from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import attach
from ringwall.jobs.authority import ReasonedAuthority
from ringwall.model.change import Change, Probe, Write
from ringwall.model.state import read_state
from ringwall.model.write_shape import WriteShape
from ringwall.store.database.connection import open_database
from ringwall.store.database.journal import Journal
from ringwall.store.database.leases import Leases
from ringwall.store.seal_key import SealKey

ACCOUNT = "123456789012"
REGION = "eu-west-1"
ACTOR = f"arn:aws:iam::{ACCOUNT}:user/ann"


@dataclass(frozen=True)
class Estate:
    """An emulated account, as a team would set it up and as Ringwall enters it.

    Clients are kept from test to test: botocore takes half a second to read what EC2 is.
    """

    emulator: Emulator
    sessions: Sessions
    team: botocore.session.Session
    clients: dict[tuple[str, str], Any] = field(default_factory=dict)

    def client(self, service: str, region: str = REGION) -> Any:
        key = (service, region)
        if key not in self.clients:
            self.clients[key] = self.team.create_client(service, region_name=region)
        return self.clients[key]


@pytest.fixture(scope="session")
def whole_estate() -> Estate:
    emulator = Emulator(authority=ReasonedAuthority())

    def enter(session: botocore.session.Session) -> None:
        session.set_credentials("AKIARINGWALL", "secret")
        attach(session, emulator)

    team = botocore.session.Session()
    enter(team)
    return Estate(emulator, Sessions(region=REGION, transport=enter), team)


@pytest.fixture
def estate(whole_estate: Estate) -> Estate:
    whole_estate.emulator.reset()
    return whole_estate


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "hub.sqlite"
    open_database(f"sqlite:///{path}").dispose()
    return path


@pytest.fixture
def journal(tmp_path: Path, empty_database: Path) -> Iterator[Journal]:
    shutil.copy(empty_database, tmp_path / "hub.sqlite")
    engine = open_database(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    yield Journal(engine, SealKey(tmp_path / "seal.key"))
    engine.dispose()


@pytest.fixture
def environment(estate: Estate, journal: Journal) -> RunEnvironment:
    connections, leases = AwsConnections(estate.sessions), Leases(journal.engine)
    return RunEnvironment(journal, connections, SHAPES, leases, lambda _: None)


BUCKET = {"Bucket": "acme"}
SHAPES = (
    *load_writes(),
    WriteShape(
        "s3.put_public_access_block", {**BUCKET, "PublicAccessBlockConfiguration": SETTINGS}
    ),
    WriteShape("s3.delete_public_access_block", BUCKET),
)
WRITES = frozenset(
    {
        "s3:PutPublicAccessBlock",
        "ec2:RevokeSecurityGroupIngress",
        "ec2:EnableEbsEncryptionByDefault",
        "s3:DeletePublicAccessBlock",
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:DisableEbsEncryptionByDefault",
    }
)


class Killed(BaseException):
    """The process is gone."""


@dataclass
class Death:
    """Kills at one of the points before and after each act; without a point it only counts."""

    point: int = -1
    passed: int = 0

    def around(self, act: Callable[..., Any]) -> Callable[..., Any]:
        def acted(*args: Any, **kwargs: Any) -> Any:
            self.strike()
            try:
                found = act(*args, **kwargs)
                return list(found) if isinstance(found, Iterator) else found
            finally:
                self.strike()

        return acted

    def strike(self) -> None:
        """Raise at the point and from then on: a process that is gone does nothing more."""
        self.passed += 1
        if 0 <= self.point < self.passed:
            raise Killed


@dataclass
class Mortal:
    """Something of whose methods some are acts that death can strike around."""

    inner: Any
    death: Death
    acts: frozenset[str]

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.inner, name)
        return self.death.around(found) if name in self.acts else found


@dataclass(frozen=True)
class MortalConnections:
    connections: Connections
    death: Death

    def reader(self, account_id: str, region: str) -> Any:
        return Mortal(self.connections.reader(account_id, region), self.death, frozenset({"items"}))

    def writer(self, account_id: str, region: str) -> Any:
        return Mortal(self.connections.writer(account_id, region), self.death, frozenset({"call"}))

    def caller(self, account_id: str, region: str) -> str:
        return self.connections.caller(account_id, region)

    def role_of(self, account_id: str) -> str:
        return self.connections.role_of(account_id)

    def ask_again(self, account_id: str) -> None:
        self.connections.ask_again(account_id)


def mortal(environment: RunEnvironment, death: Death) -> RunEnvironment:
    journal: Any = Mortal(environment.journal, death, frozenset({"start", "append", "end"}))
    connections = MortalConnections(environment.connections, death)
    return replace(environment, journal=journal, connections=connections)


@dataclass(frozen=True)
class Scene:
    """Three weaknesses in the emulator and the Changes that mend them."""

    estate: Estate
    environment: RunEnvironment
    changes: tuple[Change, ...]
    group: str
    killed: type[BaseException] = Killed

    def states(self) -> list[Any]:
        reader = self.environment.connections.reader(ACCOUNT, REGION)
        return [read_state(change.probe, reader) for change in self.changes]

    def writes(self) -> Counter[str]:
        calls = self.estate.emulator.calls.items()
        return Counter({name: count for name, count in calls if name in WRITES})

    def dying(self, point: int) -> RunEnvironment:
        """Return the environment, to be killed at a point."""
        return mortal(self.environment, Death(point))

    def before(self) -> list[Any]:
        return [change.before for change in self.changes]

    def after(self) -> list[Any]:
        return [change.after for change in self.changes]


BLOCKED = {
    "BlockPublicAcls": True,
    "IgnorePublicAcls": True,
    "BlockPublicPolicy": True,
    "RestrictPublicBuckets": True,
}


@pytest.fixture
def scene(estate: Estate, environment: RunEnvironment) -> Scene:
    estate.client("s3").create_bucket(
        Bucket="acme", CreateBucketConfiguration={"LocationConstraint": REGION}
    )
    ec2 = estate.client("ec2")
    vpc = ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
    group = ec2.create_security_group(GroupName="g", Description="g", VpcId=vpc)["GroupId"]
    rule = {
        "GroupId": group,
        "IpPermissions": [
            {
                "IpProtocol": "tcp",
                "FromPort": 22,
                "ToPort": 22,
                "IpRanges": [{"CidrIp": "0.0.0.0/0"}],
            }
        ],
    }
    ec2.authorize_security_group_ingress(**rule)
    estate.emulator.calls.clear()
    bucket, name = {"Bucket": "acme"}, "PublicAccessBlockConfiguration"
    absent = ("NoSuchPublicAccessBlockConfiguration",)
    changes = (
        change(
            Write("s3.put_public_access_block", {**bucket, name: BLOCKED}),
            Probe("s3.get_public_access_block", bucket, name, absent),
            (None, BLOCKED),
            Write("s3.delete_public_access_block", bucket),
        ),
        change(
            Write("ec2.revoke_security_group_ingress", rule),
            Probe(
                "ec2.describe_security_groups",
                {"GroupIds": [group]},
                "SecurityGroups[0].IpPermissions[].[FromPort, IpRanges[0].CidrIp]",
            ),
            ([[22, "0.0.0.0/0"]], []),
            Write("ec2.authorize_security_group_ingress", rule),
        ),
        change(
            Write("ec2.enable_ebs_encryption_by_default", {}),
            Probe("ec2.get_ebs_encryption_by_default", {}, "EbsEncryptionByDefault"),
            (False, True),
            Write("ec2.disable_ebs_encryption_by_default", {}),
        ),
    )
    return Scene(estate, environment, changes, group)


def change(write: Write, probe: Probe, states: tuple[Any, Any], undo: Write | None) -> Change:
    return Change(
        account_id=ACCOUNT,
        region=REGION,
        resource=f"arn:aws:{write.operation}",
        write=write,
        probe=probe,
        before=states[0],
        after=states[1],
        why="because",
        layer="data",
        undo=undo,
    )


@pytest.fixture
def mortal_environment() -> Callable[[RunEnvironment, int], RunEnvironment]:
    """Return a function that makes an environment which is killed at a point."""
    return lambda environment, point: mortal(environment, Death(point))


@pytest.fixture
def killed() -> type[BaseException]:
    """Return what a kill raises."""
    return Killed
