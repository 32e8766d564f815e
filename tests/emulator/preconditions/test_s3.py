from typing import Any

import pytest


@pytest.mark.parametrize("name", ["In_Box", "a..b", "10.0.0.1", "xn--box", "box-s3alias", "-box"])
def test_a_bucket_has_a_name_that_s3_allows(signed: Any, name: str) -> None:
    # botocore itself refuses some of them.
    answer = signed("s3", method="PUT", path=f"/{name}", base_url="http://s3.amazonaws.com")
    assert (answer.status_code, b"InvalidBucketName" in answer.data) == (400, True)


def test_a_bucket_that_locks_keeps_its_versions(client: Any, code: Any) -> None:
    s3 = client("s3")
    s3.create_bucket(Bucket="locked", ObjectLockEnabledForBucket=True)
    asked = {"Bucket": "locked", "VersioningConfiguration": {"Status": "Suspended"}}
    assert code(s3.put_bucket_versioning, **asked) == "InvalidBucketState"


def test_a_bucket_whose_owner_owns_all_has_no_acl(client: Any, code: Any) -> None:
    s3 = client("s3")
    s3.create_bucket(Bucket="inbox", ObjectOwnership="BucketOwnerEnforced")
    asked = {"Bucket": "inbox", "ACL": "public-read"}
    assert code(s3.put_bucket_acl, **asked) == "AccessControlListNotSupported"
    s3.put_bucket_acl(Bucket="inbox", ACL="bucket-owner-full-control")


def test_names_are_one_for_all_accounts(client: Any, code: Any, member: str) -> None:
    client("s3").create_bucket(Bucket="inbox")
    assert code(client("s3", member).create_bucket, Bucket="inbox") == "BucketAlreadyExists"
