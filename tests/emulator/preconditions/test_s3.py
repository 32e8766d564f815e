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


def test_a_call_may_say_whose_the_bucket_must_be(client: Any, code: Any) -> None:
    s3, account = client("s3"), client("sts").get_caller_identity()["Account"]
    s3.create_bucket(Bucket="inbox")
    asked = {"Bucket": "inbox", "ExpectedBucketOwner": "999999999999"}
    assert code(s3.get_bucket_versioning, **asked) == "AccessDenied"
    assert code(s3.delete_bucket, **asked) == "AccessDenied"
    s3.get_bucket_versioning(Bucket="inbox", ExpectedBucketOwner=account)
    assert code(s3.get_bucket_versioning, **{**asked, "Bucket": "none"}) == "NoSuchBucket"


VPCE = {"StringEquals": {"aws:SourceVpce": "vpce-1"}}


@pytest.mark.parametrize(
    ("more", "is_public"),
    [
        ({"Principal": "*"}, True),
        ({"Principal": {"AWS": "*"}}, True),
        ({"Principal": {"AWS": ["123456789012", "*"]}}, True),
        ({"Principal": "*", "Condition": {"StringEquals": {"aws:SourceVpce": "*"}}}, True),
        ({"Principal": "*", "Condition": {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}}, True),
        ({"Principal": "*", "Condition": {"StringEquals": {"aws:Referer": "example.com"}}}, True),
        ({"Principal": "*", "Condition": {"StringNotEquals": {"aws:SourceVpce": "v"}}}, True),
        ({"Principal": "*", "Condition": VPCE}, False),
        ({"Principal": "*", "Effect": "Deny"}, False),
        ({"Principal": {"AWS": "123456789012"}}, False),
        ({"Principal": {"Service": "cloudtrail.amazonaws.com"}}, False),
    ],
    ids=str,
)
@pytest.mark.parametrize("whose", ["bucket", "account"])
def test_public_policies_can_be_blocked(
    client: Any, write: Any, code: Any, *, more: dict[str, Any], is_public: bool, whose: str
) -> None:
    s3 = client("s3")
    s3.create_bucket(Bucket="inbox")
    given = {"Action": "s3:GetObject", "Resource": "arn:aws:s3:::inbox/*"} | more
    asked = {"Bucket": "inbox", "Policy": write(given.pop("Effect", "Allow"), **given)}
    s3.put_bucket_policy(**asked)
    block = {"BlockPublicPolicy": True, "BlockPublicAcls": True}
    if whose == "bucket":
        s3.put_public_access_block(Bucket="inbox", PublicAccessBlockConfiguration=block)
    else:
        client("s3control").put_public_access_block(
            AccountId="123456789012", PublicAccessBlockConfiguration=block
        )
    if is_public:
        assert code(s3.put_bucket_policy, **asked) == "AccessDenied"
    else:
        s3.put_bucket_policy(**asked)


def test_public_acls_can_be_blocked(client: Any, code: Any) -> None:
    s3 = client("s3")
    s3.create_bucket(Bucket="inbox", ObjectOwnership="ObjectWriter")
    s3.put_bucket_acl(Bucket="inbox", ACL="public-read")
    s3.put_public_access_block(
        Bucket="inbox", PublicAccessBlockConfiguration={"BlockPublicAcls": True}
    )
    assert code(s3.put_bucket_acl, Bucket="inbox", ACL="public-read") == "AccessDenied"
    acl = s3.get_bucket_acl(Bucket="inbox")
    written = {"Owner": acl["Owner"], "Grants": acl["Grants"]}
    assert code(s3.put_bucket_acl, Bucket="inbox", AccessControlPolicy=written) == "AccessDenied"
    asked = {"Bucket": "inbox", "Key": "k", "Body": b""}
    assert code(s3.put_object, ACL="public-read", **asked) == "AccessDenied"
    s3.put_object(ACL="private", **asked)


def test_an_organizations_policy_blocks_what_is_public(
    client: Any, write: Any, code: Any, member: str
) -> None:
    organizations = client("organizations")
    root = organizations.list_roots()["Roots"][0]["Id"]
    organizations.enable_policy_type(RootId=root, PolicyType="S3_POLICY")
    content = '{"s3_attributes": {"public_access_block_configuration": {"@@assign": "all"}}}'
    made = organizations.create_policy(
        Name="s3", Description="", Type="S3_POLICY", Content=content
    )["Policy"]["PolicySummary"]["Id"]
    s3 = client("s3", member)
    s3.create_bucket(Bucket="inbox", ObjectOwnership="ObjectWriter")
    public = write(Principal="*", Action="s3:GetObject", Resource="arn:aws:s3:::inbox/*")
    s3.put_bucket_policy(Bucket="inbox", Policy=public)
    organizations.attach_policy(PolicyId=made, TargetId=member)
    assert code(s3.put_bucket_policy, Bucket="inbox", Policy=public) == "AccessDenied"
    assert code(s3.put_bucket_acl, Bucket="inbox", ACL="public-read") == "AccessDenied"
