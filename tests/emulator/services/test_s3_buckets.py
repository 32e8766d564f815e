from typing import Any

import pytest

BLOCK = {
    "BlockPublicAcls": True,
    "IgnorePublicAcls": True,
    "BlockPublicPolicy": True,
    "RestrictPublicBuckets": False,
}


@pytest.fixture
def s3(client: Any) -> Any:
    made = client("s3", "", "eu-west-1")
    made.create_bucket(Bucket="b-1", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    return made


def test_region_of_a_bucket_is_named_where_it_is_asked_for(s3: Any, client: Any) -> None:
    client("s3").create_bucket(Bucket="b-2")
    assert "BucketRegion" not in s3.list_buckets()["Buckets"][0]
    found = s3.list_buckets(MaxBuckets=10)["Buckets"]
    assert {b["Name"]: b["BucketRegion"] for b in found} == {"b-1": "eu-west-1", "b-2": "us-east-1"}


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        ("get_public_access_block", "NoSuchPublicAccessBlockConfiguration"),
        ("get_bucket_policy", "NoSuchBucketPolicy"),
        ("get_bucket_tagging", "NoSuchTagSet"),
        ("get_bucket_ownership_controls", "OwnershipControlsNotFoundError"),
    ],
)
def test_what_a_bucket_lacks_is_an_error(s3: Any, refusal: Any, operation: str, code: str) -> None:
    assert refusal(getattr(s3, operation), Bucket="b-1") == (code, 404)


def test_what_a_bucket_lacks_by_silence(s3: Any) -> None:
    assert "Status" not in s3.get_bucket_versioning(Bucket="b-1")
    assert "LoggingEnabled" not in s3.get_bucket_logging(Bucket="b-1")
    assert s3.get_bucket_acl(Bucket="b-1")["Grants"]


def test_block_of_a_bucket_is_put_and_taken_off(s3: Any, refusal: Any) -> None:
    s3.put_public_access_block(Bucket="b-1", PublicAccessBlockConfiguration=BLOCK)
    found = s3.get_public_access_block(Bucket="b-1")["PublicAccessBlockConfiguration"]
    assert found == BLOCK
    s3.delete_public_access_block(Bucket="b-1")
    refusal(s3.get_public_access_block, Bucket="b-1")


def test_block_of_an_account_is_put_and_taken_off(client: Any, member: str, refusal: Any) -> None:
    control = client("s3control", member)
    missing = "NoSuchPublicAccessBlockConfiguration"
    assert refusal(control.get_public_access_block, AccountId=member) == (missing, 404)
    control.put_public_access_block(AccountId=member, PublicAccessBlockConfiguration=BLOCK)
    found = control.get_public_access_block(AccountId=member)["PublicAccessBlockConfiguration"]
    assert found == BLOCK
    control.delete_public_access_block(AccountId=member)
    refusal(control.get_public_access_block, AccountId=member)


def test_settings_of_a_bucket_are_read_back(s3: Any) -> None:
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}
    s3.put_bucket_encryption(Bucket="b-1", ServerSideEncryptionConfiguration={"Rules": [rule]})
    found = s3.get_bucket_encryption(Bucket="b-1")["ServerSideEncryptionConfiguration"]["Rules"][0]
    assert found["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
    s3.put_bucket_versioning(Bucket="b-1", VersioningConfiguration={"Status": "Enabled"})
    assert s3.get_bucket_versioning(Bucket="b-1")["Status"] == "Enabled"
    controls = {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    s3.put_bucket_ownership_controls(Bucket="b-1", OwnershipControls=controls)
    assert s3.get_bucket_ownership_controls(Bucket="b-1")["OwnershipControls"] == controls


def test_acl_names_the_account_that_owns_the_bucket(s3: Any, client: Any, member: str) -> None:
    other = client("s3", member)
    other.create_bucket(Bucket="b-other")
    own = s3.get_bucket_acl(Bucket="b-1")
    strange = other.get_bucket_acl(Bucket="b-other")
    assert own["Owner"]["ID"] != strange["Owner"]["ID"]
    for acl in (own, strange):
        (grant,) = acl["Grants"]
        assert (grant["Grantee"]["ID"], grant["Permission"]) == (acl["Owner"]["ID"], "FULL_CONTROL")
    s3.put_bucket_acl(Bucket="b-1", GrantRead=f"id={strange['Owner']['ID']}")
    (grant,) = s3.get_bucket_acl(Bucket="b-1")["Grants"]
    assert grant["Grantee"]["ID"] == strange["Owner"]["ID"]


def test_a_new_bucket_has_the_tags_that_it_is_created_with(client: Any) -> None:
    made = client("s3", "", "eu-west-1")
    place = {"LocationConstraint": "eu-west-1", "Tags": [{"Key": "team", "Value": "red"}]}
    made.create_bucket(Bucket="b-3", CreateBucketConfiguration=place)
    assert made.get_bucket_tagging(Bucket="b-3")["TagSet"] == [{"Key": "team", "Value": "red"}]
