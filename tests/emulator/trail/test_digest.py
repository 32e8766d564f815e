import gzip
import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from ringwall.emulator.trail.digest import (
    DeliveredFile,
    DigestPlace,
    DigestSigner,
    SignedDigest,
    make_digest,
)

PLACE = DigestPlace(
    account_id="111122223333",
    region="eu-west-1",
    bucket="logs",
    prefix="AWSLogs/111122223333/CloudTrail-Digest/",
    trail_name="main",
    home_region="us-east-1",
)
OLD = DeliveredFile("a.json.gz", "00", "2026-01-01T00:00:00Z", "2026-01-01T00:04:00Z")
NEW = DeliveredFile("b.json.gz", "11", "2026-01-01T00:05:00Z", "2026-01-01T00:09:00Z")


@pytest.fixture(scope="module")
def signer() -> DigestSigner:
    return DigestSigner()


def read(digest: SignedDigest) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(gzip.decompress(digest.body))
    return found


def check(signer: DigestSigner, digest: SignedDigest) -> None:
    """Verify as AWS documents it; InvalidSignature where the file is not what was signed."""
    document = read(digest)
    data = hashlib.sha256(gzip.decompress(digest.body)).hexdigest()
    before = document["previousDigestSignature"] or "null"
    text = f"{document['digestEndTime']}\nlogs/{digest.key}\n{data}\n{before}"
    key: Any = load_der_public_key(
        # What PKCS #1 has, in the envelope that this reader wants.
        bytes.fromhex("30820122300d06092a864886f70d01010105000382010f00") + signer.public_key
    )
    key.verify(bytes.fromhex(digest.signature), text.encode(), padding.PKCS1v15(), SHA256())


def test_digest_lists_files_with_their_hashes(signer: DigestSigner) -> None:
    document = read(make_digest(signer, PLACE, [OLD, NEW], None))
    assert [file["s3Object"] for file in document["logFiles"]] == ["a.json.gz", "b.json.gz"]
    assert {file["hashAlgorithm"] for file in document["logFiles"]} == {"SHA-256"}
    assert document["oldestEventTime"] == "2026-01-01T00:00:00Z"
    assert document["newestEventTime"] == "2026-01-01T00:09:00Z"
    assert document["digestPublicKeyFingerprint"] == signer.fingerprint
    assert document["awsAccountId"] == "111122223333"


def test_digest_is_named_by_account_region_trail_and_end(signer: DigestSigner) -> None:
    digest = make_digest(signer, PLACE, [OLD], None)
    assert digest.key == (
        f"AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/{digest.end:%Y/%m/%d}/"
        "111122223333_CloudTrail-Digest_eu-west-1_main_us-east-1_"
        f"{digest.end:%Y%m%dT%H%M%SZ}.json.gz"
    )
    assert read(digest)["digestS3Object"] == digest.key


def test_digests_are_a_chain_without_a_gap(signer: DigestSigner) -> None:
    first = make_digest(signer, PLACE, [OLD], None)
    second = make_digest(signer, PLACE, [NEW], first)
    start, following = read(first), read(second)
    assert start["previousDigestS3Object"] is None
    assert start["previousDigestSignature"] is None
    assert following["previousDigestS3Object"] == first.key
    assert following["previousDigestSignature"] == first.signature
    data = hashlib.sha256(gzip.decompress(first.body)).hexdigest()
    assert following["previousDigestHashValue"] == data
    assert following["digestStartTime"] == start["digestEndTime"]
    assert second.end - first.end >= timedelta(seconds=1)
    assert second.key != first.key


def test_new_chain_goes_on_in_time_and_refers_to_nothing(signer: DigestSigner) -> None:
    first = make_digest(signer, PLACE, [OLD], None)
    second = make_digest(signer, PLACE, [NEW], first, is_linked=False)
    assert read(second)["previousDigestS3Object"] is None
    assert second.key > first.key
    check(signer, second)


def test_signature_is_of_the_file_and_of_what_came_before(signer: DigestSigner) -> None:
    first = make_digest(signer, PLACE, [OLD], None)
    second = make_digest(signer, PLACE, [NEW], first)
    check(signer, first)
    check(signer, second)
    assert second.metadata == {
        "signature": second.signature,
        "signature-algorithm": "SHA256withRSA",
    }


def test_changed_digest_is_not_what_was_signed(signer: DigestSigner) -> None:
    digest = make_digest(signer, PLACE, [OLD], None)
    body = gzip.compress(gzip.decompress(digest.body).replace(b"a.json.gz", b"c.json.gz"))
    changed = SignedDigest(
        digest.bucket, digest.key, body, digest.sha256, digest.signature, digest.end
    )
    with pytest.raises(InvalidSignature):
        check(signer, changed)
