"""KMS signs digests as they are: what it signed verifies anywhere."""

import hashlib
from typing import Any

import pytest
from botocore.exceptions import ClientError
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

MESSAGE = b"a manifest"
DIGEST = hashlib.sha256(MESSAGE).digest()
PSS = padding.PSS(padding.MGF1(SHA256()), SHA256.digest_size)
"""AWS takes a salt as long as the digest."""
SCHEMES: dict[str, tuple[str, tuple[Any, ...]]] = {
    "ECDSA_SHA_256": ("ECC_NIST_P256", (ECDSA(SHA256()),)),
    "RSASSA_PSS_SHA_256": ("RSA_2048", (PSS, SHA256())),
    "RSASSA_PKCS1_V1_5_SHA_256": ("RSA_2048", (padding.PKCS1v15(), SHA256())),
}


@pytest.mark.parametrize("algorithm", SCHEMES)
def test_a_digest_is_not_hashed_again(client: Any, algorithm: str) -> None:
    kms = client("kms")
    spec, scheme = SCHEMES[algorithm]
    key = kms.create_key(KeyUsage="SIGN_VERIFY", KeySpec=spec)["KeyMetadata"]["Arn"]
    named = {"KeyId": key, "SigningAlgorithm": algorithm}
    digest = {"Message": DIGEST, "MessageType": "DIGEST"}
    signed = kms.sign(**named, **digest)
    assert signed["KeyId"] == key
    public: Any = load_der_public_key(kms.get_public_key(KeyId=key)["PublicKey"])
    public.verify(signed["Signature"], MESSAGE, *scheme)
    raw = kms.sign(**named, Message=MESSAGE)["Signature"]
    public.verify(raw, MESSAGE, *scheme)
    for asked in (digest, {"Message": MESSAGE, "MessageType": "RAW"}):
        assert kms.verify(**named, **asked, Signature=signed["Signature"])["SignatureValid"]
    with pytest.raises(ClientError, match="KMSInvalidSignatureException"):
        kms.verify(**named, Message=b"x" * 32, MessageType="DIGEST", Signature=raw)


def test_what_cannot_be_signed_is_refused(client: Any, refusal: Any) -> None:
    kms = client("kms")
    key = kms.create_key(KeyUsage="SIGN_VERIFY", KeySpec="ECC_NIST_P256")["KeyMetadata"]["Arn"]
    digest = {"Message": DIGEST, "MessageType": "DIGEST", "SigningAlgorithm": "ECDSA_SHA_256"}
    short = {**digest, "Message": b"short"}
    assert refusal(kms.sign, KeyId=key, **short)[0] == "ValidationException"
    kms.create_alias(AliasName="alias/evidence", TargetKeyId=key)
    assert kms.sign(KeyId="alias/evidence", **digest)["KeyId"] == key
    kms.disable_key(KeyId=key)
    assert refusal(kms.sign, KeyId=key, **digest)[0] == "DisabledException"
    with pytest.raises(ClientError):
        kms.sign(KeyId=key.replace("key/", "key/0"), **digest)
    plain = kms.create_key()["KeyMetadata"]["Arn"]
    with pytest.raises(ClientError):
        kms.sign(KeyId=plain, **digest)
