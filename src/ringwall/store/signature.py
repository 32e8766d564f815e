"""Signatures of evidence: checked with nothing but the public key.

`openssl dgst -sha256 -verify key.pem -signature file manifest` says the same of a KMS key's.
"""

import base64
import hashlib

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
    load_pem_public_key,
)

from ringwall.model.errors import BadInput
from ringwall.model.evidence import SignatureAlgorithm

SMALLEST_RSA = 2048
LONGEST_PEM = 10_000
_Key = Ed25519PublicKey | EllipticCurvePublicKey | RSAPublicKey


def write_public_key(der: bytes) -> str:
    """Return a public key (DER) as PEM; BadInput where it is none that evidence is signed with."""
    try:
        key = load_der_public_key(der)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise BadInput(f"not a public key: {error}") from error
    _find_algorithm(key)
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def find_algorithm(pem: str) -> SignatureAlgorithm:
    """Return how a key signs; BadInput where it is no key that evidence is signed with."""
    return _find_algorithm(_load(pem))


def find_fingerprint(pem: str) -> str:
    """Return the SHA-256 of a public key's DER form, in hex; BadInput where it is none."""
    key = _load(pem)
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()


def is_signed(pem: str, message: bytes, signature: str) -> bool:
    """Whether a signature (base64) is that of a message by a key; BadInput for no such key."""
    key = _load(pem)
    try:
        raw = base64.b64decode(signature, validate=True)
    except ValueError:
        return False
    try:
        if isinstance(key, Ed25519PublicKey):
            key.verify(raw, message)
        elif isinstance(key, EllipticCurvePublicKey):
            key.verify(raw, message, ECDSA(SHA256()))
        else:
            pss = padding.PSS(padding.MGF1(SHA256()), padding.PSS.AUTO)
            key.verify(raw, message, pss, SHA256())
    except InvalidSignature:
        return False
    return True


def _load(pem: str) -> _Key:
    try:
        key = load_pem_public_key(pem[:LONGEST_PEM].encode("ascii"))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise BadInput(f"not a public key: {error}") from error
    if not isinstance(key, Ed25519PublicKey | EllipticCurvePublicKey | RSAPublicKey):
        raise _refuse()
    _find_algorithm(key)
    return key


def _find_algorithm(key: object) -> SignatureAlgorithm:
    if isinstance(key, Ed25519PublicKey):
        return "ED25519"
    if isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1):
        return "ECDSA_SHA_256"
    if isinstance(key, RSAPublicKey) and key.key_size >= SMALLEST_RSA:
        return "RSASSA_PSS_SHA_256"
    raise _refuse()


def _refuse() -> BadInput:
    return BadInput(
        "evidence is signed with Ed25519, ECC_NIST_P256 or RSA of at least 2048 bits; "
        "this key is another"
    )
