"""Nonces in DynamoDB keep to what every log of nonces keeps to."""

import pytest
from notices import NOW
from outbox_contract import KeptOutbox, NoncesContract

from ringwall.apply.dynamodb.nonces import KEPT_SECONDS, DynamoNonces


@pytest.fixture
def kept(dynamodb_outbox: KeptOutbox) -> KeptOutbox:
    return dynamodb_outbox


class TestDynamoNonces(NoncesContract):
    """The contract."""


def test_a_nonce_is_kept_as_a_fingerprint_and_ends_by_itself(kept: KeptOutbox) -> None:
    assert kept.nonces.take("slack", "a-token" * 10_000, NOW + 2000)
    (row,) = kept.nonces.table.query("NONCE#slack")
    assert len(row["sk"]) == 64
    assert row["ttl"] == (NOW + 2000) // 1000 + KEPT_SECONDS


def test_who_did_not_take_it_does_not_give_it_back(kept: KeptOutbox) -> None:
    other = DynamoNonces(kept.nonces.table, kept.clock)
    assert kept.nonces.take("slack", "a", NOW + 2000)
    other.give_back("slack", "a")
    assert not other.take("slack", "a", NOW + 2000)
