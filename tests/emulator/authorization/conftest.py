"""An emulator that enforces, and principals of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError
from policy_texts import Statement, write

from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import open_session
from ringwall.jobs.authority import ReasonedAuthority

HOME = "us-east-1"


@dataclass(frozen=True)
class Principals:
    """Makes users, roles and clients of an emulator that enforces."""

    app: Emulator

    def client(self, service: str, *keys: str, region: str = HOME, **options: Any) -> Any:
        """Return a client; without keys it is the operator's."""
        given = keys or ("AKIAOPERATOR", "not-a-secret")
        session = open_session(self.app, *(given if given != ("",) else ()))
        return session.create_client(service, region_name=region, **options)

    def user(self, name: str, *statements: Statement, **more: Any) -> tuple[str, str]:
        """Make a user with a policy, and return its access key."""
        iam = self.client("iam")
        iam.create_user(UserName=name, **more)
        if statements:
            iam.put_user_policy(UserName=name, PolicyName="own", PolicyDocument=write(*statements))
        key = iam.create_access_key(UserName=name)["AccessKey"]
        return key["AccessKeyId"], key["SecretAccessKey"]

    def role(self, name: str, trust: Statement, *statements: Statement, **more: Any) -> str:
        """Make a role with a trust policy and an inline policy; return its ARN."""
        iam = self.client("iam")
        trust = {"Effect": "Allow", "Action": "sts:AssumeRole", **trust}
        made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=write(trust), **more)
        if statements:
            iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=write(*statements))
        arn: str = made["Role"]["Arn"]
        return arn

    def assume(self, arn: str, *keys: str, **more: Any) -> tuple[str, str, str]:
        """Assume a role, with a key or as the operator; return the session's credentials."""
        sts = self.client("sts", *keys)
        found = sts.assume_role(RoleArn=arn, RoleSessionName="test", **more)["Credentials"]
        return found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"]


@pytest.fixture(scope="session")
def enforcing_emulator() -> Emulator:
    return Emulator(authority=ReasonedAuthority())


@pytest.fixture
def principals(enforcing_emulator: Emulator) -> Iterator[Principals]:
    """Return what makes principals of an emulator that enforces, with nothing in it."""
    enforcing_emulator.reset()
    yield Principals(enforcing_emulator)
    assert enforcing_emulator.guesses == []


@pytest.fixture
def refused() -> Callable[..., str]:
    """Return a function that makes a call which is refused, and returns the message."""

    def ask(call: Callable[..., Any], code: str = "AccessDenied", **parameters: Any) -> str:
        with pytest.raises(ClientError) as caught:
            call(**parameters)
        response: Any = caught.value.response
        assert response["Error"]["Code"] == code
        message: str = response["Error"]["Message"]
        return message

    return ask


@pytest.fixture(scope="session")
def make_principals() -> Callable[[Emulator], Principals]:
    return Principals
