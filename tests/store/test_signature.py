"""Signatures of evidence, checked with the public key alone."""

import base64
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ringwall.model.errors import BadInput
from ringwall.store.signature import (
    find_algorithm,
    find_fingerprint,
    is_signed,
    write_public_key,
)


def write_der(key: object) -> bytes:
    public = key.public_key()  # type: ignore[attr-defined]  # of whatever kind
    der: bytes = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return der


def test_each_kind_of_key_signs_and_only_its_own_message() -> None:
    curve, other = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    modulus, local = rsa.generate_private_key(65537, 2048), ed25519.Ed25519PrivateKey.generate()
    pss = padding.PSS(padding.MGF1(SHA256()), SHA256.digest_size)
    signed = {
        "ECDSA_SHA_256": (curve, curve.sign(b"text", ECDSA(SHA256()))),
        "RSASSA_PSS_SHA_256": (modulus, modulus.sign(b"text", pss, SHA256())),
        "ED25519": (local, local.sign(b"text")),
    }
    for algorithm, (key, raw) in signed.items():
        pem, signature = write_public_key(write_der(key)), base64.b64encode(raw).decode()
        assert find_algorithm(pem) == algorithm
        assert is_signed(pem, b"text", signature)
        assert not is_signed(pem, b"texts", signature)
        assert not is_signed(pem, b"text", "not base64!")
        assert not is_signed(pem, b"text", "")
    strange = base64.b64encode(other.sign(b"text", ECDSA(SHA256()))).decode()
    assert not is_signed(write_public_key(write_der(curve)), b"text", strange)


def test_a_fingerprint_is_that_of_the_key_however_it_is_written() -> None:
    der = write_der(ed25519.Ed25519PrivateKey.generate())
    pem = write_public_key(der)
    assert find_fingerprint(pem) == find_fingerprint(pem.replace("\n", "\r\n"))
    assert len(find_fingerprint(pem)) == 64


@pytest.mark.parametrize(
    "key",
    [
        rsa.generate_private_key(65537, 1024),  # noqa: S505 - that is what is refused
        ec.generate_private_key(ec.SECP384R1()),
    ],
    ids=["RSA of 1024 bits", "another curve"],
)
def test_weak_and_other_keys_are_refused(key: object) -> None:
    with pytest.raises(BadInput, match="this key is another"):
        write_public_key(write_der(key))


@pytest.mark.parametrize("text", ["", "-----BEGIN PUBLIC KEY-----", "ü", "x" * 20_000])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="not a public key"):
        find_fingerprint(text)
    with pytest.raises(BadInput, match="not a public key"):
        write_public_key(b"no key")


@pytest.mark.needs("openssl")
def test_openssl_says_the_same(tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    (tmp_path / "key.pem").write_text(write_public_key(write_der(key)))
    (tmp_path / "manifest").write_bytes(b"text")
    (tmp_path / "signature").write_bytes(key.sign(b"text", ECDSA(SHA256())))
    command = "openssl dgst -sha256 -verify key.pem -signature signature manifest"
    done = subprocess.run(command.split(), cwd=tmp_path, capture_output=True, check=False)  # noqa: S603 - our own words
    assert done.returncode == 0, done.stderr
