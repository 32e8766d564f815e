"""What a Lambda works with: named by its environment, opened once, read anew where it changes."""

from typing import Any

import pytest
from lambda_responder import ResponderBench

from ringwall.apply.dynamodb.sealing import KmsSealer, SecretSealer
from ringwall.jobs.lambda_environment import POLICY_SECONDS, open_environment
from ringwall.model.errors import BadInput


def test_what_is_opened_is_kept(responder_bench: ResponderBench) -> None:
    own = responder_bench.environment()
    assert own.table is own.table
    assert own.cases.sealer is own.outbox.sealer is own.sealer
    assert own.nonces.table is own.table
    assert isinstance(own.sealer, KmsSealer)


def test_a_secret_seals_where_no_key_is_named(responder_bench: ResponderBench) -> None:
    settings = responder_bench.settings
    del settings["RINGWALL_SEAL_KEY"]
    settings["RINGWALL_SEAL_SECRET"] = "seal"
    assert isinstance(responder_bench.environment().sealer, SecretSealer)


@pytest.mark.parametrize(
    ("name", "attribute"), [("RINGWALL_TABLE", "table"), ("RINGWALL_SEAL_KEY", "sealer")]
)
def test_what_is_not_configured_is_named(
    responder_bench: ResponderBench, name: str, attribute: str
) -> None:
    del responder_bench.settings[name]
    with pytest.raises(BadInput, match="the environment has no RINGWALL_"):
        getattr(responder_bench.environment(), attribute)


def test_a_policy_in_a_bucket_that_was_changed_counts_soon(responder_bench: ResponderBench) -> None:
    client = responder_bench.stoppable.account.client("s3")
    client.create_bucket(Bucket="policies")
    path = responder_bench.settings["RINGWALL_RESPONSE_POLICY"]

    def put(text: str) -> None:
        client.put_object(Bucket="policies", Key="response.toml", Body=text.encode())

    with open(path, encoding="utf-8") as file:  # noqa: PTH123 - it is a text
        put(file.read())
    responder_bench.settings["RINGWALL_RESPONSE_POLICY_S3"] = "policies/response.toml"
    own, at = responder_bench.environment(), [0.0]
    own.clock = lambda: at[0]
    first = own.read_policy()
    assert len(first.people) == 3
    put("")
    at[0] = POLICY_SECONDS - 1
    assert own.read_policy() is first
    at[0] = POLICY_SECONDS
    assert own.read_policy().people == ()


def test_a_policy_of_the_package_is_read_once(responder_bench: ResponderBench) -> None:
    own, at = responder_bench.environment(), [0.0]
    own.clock = lambda: at[0]
    first = own.read_policy()
    at[0] = 10 * POLICY_SECONDS
    assert own.read_policy() is first


def test_the_environment_says_where_cases_are_announced_and_answers_taken() -> None:
    own = open_environment({})
    assert (own.bus, own.callback_url) == ("default", "")
    named: dict[str, Any] = {"RINGWALL_BUS": "b", "RINGWALL_CALLBACK_URL": "https://x.example/"}
    own = open_environment(named)
    assert (own.bus, own.callback_url) == ("b", "https://x.example/")
