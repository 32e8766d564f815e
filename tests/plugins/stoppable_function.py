"""A Lambda function in an emulated account, to be stopped by responders who are several people."""

import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from emulated_account import EmulatedAccount
from policy_texts import allow, make_service_role, write

PLAYBOOK = "lambda.contain_function"
PEOPLE = ("ann", "bob", "eve")
POLICY = """
    [approval]
    none = "{need}"
    config = "{need}"
    availability = "{need}"
    irreversible = "two"

    [[people]]
    principal = "ann@example.com"
    arns = ["arn:aws:iam::123456789012:user/ann"]
    approves = true

    [[people]]
    principal = "bob@example.com"
    arns = ["arn:aws:iam::123456789012:user/bob"]
    approves = true

    [[people]]
    principal = "eve@example.com"
    arns = ["arn:aws:iam::123456789012:user/eve"]
"""


@dataclass(frozen=True)
class StoppableFunction:
    """A function `shop`, the people of the policy, and the environment that says who calls."""

    account: EmulatedAccount
    arn: str
    folder: Path
    environment: pytest.MonkeyPatch
    keys: dict[str, tuple[str, str]] = field(default_factory=dict)

    def is_stopped(self) -> bool:
        """Whether no new invocation of the function starts."""
        found = self.account.client("lambda").get_function_concurrency(FunctionName="shop")
        return bool(found.get("ReservedConcurrentExecutions") == 0)

    def become(self, name: str) -> None:
        """Let one of the people call AWS from now on."""
        key, secret = self.keys[name]
        self.environment.setenv("AWS_ACCESS_KEY_ID", key)
        self.environment.setenv("AWS_SECRET_ACCESS_KEY", secret)

    def write_policy(self, text: str = POLICY, need: str = "two", more: str = "") -> Path:
        """Write response.toml, name it in the environment, and return where it is."""
        path = self.folder / "response.toml"
        path.write_text(dedent(text.replace("{need}", need)) + dedent(more), encoding="utf-8")
        self.environment.setenv("RINGWALL_RESPONSE_POLICY", str(path))
        return path


@pytest.fixture
def stoppable(
    account: EmulatedAccount, aws_environment: pytest.MonkeyPatch, tmp_path: Path
) -> StoppableFunction:
    """Return a function that runs, and people who may do everything in AWS."""
    iam: Any = account.client("iam")
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("main.py", "def handle(event, context): return 1\n")
    made = account.client("lambda").create_function(
        FunctionName="shop",
        Runtime="python3.12",
        Role=make_service_role(iam, "shop", "lambda"),
        Handler="main.handle",
        Code={"ZipFile": data.getvalue()},
    )
    found = StoppableFunction(account, str(made["FunctionArn"]), tmp_path, aws_environment)
    for name in PEOPLE:
        iam.create_user(UserName=name)
        iam.put_user_policy(UserName=name, PolicyName="all", PolicyDocument=write(allow("*")))
        key = iam.create_access_key(UserName=name)["AccessKey"]
        found.keys[name] = (key["AccessKeyId"], key["SecretAccessKey"])
    return found
