"""What settings share: ACLs, Block Public Access, grants on keys, snapshots."""

from typing import Any

import pytest

Estate = Any
"""tests/reason/conftest.py declares it."""
A, STRANGER = "111111111111", "333333333333"
BUCKET, OBJECT = "arn:aws:s3:::data", "arn:aws:s3:::data/k"
EVERYBODY = {"grantee": "http://acs.amazonaws.com/groups/global/AllUsers", "permission": "READ"}
OWNER = {"grantee": "0" * 64, "permission": "FULL_CONTROL"}


def grants_nothing(estate: Estate, arn: str) -> bool | None:
    """Return whether no setting of a resource grants anything; None where it is not known."""
    settings = estate.read().settings.get(arn, ())
    return None if settings is None else not (settings and settings.policies)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"object_ownership": "BucketOwnerEnforced", "acl": [EVERYBODY]}, True),
        ({"object_ownership": "ObjectWriter", "acl": [EVERYBODY]}, False),
        ({"object_ownership": "ObjectWriter", "acl": [OWNER]}, True),
        ({"object_ownership": "ObjectWriter", "acl": []}, True),
        ({"object_ownership": "ObjectWriter", "acl": None}, None),
        ({"object_ownership": None, "acl": [EVERYBODY]}, None),
        ({"object_ownership": "ObjectWriter", "acl": [{"grantee": "x", "permission": "?"}]}, None),
    ],
)
def test_an_acl_grants_where_it_is_enabled(
    estate: Estate, columns: Any, *, expected: bool | None
) -> None:
    estate.bucket("data", **columns)
    assert grants_nothing(estate, BUCKET) is expected


@pytest.mark.parametrize("where", ["bucket", "account"])
def test_public_acls_that_are_ignored_grant_nothing(estate: Estate, where: str) -> None:
    acl = {"object_ownership": "ObjectWriter", "acl": [EVERYBODY]}
    estate.bucket("data", **acl, ignore_public_acls=where == "bucket")
    estate.block(blocks=where == "account" or None)
    assert grants_nothing(estate, BUCKET) is True


@pytest.mark.parametrize(
    ("bucket", "account", "expected"),
    [
        (True, False, True),
        (False, True, True),
        (False, False, False),
        (None, False, None),
        (False, None, None),
        (None, True, True),
        (True, None, True),
    ],
)
def test_public_buckets_are_restricted_by_the_bucket_or_its_account(
    estate: Estate, *, bucket: bool | None, account: bool | None, expected: bool | None
) -> None:
    estate.bucket("data", restrict_public_buckets=bucket)
    estate.block(blocks=account)
    settings = estate.read().settings.get(BUCKET)
    assert (settings.restricts_public if settings else False) is expected


def test_an_account_block_that_was_not_collected_leaves_it_open(estate: Estate) -> None:
    estate.bucket("data")
    del estate.rows["s3_account"]
    assert estate.read().settings[BUCKET].restricts_public is None


def test_a_grant_on_a_key_counts_beside_its_policy(estate: Estate) -> None:
    ann = estate.user("ann")
    grant = {"grantee": ann, "operations": ["Decrypt"], "constraints": {}}
    key = estate.key("1", grants=[grant])
    assert estate.ask(ann, "kms:Decrypt", key).verdict == "always"
    assert estate.ask(ann, "kms:Encrypt", key).verdict == "never"
    assert estate.ask(estate.user("eve"), "kms:Decrypt", key).verdict == "never"


def test_grants_that_were_not_collected_leave_a_key_open(estate: Estate) -> None:
    key = estate.key("1", grants=None)
    assert estate.ask(estate.user("ann"), "kms:Decrypt", key).verdict == "unknown"


def test_a_snapshot_is_shared_with_the_named_account_or_with_all(estate: Estate) -> None:
    arn = f"arn:aws:rds:us-east-1:{A}:snapshot:s"
    estate.add("rds_db_snapshot", arn, restore_accounts=[STRANGER])
    estate.add("rds_db_snapshot", f"{arn}2", restore_accounts=[])
    estate.add("rds_db_snapshot", f"{arn}3", restore_accounts=None)
    assert [grants_nothing(estate, f"{arn}{n}") for n in ("", "2", "3")] == [False, True, None]
    copy = {"Effect": "Allow", "Action": "rds:*", "Resource": "*"}
    eve, bob = (estate.user("eve", copy, account=a) for a in (STRANGER, "444444444444"))
    assert estate.ask(eve, "rds:CopyDBSnapshot", arn).verdict == "always"
    assert estate.ask(eve, "rds:DeleteDBSnapshot", arn).verdict == "never"
    assert estate.ask(bob, "rds:CopyDBSnapshot", arn).verdict == "never"
