"""What the tests of refusals share: policies, and the error of a call."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError

from ringwall.emulator.app import Emulator
from ringwall.jobs.authority import ReasonedAuthority

Ask = Callable[..., str]


@pytest.fixture
def code() -> Ask:
    """Return a function that makes a call which is refused, and returns the error's code."""

    def ask(call: Callable[..., Any], **parameters: Any) -> str:
        with pytest.raises(ClientError) as caught:
            call(**parameters)
        found: str = caught.value.response["Error"]["Code"]
        return found

    return ask


@pytest.fixture
def write() -> Callable[..., str]:
    """Return a function that writes a policy of one statement, with other members if need be."""

    def text(effect: str = "Allow", **more: Any) -> str:
        statement = {"Effect": effect, "Action": "s3:*", "Resource": "*"} | more
        kept = {name: value for name, value in statement.items() if value is not None}
        return json.dumps({"Version": "2012-10-17", "Statement": [kept]})

    return text


@pytest.fixture
def trust(write: Any) -> str:
    """Return a trust policy for the account."""
    text: str = write(Action="sts:AssumeRole", Principal={"AWS": "123456789012"}, Resource=None)
    return text


@dataclass(frozen=True)
class Enforced:
    """An account in which policies decide."""

    app: Emulator
    entrance: Any

    def client(self, service: str) -> Any:
        return self.entrance.client(self.app, service)

    def role(self, name: str, trust: dict[str, Any]) -> str:
        statement = {"Effect": "Allow", "Action": "sts:AssumeRole"} | trust
        text = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        made = self.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=text)
        arn: str = made["Role"]["Arn"]
        return arn


@pytest.fixture(scope="session")
def deciding_emulator() -> Emulator:
    return Emulator(authority=ReasonedAuthority())


@pytest.fixture
def principals(deciding_emulator: Emulator, entrance: Any) -> Iterator[Enforced]:
    """Return an empty account in which policies decide."""
    deciding_emulator.reset()
    yield Enforced(deciding_emulator, entrance)
    assert deciding_emulator.guesses == []
