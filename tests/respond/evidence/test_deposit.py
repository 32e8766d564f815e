"""Planning a deposit: Changes with hashes in place of contents, and nothing twice."""

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from ringwall.model.change import Change
from ringwall.model.errors import AccessDenied, CallFailed
from ringwall.model.response_playbook import HumanStep
from ringwall.model.table import Row
from ringwall.model.threat import EvidencePlace
from ringwall.model.write_shape import find_objection
from ringwall.respond.evidence.deposit import (
    DEPOSIT_WRITES,
    MOST_AT_ONCE,
    DepositedFile,
    plan_deposit,
)

ACCOUNT, REGION, CASE = "123456789012", "eu-west-1", "CASE-20261201-abcdef"
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/12345678-1234-1234-1234-123456789012"
PLACE = EvidencePlace(ACCOUNT, REGION, "acme-evidence", KEY, "COMPLIANCE", 30)
SHA256 = hashlib.sha256(b"hello").hexdigest()
FILE = DepositedFile(SHA256, SHA256, 5)
NOW = datetime(2026, 12, 1, 23, 30, tzinfo=UTC)


@dataclass
class Bucket:
    """A reader of a bucket that holds what it is told to, by key."""

    objects: dict[str, Row] = field(default_factory=dict)
    error: CallFailed | None = None
    account_id: str = ACCOUNT
    region: str = REGION
    partition: str = "aws-us-gov"

    def items(self, operation: str, path: str, **parameters: Any) -> Iterable[Row]:
        assert (operation, path) == ("s3.head_object", "@")
        assert parameters["ExpectedBucketOwner"] == ACCOUNT
        if self.error:
            raise self.error
        if parameters["Key"] not in self.objects:
            raise CallFailed("Not Found", "404")
        yield self.objects[parameters["Key"]]


def plan(bucket: Any, file: DepositedFile = FILE, place: EvidencePlace = PLACE) -> list[Any]:
    return list(plan_deposit(CASE, {file.name: file}, place, bucket, NOW))


def test_a_file_is_put_by_its_hash_with_a_lock_and_once() -> None:
    (change,) = plan(Bucket())
    assert isinstance(change, Change)
    assert find_objection(change, DEPOSIT_WRITES) == ""
    assert change.resource == f"arn:aws-us-gov:s3:::acme-evidence/{CASE}/{SHA256}"
    written = change.write.parameters
    assert written["Body"] == {"$file": SHA256}
    assert written["ChecksumSHA256"] == base64.b64encode(bytes.fromhex(SHA256)).decode()
    assert written["ObjectLockMode"] == "COMPLIANCE"
    # A lock of 30 days ends 30 days later or more, never before.
    assert written["ObjectLockRetainUntilDate"] == "2027-01-01T00:00:00+00:00"
    assert (written["SSEKMSKeyId"], written["IfNoneMatch"]) == (KEY, "*")
    assert change.irreversible
    assert (change.undo, change.blast, change.before) == (None, "none", None)


def test_without_a_key_the_bucket_encrypts_as_it_does() -> None:
    place = EvidencePlace(ACCOUNT, REGION, "acme-evidence")
    (change,) = plan(Bucket(), place=place)
    assert find_objection(change, DEPOSIT_WRITES) == ""
    assert "SSEKMSKeyId" not in change.write.parameters


def test_what_is_there_stays_and_is_not_put_again() -> None:
    there = {"ChecksumSHA256": base64.b64encode(bytes.fromhex(SHA256)).decode(), "ContentLength": 5}
    assert plan(Bucket({f"{CASE}/{SHA256}": there})) == []


@pytest.mark.parametrize("there", [{}, {"ChecksumSHA256": "x", "ContentLength": 5}])
def test_something_else_under_the_key_is_left_to_a_person(there: Row) -> None:
    (step,) = plan(Bucket({f"{CASE}/{SHA256}": {"ETag": "x", **there}}))
    assert isinstance(step, HumanStep)
    assert "not this evidence" in step.why


def test_what_s3_does_not_take_at_once_is_left_to_a_person() -> None:
    (step,) = plan(Bucket(), DepositedFile(SHA256, SHA256, MOST_AT_ONCE + 1))
    assert isinstance(step, HumanStep)


def test_a_bucket_that_cannot_be_looked_at_plans_nothing() -> None:
    with pytest.raises(AccessDenied):
        plan(Bucket(error=AccessDenied("no", "403")))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Key", "CASE-20261201-abcdef/../x"),
        ("Key", f"{CASE}/readme"),
        ("Body", "text"),
        ("Body", {"$file": "../../etc/passwd"}),
        ("ExpectedBucketOwner", "999999999999"),
        ("ObjectLockMode", "NONE"),
        ("IfNoneMatch", "x"),
    ],
)
def test_nothing_else_can_be_put_by_such_a_change(name: str, value: Any) -> None:
    (change,) = plan(Bucket())
    change.write.parameters[name] = value
    assert find_objection(change, DEPOSIT_WRITES)
