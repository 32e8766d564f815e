"""Seals by a key of KMS, and by a secret."""

from typing import Any

import pytest
from dynamodb_world import PLACE

from ringwall.apply.dynamodb import sealing
from ringwall.apply.dynamodb.sealing import KmsSealer, SecretSealer
from ringwall.aws.write import open_writer
from ringwall.model.errors import BadInput, CallFailed


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


def test_what_held_once_is_not_asked_for_again(account: Any) -> None:
    writer, operator = account
    key = make_key(operator)
    seal = KmsSealer(writer, key).seal("case", "text")
    sealer = KmsSealer(writer, key)
    assert sealer.holds("case", "text", seal)
    client = operator.create_client("kms", region_name=PLACE[0])
    client.disable_key(KeyId=key)
    assert sealer.holds("case", "text", seal)
    assert sealer.holds("case", "text", seal[:-1]) is False, "another seal is asked for"
    with pytest.raises(CallFailed):
        sealer.holds("case", "other", seal)


def test_what_is_remembered_has_an_end(account: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    writer, operator = account
    monkeypatch.setattr(sealing, "MOST_KNOWN", 2)
    sealer = KmsSealer(writer, make_key(operator))
    seals = [sealer.seal("case", str(number)) for number in range(5)]
    assert len(sealer._known) <= 2  # noqa: SLF001 - what is kept is looked at
    assert all(sealer.holds("case", str(number), seal) for number, seal in enumerate(seals))
