"""An emulated account, a journal, and what a run needs of both."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import botocore.session
import pytest

from ringwall.apply.gates import AwsGates, Patience
from ringwall.apply.step import Stage
from ringwall.aws.session import Sessions
from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import attach
from ringwall.store.database import open_database
from ringwall.store.journal import Journal

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
    emulator = Emulator()

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
    yield Journal(engine)
    engine.dispose()


@pytest.fixture
def stage(estate: Estate, journal: Journal) -> Stage:
    return Stage(journal, AwsGates(estate.sessions), Patience(sleep=lambda _: None))
