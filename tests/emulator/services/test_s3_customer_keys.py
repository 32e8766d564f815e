"""Objects that are encrypted with a customer's key: nobody reads them without it."""

from typing import Any

import pytest

KEY, OTHER = "0" * 32, "1" * 32
BY_KEY = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": KEY}


@pytest.fixture
def s3(client: Any) -> Any:
    found = client("s3")
    found.create_bucket(Bucket="inbox")
    found.put_object(Bucket="inbox", Key="plain", Body=b"1")
    return found


def read_body(s3: Any, **asked: str) -> bytes:
    return bytes(s3.get_object(Bucket="inbox", **asked)["Body"].read())


@pytest.mark.parametrize("how", ["put", "copy"])
def test_an_object_is_read_with_its_key_alone(s3: Any, refusal: Any, how: str) -> None:
    if how == "put":
        s3.put_object(Bucket="inbox", Key="closed", Body=b"1", **BY_KEY)
    else:
        s3.copy_object(Bucket="inbox", Key="closed", CopySource="inbox/plain", **BY_KEY)
    asked = {"Bucket": "inbox", "Key": "closed"}
    assert refusal(s3.get_object, **asked) == ("InvalidRequest", 400)
    assert refusal(s3.head_object, **asked) == ("400", 400)  # a HEAD has no body to tell more
    other = {**BY_KEY, "SSECustomerKey": OTHER}
    assert refusal(s3.get_object, **asked, **other) == ("AccessDenied", 403)
    assert read_body(s3, Key="closed", **BY_KEY) == b"1"
    assert read_body(s3, Key="plain") == b"1"


def test_a_plain_object_in_its_place_needs_no_key(s3: Any) -> None:
    s3.put_object(Bucket="inbox", Key="closed", Body=b"1", **BY_KEY)
    s3.put_object(Bucket="inbox", Key="closed", Body=b"2")
    assert read_body(s3, Key="closed") == b"2"
