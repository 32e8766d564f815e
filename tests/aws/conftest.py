"""An emulated organization, entered as the tests say."""

from collections.abc import Callable
from typing import Any

import botocore.session
import pytest

from ringwall.aws.read import AwsReader
from ringwall.aws.session import Sessions
from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import attach
from ringwall.jobs.authority import ReasonedAuthority

REGION = "eu-west-1"
ROLE = "OrganizationAccountAccessRole"
Enter = Callable[..., Sessions]


@pytest.fixture(scope="session")
def whole_emulator() -> Emulator:
    return Emulator(authority=ReasonedAuthority())


@pytest.fixture
def emulator(whole_emulator: Emulator) -> Emulator:
    whole_emulator.reset()
    return whole_emulator


@pytest.fixture
def enter(emulator: Emulator) -> Enter:
    """Return a function that makes sessions into the emulator, with other settings as named."""

    def transport(session: botocore.session.Session) -> None:
        attach(session, emulator)

    def make(**settings: Any) -> Sessions:
        known: dict[str, Any] = {"region": REGION, "role": ROLE, "transport": transport}
        return Sessions(**(known | settings))

    return make


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the environment hold made-up keys and nothing of the developer's own."""
    for name in ("AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIATEST")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "not-a-secret")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent/config")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent/credentials")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


@pytest.fixture
def member(emulator: Emulator) -> str:
    """Return the id of an account of an organization that was just made."""
    session = botocore.session.Session()
    session.set_credentials("AKIATEAM", "not-a-secret")
    attach(session, emulator)
    organizations: Any = session.create_client("organizations", region_name="us-east-1")
    organizations.create_organization(FeatureSet="ALL")
    made = organizations.create_account(AccountName="audit", Email="audit@example.com")
    emulator.calls.clear()
    return str(made["CreateAccountStatus"]["AccountId"])


@pytest.fixture
def team(emulator: Emulator, enter: Enter) -> tuple[AwsReader, Callable[[str], Any]]:
    """Return a reader of the caller's account, and a maker of clients in it."""
    session = botocore.session.Session()
    session.set_credentials("AKIATEST", "not-a-secret")
    attach(session, emulator)
    make: Any = session.create_client
    sessions = enter(region="us-east-1")
    reader = sessions.reader(sessions.identity().account_id, "us-east-1")
    return reader, lambda name: make(name, region_name="us-east-1")
