"""An emulated account, a journal, and what a run needs of both."""

from collections.abc import Iterator
from dataclasses import dataclass
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
    """An emulated account, as a team would set it up and as Ringwall enters it."""

    emulator: Emulator
    sessions: Sessions

    def client(self, service: str, region: str = REGION) -> Any:
        session = botocore.session.Session()
        session.set_credentials("AKIATEAM", "secret")
        attach(session, self.emulator)
        return session.create_client(service, region_name=region)


@pytest.fixture(scope="session")
def emulator() -> Emulator:
    return Emulator()


@pytest.fixture
def estate(emulator: Emulator) -> Estate:
    emulator.reset()

    def enter(session: botocore.session.Session) -> None:
        session.set_credentials("AKIARINGWALL", "secret")
        attach(session, emulator)

    return Estate(emulator, Sessions(region=REGION, transport=enter))


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    engine = open_database(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    yield Journal(engine)
    engine.dispose()


@pytest.fixture
def stage(estate: Estate, journal: Journal) -> Stage:
    return Stage(journal, AwsGates(estate.sessions), Patience(sleep=lambda _: None))
