"""Signing with a KMS key, by the digest alone."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

import pytest
from evidence_world import EvidenceWorld

from ringwall.apply.environment import AwsConnections
from ringwall.apply.signing import find_key_place, sign_with_kms
from ringwall.aws.verbs import is_read
from ringwall.model.errors import AccessDenied, BadInput, CallFailed
from ringwall.store.signature import is_signed, write_public_key

ACCOUNT = "123456789012"
KEY = f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/12345678-1234-1234-1234-123456789012"


@dataclass
class Kms:
    """A writer that answers with what it is told."""

    answer: dict[str, Any] = field(default_factory=dict)
    account_id: str = ACCOUNT
    asked: list[dict[str, Any]] = field(default_factory=list)

    def writer(self, *_: str) -> Any:
        return self

    def caller(self, *_: str) -> str:
        return f"arn:aws:sts::{self.account_id}:assumed-role/Respond/ann"

    def call(self, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        assert operation == "kms.sign"
        self.asked.append(parameters)
        return self.answer


def sign(kms: Any, key: str = KEY) -> str:
    return sign_with_kms(kms, key, b"text", "ECDSA_SHA_256")


def test_the_digest_alone_is_sent() -> None:
    kms = Kms({"KeyId": KEY, "Signature": b"signed"})
    assert sign(kms) == "c2lnbmVk"
    (asked,) = kms.asked
    assert asked["Message"] == hashlib.sha256(b"text").digest()
    assert (asked["MessageType"], asked["KeyId"]) == ("DIGEST", KEY)


def test_a_signature_by_another_key_is_refused() -> None:
    with pytest.raises(CallFailed, match="AWS signed with other"):
        sign(Kms({"KeyId": "other", "Signature": b"signed"}))


def test_nothing_is_signed_in_another_account() -> None:
    kms = Kms(account_id="999999999999")
    with pytest.raises(CallFailed, match=f"not in {ACCOUNT}"):
        sign(kms)
    assert kms.asked == []


@pytest.mark.parametrize("key", ["", "alias/evidence", KEY.replace("key/", "alias/"), KEY + "\n"])
def test_a_key_is_named_by_its_arn_alone(key: str) -> None:
    with pytest.raises(BadInput, match="not the ARN of a KMS key"):
        find_key_place(key)


def test_no_reader_signs() -> None:
    assert not is_read("kms.sign")
    assert is_read("kms.get_public_key")


@pytest.mark.parametrize("spec", ["ECC_NIST_P256", "RSA_2048"])
def test_a_signature_of_kms_verifies_without_it(evidence_world: EvidenceWorld, spec: str) -> None:
    policy = evidence_world.make_keeper(spec=spec)
    sessions = evidence_world.connection.sessions
    key = policy.evidence.signing_key_arn
    der = evidence_world.enter("kms").get_public_key(KeyId=key)["PublicKey"]
    algorithm: Any = "ECDSA_SHA_256" if spec.startswith("ECC") else "RSASSA_PSS_SHA_256"
    signature = sign_with_kms(AwsConnections(sessions), key, b"text", algorithm)
    assert is_signed(write_public_key(der), b"text", signature)
    assert not is_signed(write_public_key(der), b"texts", signature)
    evidence_world.emulator.deny("kms:Sign")
    try:
        with pytest.raises(AccessDenied):
            sign_with_kms(AwsConnections(sessions), key, b"text", algorithm)
    finally:
        evidence_world.emulator.allow()
