"""Digest files: what a trail has delivered, chained and signed.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
"""

import functools
import gzip
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

KEY_BITS = 2048
PERIOD = timedelta(hours=1)


@dataclass(frozen=True)
class DeliveredFile:
    """A log file that was delivered."""

    key: str
    sha256: str
    """Of its contents before they were compressed, in hexadecimal."""
    oldest: str
    newest: str


@dataclass(frozen=True)
class DigestPlace:
    """Whose digest it is, and where it goes."""

    account_id: str
    region: str
    bucket: str
    prefix: str
    """The key as far as `CloudTrail-Digest/`."""
    trail_name: str
    home_region: str


@dataclass(frozen=True)
class SignedDigest:
    """A digest file: the next one of its account and Region refers to it."""

    bucket: str
    key: str
    body: bytes
    sha256: str
    signature: str
    end: datetime

    @property
    def metadata(self) -> dict[str, str]:
        """Metadata of the object, in which the signature is."""
        return {"signature": self.signature, "signature-algorithm": "SHA256withRSA"}


@dataclass
class DigestSigner:
    """The key pair of an emulator, made when it is first needed."""

    _key: rsa.RSAPrivateKey | None = field(default=None, repr=False)

    @property
    def public_key(self) -> bytes:
        """The public key in DER, as PKCS #1 has it."""
        return self._private().public_key().public_bytes(Encoding.DER, PublicFormat.PKCS1)

    @property
    def fingerprint(self) -> str:
        """What names the key: MD5, as CloudTrail's documentation says."""
        return hashlib.md5(self.public_key, usedforsecurity=False).hexdigest()

    def sign(self, text: str) -> str:
        """Return the signature of a text in hexadecimal."""
        return self._private().sign(text.encode(), padding.PKCS1v15(), SHA256()).hex()

    def _private(self) -> rsa.RSAPrivateKey:
        if self._key is None:
            self._key = _new_key()
        return self._key


@functools.cache
def _new_key() -> rsa.RSAPrivateKey:
    """Return one key for all emulators of a process: making one takes a tenth of a second."""
    return rsa.generate_private_key(65537, KEY_BITS)


def make_digest(
    signer: DigestSigner,
    place: DigestPlace,
    files: Sequence[DeliveredFile],
    previous: SignedDigest | None,
    *,
    is_linked: bool = True,
) -> SignedDigest:
    """Return the digest of files that were delivered since the previous one.

    One that is not linked to it begins a new chain.
    """
    end = datetime.now(UTC).replace(microsecond=0)
    if previous is not None:  # in AWS an hour lies between them
        end = max(end, previous.end + timedelta(seconds=1))
    if not is_linked:
        previous = None
    start = end - PERIOD if previous is None else previous.end
    key = (
        f"{place.prefix}{place.region}/{end:%Y/%m/%d}/{place.account_id}_CloudTrail-Digest_"
        f"{place.region}_{place.trail_name}_{place.home_region}_{end:%Y%m%dT%H%M%SZ}.json.gz"
    )
    document: dict[str, Any] = {
        "awsAccountId": place.account_id,
        "digestStartTime": f"{start:%Y-%m-%dT%H:%M:%SZ}",
        "digestEndTime": f"{end:%Y-%m-%dT%H:%M:%SZ}",
        "digestS3Bucket": place.bucket,
        "digestS3Object": key,
        "digestPublicKeyFingerprint": signer.fingerprint,
        "digestSignatureAlgorithm": "SHA256withRSA",
        "newestEventTime": max(file.newest for file in files),
        "oldestEventTime": min(file.oldest for file in files),
        "previousDigestS3Bucket": previous and previous.bucket,
        "previousDigestS3Object": previous and previous.key,
        "previousDigestHashValue": previous and previous.sha256,
        "previousDigestHashAlgorithm": "SHA-256" if previous else None,
        "previousDigestSignature": previous and previous.signature,
        "logFiles": [
            {
                "s3Bucket": place.bucket,
                "s3Object": file.key,
                "hashValue": file.sha256,
                "hashAlgorithm": "SHA-256",
                "newestEventTime": file.newest,
                "oldestEventTime": file.oldest,
            }
            for file in files
        ],
    }
    data = json.dumps(document).encode()
    sha256 = hashlib.sha256(data).hexdigest()
    before = "null" if previous is None else previous.signature
    signature = signer.sign(
        f"{document['digestEndTime']}\n{place.bucket}/{key}\n{sha256}\n{before}"
    )
    return SignedDigest(place.bucket, key, gzip.compress(data, mtime=0), sha256, signature, end)
