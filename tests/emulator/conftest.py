"""Emulators and clients that reach them without a socket."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
import werkzeug.test
from answer_shapes import check_answers
from botocore.exceptions import ClientError
from built_acme import BuiltAcme

from ringwall.emulator.acme.organization import Acme
from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import open_session
from ringwall.jobs.authority import ReasonedAuthority

ROLE = "OrganizationAccountAccessRole"
Client = Callable[..., Any]


class Entrance:
    """Makes clients of an emulator's accounts."""

    def session(self, app: Emulator, *keys: str) -> Any:
        session = open_session(app, *(keys or ("AKIATEAM", "not-a-secret")))
        check_answers(session)
        return session

    def client(self, app: Emulator, service: str, account: str = "", region: str = "") -> Any:
        """Return a client; without an account it is the management account's."""
        keys: tuple[str, ...] = ()
        if account:
            sts = self.session(app).create_client("sts", region_name="us-east-1")
            role = f"arn:aws:iam::{account}:role/{ROLE}"
            found = sts.assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
            keys = (found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"])
        session = self.session(app, *keys)
        return session.create_client(service, region_name=region or "us-east-1")


@pytest.fixture(scope="session")
def entrance() -> Entrance:
    return Entrance()


@pytest.fixture(scope="session")
def whole_emulator() -> Emulator:
    return Emulator(authority=ReasonedAuthority())


@pytest.fixture
def emulator(whole_emulator: Emulator) -> Emulator:
    """Return an emulator with nothing in it."""
    whole_emulator.reset()
    return whole_emulator


@pytest.fixture
def client(emulator: Emulator, entrance: Entrance) -> Client:
    """Return a function that makes clients of the empty emulator: service, account, region."""

    def make(service: str, account: str = "", region: str = "") -> Any:
        return entrance.client(emulator, service, account, region)

    return make


@pytest.fixture
def member(client: Client) -> str:
    """Return the id of a member account of a new organization."""
    organizations = client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    status = organizations.create_account(AccountName="dev", Email="dev@example.com")
    account_id: str = status["CreateAccountStatus"]["AccountId"]
    return account_id


@pytest.fixture
def acme(built_acme: BuiltAcme) -> Acme:
    return built_acme.acme


@pytest.fixture(scope="session")
def at_acme(built_acme: BuiltAcme, entrance: Entrance) -> Client:
    """Return a function that returns clients of Acme, to read it: service, account, region."""
    emulator = built_acme.emulator()

    @cache
    def make(service: str, account: str = "management", region: str = "") -> Any:
        account_id = "" if account == "management" else built_acme.acme.accounts[account]
        return entrance.client(emulator, service, account_id, region)

    return make


@pytest.fixture
def refusal() -> Callable[..., tuple[str, int]]:
    """Return a function that makes a call and returns its error: code and HTTP status."""

    def ask(call: Callable[..., Any], **parameters: Any) -> tuple[str, int]:
        with pytest.raises(ClientError) as caught:
            call(**parameters)
        response: Any = caught.value.response
        return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]

    return ask


Signed = Callable[..., Any]


@pytest.fixture
def signed(emulator: Emulator) -> Signed:
    """Return a function that sends a request as it stands, signed for a service, without boto3."""
    client = werkzeug.test.Client(emulator)

    def send(service: str, body: bytes | str = b"", **options: Any) -> Any:
        headers = dict(options.pop("headers", {}))
        scope = f"AKIATEAM/20260101/us-east-1/{service}/aws4_request"
        headers["Authorization"] = (
            f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"
        )
        base = f"http://{service}.us-east-1.amazonaws.com"
        given = {"method": "POST", "base_url": base} | options
        return client.open(given.pop("path", "/"), data=body, headers=headers, **given)

    return send
