"""Of a batch of deletions, what the caller may not delete is refused by itself."""

from typing import Any

import botocore.session
import pytest
from policy_texts import write

from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import attach
from ringwall.jobs.authority import ReasonedAuthority

BUCKET = "b-batch"
KEYS = ("logs/a", "logs/b", "tmp/<c>&", "tmp/d")


@pytest.fixture
def s3() -> Any:
    """Return a client that may not delete what is in logs/."""
    session = botocore.session.Session()
    session.set_credentials("AKIATEAM", "not-a-secret")
    attach(session, Emulator(authority=ReasonedAuthority()))
    client: Any = session.create_client("s3", region_name="us-east-1")
    client.create_bucket(Bucket=BUCKET)
    for key in KEYS:
        client.put_object(Bucket=BUCKET, Key=key, Body=b"1")
    statement = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:DeleteObject",
        "Resource": f"arn:aws:s3:::{BUCKET}/logs/*",
    }
    client.put_bucket_policy(Bucket=BUCKET, Policy=write(statement))
    return client


def delete(s3: Any, *keys: str, **more: Any) -> tuple[set[str], set[tuple[str, str]]]:
    objects = [{"Key": key} for key in keys]
    answer = s3.delete_objects(Bucket=BUCKET, Delete={"Objects": objects, **more})
    errors = {(item["Key"], item["Code"]) for item in answer.get("Errors", ())}
    return {item["Key"] for item in answer.get("Deleted", ())}, errors


def listed(s3: Any) -> set[str]:
    return {item["Key"] for item in s3.list_objects_v2(Bucket=BUCKET).get("Contents", ())}


def test_the_rest_of_the_batch_is_deleted(s3: Any) -> None:
    refused = {("logs/a", "AccessDenied"), ("logs/b", "AccessDenied")}
    assert delete(s3, *KEYS) == ({"tmp/<c>&", "tmp/d"}, refused)
    assert listed(s3) == {"logs/a", "logs/b"}


def test_a_batch_of_which_nothing_is_allowed_deletes_nothing(s3: Any) -> None:
    assert delete(s3, "logs/a") == (set(), {("logs/a", "AccessDenied")})
    assert listed(s3) == set(KEYS)


def test_a_quiet_answer_has_the_errors_alone(s3: Any) -> None:
    assert delete(s3, "logs/a", "tmp/d", Quiet=True) == (set(), {("logs/a", "AccessDenied")})
    assert "tmp/d" not in listed(s3)


def test_a_batch_that_is_allowed_is_deleted_whole(s3: Any) -> None:
    assert delete(s3, "tmp/d", "tmp/gone") == ({"tmp/d", "tmp/gone"}, set())
