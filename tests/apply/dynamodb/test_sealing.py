"""Seals by a key of KMS, and by a secret."""

from typing import Any

import pytest
from dynamodb_world import PLACE

from ringwall.apply.dynamodb.sealing import KmsSealer, SecretSealer
from ringwall.aws.write import open_writer
from ringwall.model.errors import BadInput


@pytest.fixture
def account(dynamodb_sessions: Any, aws_environment: pytest.MonkeyPatch) -> tuple[Any, Any]:
    emulator, sessions, operator = dynamodb_sessions
    emulator.reset()
    aws_environment.setenv("AWS_ACCESS_KEY_ID", "AKIARINGWALL")
    aws_environment.setenv("AWS_SECRET_ACCESS_KEY", "not-a-secret")
    return open_writer(sessions, sessions.identity().account_id, PLACE[0]), operator


def make_secret(operator: Any, text: str, name: str = "seal") -> str:
    client = operator.create_client("secretsmanager", region_name=PLACE[0])
    return str(client.create_secret(Name=name, SecretString=text)["ARN"])


def make_key(operator: Any) -> str:
    client = operator.create_client("kms", region_name=PLACE[0])
    made = client.create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")
    return str(made["KeyMetadata"]["Arn"])


@pytest.mark.parametrize("kind", ["kms", "secret"])
def test_a_seal_is_of_one_text_one_kind_and_one_key(account: Any, kind: str) -> None:
    writer, operator = account
    if kind == "kms":
        one, other = (KmsSealer(writer, make_key(operator)) for _ in range(2))
    else:
        secrets = (make_secret(operator, letter * 64, letter) for letter in "ab")
        one, other = (SecretSealer(writer, secret) for secret in secrets)  # type: ignore[assignment] # the other class
    seal = one.seal("journal", "text" * 5_000)
    assert one.holds("journal", "text" * 5_000, seal)
    assert one.describe_doubt(seal) == ""
    assert not one.holds("case", "text" * 5_000, seal)
    assert not one.holds("journal", "text", seal)
    assert not other.holds("journal", "text" * 5_000, seal)
    assert other.describe_doubt(seal) == "it was sealed with another key"
    for forged in ("", seal[:-1], seal[:-64] + "0" * 64, "x:" + seal[-64:], seal + "é"):
        assert not one.holds("journal", "text" * 5_000, forged)


@pytest.mark.parametrize("text", ["", "short", "g" * 64, "a" * 65])
def test_a_secret_that_is_no_key_seals_nothing(account: Any, text: str) -> None:
    writer, operator = account
    secret = make_secret(operator, text or " ")
    with pytest.raises(BadInput, match="64 hex digits"):
        SecretSealer(writer, secret).seal("journal", "x")
