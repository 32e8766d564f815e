import base64
import hashlib
from typing import Any

SUM = base64.b64encode(hashlib.sha256(b"evidence").digest()).decode()


def test_checksum_that_a_client_sends_is_kept(client: Any) -> None:
    s3 = client("s3")
    s3.create_bucket(Bucket="evidence")
    given = {"Bucket": "evidence", "Key": "a"}
    assert s3.put_object(Body=b"evidence", ChecksumSHA256=SUM, **given)["ChecksumSHA256"] == SUM
    shown = s3.head_object(ChecksumMode="ENABLED", **given)
    assert shown["ChecksumSHA256"] == SUM
    attributes = s3.get_object_attributes(ObjectAttributes=["Checksum"], **given)
    assert attributes["Checksum"]["ChecksumSHA256"] == SUM


def test_object_that_is_not_what_it_says_is_refused(client: Any, refusal: Any) -> None:
    s3 = client("s3")
    s3.create_bucket(Bucket="evidence")
    given = {"Bucket": "evidence", "Key": "a", "Body": b"other", "ChecksumSHA256": SUM}
    assert refusal(s3.put_object, **given) == ("BadDigest", 400)
    assert s3.list_objects_v2(Bucket="evidence")["KeyCount"] == 0
