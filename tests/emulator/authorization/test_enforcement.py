"""Every type of policy decides what it decides on AWS, in real calls."""

from typing import Any

import pytest
from botocore import UNSIGNED
from botocore.config import Config
from policy_texts import allow, deny, write

Principals = Any
"""conftest.py declares it."""
A = "123456789012"
BUCKET = "arn:aws:s3:::data"


def test_the_operator_may_do_everything(principals: Principals) -> None:
    principals.client("s3").create_bucket(Bucket="data")
    assert principals.client("s3").list_objects_v2(Bucket="data")["KeyCount"] == 0


def test_a_user_may_do_what_a_policy_allows_and_nothing_else(
    principals: Principals, refused: Any
) -> None:
    key = principals.user("ann", allow("s3:ListAllMyBuckets"))
    s3 = principals.client("s3", *key)
    assert s3.list_buckets()["Buckets"] == []
    message = refused(s3.create_bucket, Bucket="data")
    assert message == (
        f"User: arn:aws:iam::{A}:user/ann is not authorized to perform: s3:CreateBucket on "
        "resource: arn:aws:s3:::data because no identity-based policy allows the "
        "s3:CreateBucket action"
    )


def test_a_denial_wins(principals: Principals, refused: Any) -> None:
    key = principals.user("ann", allow("*"), deny("iam:ListUsers"))
    message = refused(principals.client("iam", *key).list_users)
    assert message.endswith("with an explicit deny in an identity-based policy")


def test_policies_of_a_group_and_managed_ones_count(principals: Principals, refused: Any) -> None:
    key = principals.user("ann")
    iam = principals.client("iam")
    refused(principals.client("iam", *key).list_users)
    iam.create_group(GroupName="staff")
    iam.add_user_to_group(GroupName="staff", UserName="ann")
    iam.attach_group_policy(
        GroupName="staff", PolicyArn="arn:aws:iam::aws:policy/IAMReadOnlyAccess"
    )
    assert len(principals.client("iam", *key).list_users()["Users"]) == 1
    refused(principals.client("iam", *key).create_user, UserName="eve")


def test_the_default_version_of_a_managed_policy_counts(
    principals: Principals, refused: Any
) -> None:
    iam = principals.client("iam")
    key = principals.user("ann")
    arn = iam.create_policy(PolicyName="p", PolicyDocument=write(allow("iam:ListUsers")))
    arn = arn["Policy"]["Arn"]
    iam.attach_user_policy(UserName="ann", PolicyArn=arn)
    assert principals.client("iam", *key).list_users()["Users"]
    iam.create_policy_version(
        PolicyArn=arn, PolicyDocument=write(allow("iam:ListRoles")), SetAsDefault=True
    )
    refused(principals.client("iam", *key).list_users)


def test_a_boundary_limits(principals: Principals, refused: Any) -> None:
    iam = principals.client("iam")
    bound = iam.create_policy(PolicyName="b", PolicyDocument=write(allow("iam:List*")))
    arn = bound["Policy"]["Arn"]
    key = principals.user("ann", allow("iam:*"), PermissionsBoundary=arn)
    assert principals.client("iam", *key).list_users()["Users"]
    message = refused(principals.client("iam", *key).create_user, UserName="eve")
    assert "because no permissions boundary allows" in message


def test_a_trust_policy_decides_who_assumes_a_role(principals: Principals, refused: Any) -> None:
    key = principals.user("ann", allow("sts:AssumeRole"))
    mine = principals.role("mine", {"Principal": {"AWS": f"arn:aws:iam::{A}:user/ann"}})
    other = principals.role("other", {"Principal": {"Service": "ec2.amazonaws.com"}})
    external = principals.role(
        "external",
        {
            "Principal": {"AWS": A},
            "Condition": {"StringEquals": {"sts:ExternalId": "x1"}},
        },
    )
    sts = principals.client("sts", *key)
    assert principals.assume(mine, *key)
    refused(sts.assume_role, RoleArn=other, RoleSessionName="session")
    refused(sts.assume_role, RoleArn=f"{mine}x", RoleSessionName="session")
    refused(sts.assume_role, RoleArn=external, RoleSessionName="session")
    assert principals.assume(external, *key, ExternalId="x1")


def test_a_session_policy_limits(principals: Principals, refused: Any) -> None:
    role = principals.role("app", {"Principal": {"AWS": A}}, allow("iam:*"))
    whole = principals.assume(role)
    less = principals.assume(role, Policy=write(allow("iam:ListUsers")))
    managed = principals.assume(
        role, PolicyArns=[{"arn": "arn:aws:iam::aws:policy/IAMReadOnlyAccess"}]
    )
    assert principals.client("iam", *whole).create_user(UserName="eve")
    for session in (less, managed):
        assert principals.client("iam", *session).list_users()["Users"]
        message = refused(principals.client("iam", *session).create_user, UserName="joe")
        assert "because no session policy allows" in message


def test_sessions_are_revoked_by_the_time_of_their_token(
    principals: Principals, refused: Any
) -> None:
    role = principals.role("app", {"Principal": {"AWS": A}}, allow("iam:ListUsers"))
    session = principals.assume(role)
    assert principals.client("iam", *session).list_users()["Users"] == []
    later = {"DateLessThan": {"aws:TokenIssueTime": "2999-01-01T00:00:00Z"}}
    principals.client("iam").put_role_policy(
        RoleName="app", PolicyName="revoke", PolicyDocument=write(deny("*", Condition=later))
    )
    assert "explicit deny" in refused(principals.client("iam", *session).list_users)


def test_scps_bind_members_and_not_the_management_account(
    principals: Principals, refused: Any
) -> None:
    organizations = principals.client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    root = organizations.list_roots()["Roots"][0]["Id"]
    organizations.enable_policy_type(RootId=root, PolicyType="SERVICE_CONTROL_POLICY")
    status = organizations.create_account(AccountName="dev", Email="dev@example.com")
    member = status["CreateAccountStatus"]["AccountId"]
    policy = organizations.create_policy(
        Name="no-users", Description="", Type="SERVICE_CONTROL_POLICY",
        Content=write(deny("iam:CreateUser")),
    )["Policy"]["PolicySummary"]["Id"]  # fmt: skip
    session = principals.assume(f"arn:aws:iam::{member}:role/OrganizationAccountAccessRole")
    iam = principals.client("iam", *session)
    assert iam.create_user(UserName="before")
    organizations.attach_policy(PolicyId=policy, TargetId=root)
    message = refused(iam.create_user, UserName="after")
    assert message.endswith("with an explicit deny in a service control policy")
    assert principals.client("iam").create_user(UserName="here")
    organizations.detach_policy(PolicyId=policy, TargetId=root)
    assert iam.create_user(UserName="again")
    nothing = organizations.create_policy(
        Name="nothing", Description="", Type="SERVICE_CONTROL_POLICY",
        Content=write({"Effect": "Allow", "Action": "sts:*", "Resource": "*"}),
    )["Policy"]["PolicySummary"]["Id"]  # fmt: skip
    organizations.attach_policy(PolicyId=nothing, TargetId=member)
    organizations.detach_policy(PolicyId="p-FullAWSAccess", TargetId=member)
    assert "because no service control policy allows" in refused(iam.list_users)


def test_rcps_bind_resources_of_members(principals: Principals, refused: Any) -> None:
    organizations = principals.client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    root = organizations.list_roots()["Roots"][0]["Id"]
    organizations.enable_policy_type(RootId=root, PolicyType="RESOURCE_CONTROL_POLICY")
    status = organizations.create_account(AccountName="dev", Email="dev@example.com")
    member = status["CreateAccountStatus"]["AccountId"]
    session = principals.assume(f"arn:aws:iam::{member}:role/OrganizationAccountAccessRole")
    s3 = principals.client("s3", *session)
    s3.create_bucket(Bucket="data")
    assert s3.list_objects_v2(Bucket="data")
    policy = organizations.create_policy(
        Name="no-reads", Description="", Type="RESOURCE_CONTROL_POLICY",
        Content=write({**deny("s3:ListBucket"), "Principal": "*"}),
    )["Policy"]["PolicySummary"]["Id"]  # fmt: skip
    organizations.attach_policy(PolicyId=policy, TargetId=member)
    message = refused(s3.list_objects_v2, Bucket="data")
    assert message.endswith("with an explicit deny in a resource control policy")


def test_a_bucket_policy_opens_and_closes(principals: Principals, refused: Any) -> None:
    s3 = principals.client("s3")
    s3.create_bucket(Bucket="data")
    s3.put_object(Bucket="data", Key="k", Body=b"x")
    key = principals.user("ann")
    ann = principals.client("s3", *key)
    refused(ann.get_object, Bucket="data", Key="k")
    who = {"Principal": {"AWS": f"arn:aws:iam::{A}:user/ann"}}
    opened = {**allow("s3:GetObject", resource=f"{BUCKET}/*"), **who}
    s3.put_bucket_policy(Bucket="data", Policy=write(opened))
    assert ann.get_object(Bucket="data", Key="k")["Body"].read() == b"x"
    closed = {**deny("s3:GetObject", resource=f"{BUCKET}/*"), "Principal": "*"}
    s3.put_bucket_policy(Bucket="data", Policy=write(opened, closed))
    message = refused(s3.get_object, Bucket="data", Key="k")
    assert message.endswith("with an explicit deny in a resource-based policy")


def test_plain_http_is_told_from_tls(principals: Principals, refused: Any) -> None:
    s3 = principals.client("s3")
    s3.create_bucket(Bucket="data")
    tls = {"Principal": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
    policy = {**deny("s3:*", resource=[BUCKET, f"{BUCKET}/*"]), **tls}
    s3.put_bucket_policy(Bucket="data", Policy=write(policy))
    assert s3.list_objects_v2(Bucket="data")["KeyCount"] == 0
    plain = principals.client("s3", use_ssl=False)
    refused(plain.list_objects_v2, Bucket="data")


def test_anyone_reads_what_is_public_and_no_more(principals: Principals, refused: Any) -> None:
    s3 = principals.client("s3")
    s3.create_bucket(Bucket="data")
    s3.put_object(Bucket="data", Key="k", Body=b"x")
    nobody = principals.client("s3", "", config=Config(signature_version=UNSIGNED))
    refused(nobody.get_object, Bucket="data", Key="k")
    public = {**allow("s3:GetObject", resource=f"{BUCKET}/*"), "Principal": "*"}
    s3.put_bucket_policy(Bucket="data", Policy=write(public))
    assert nobody.get_object(Bucket="data", Key="k")["Body"].read() == b"x"
    refused(nobody.put_object, Bucket="data", Key="k", Body=b"y")


@pytest.mark.parametrize("by", ["policy", "grant"])
def test_a_key_is_used_by_whom_its_policy_or_a_grant_lets(
    principals: Principals, refused: Any, by: str
) -> None:
    kms = principals.client("kms")
    key_id = kms.create_key()["KeyMetadata"]["KeyId"]
    ann = principals.client("kms", *principals.user("ann"))
    refused(ann.encrypt, "AccessDeniedException", KeyId=key_id, Plaintext=b"x")
    who = f"arn:aws:iam::{A}:user/ann"
    if by == "grant":
        kms.create_grant(KeyId=key_id, GranteePrincipal=who, Operations=["Encrypt"])
    else:
        admins = {**allow("kms:*"), "Principal": {"AWS": f"arn:aws:iam::{A}:root"}}
        users = {**allow("kms:Encrypt"), "Principal": {"AWS": who}}
        kms.put_key_policy(KeyId=key_id, PolicyName="default", Policy=write(admins, users))
    assert ann.encrypt(KeyId=key_id, Plaintext=b"x")["CiphertextBlob"]
    refused(ann.schedule_key_deletion, "AccessDeniedException", KeyId=key_id)


def test_a_key_may_be_used_through_a_service_alone(principals: Principals, refused: Any) -> None:
    kms, s3 = principals.client("kms"), principals.client("s3")
    key = kms.create_key()["KeyMetadata"]
    s3.create_bucket(Bucket="data")
    directly = {"Bool": {"aws:ViaAWSService": "false"}}
    ann = principals.user("ann", allow("*"), deny("kms:*", Condition=directly))
    refused(principals.client("kms", *ann).encrypt, "AccessDeniedException",
            KeyId=key["Arn"], Plaintext=b"x")  # fmt: skip
    given = {"Bucket": "data", "Key": "k", "Body": b"x", "ServerSideEncryption": "aws:kms"}
    assert principals.client("s3", *ann).put_object(**given, SSEKMSKeyId=key["Arn"])
    eve = principals.user("eve", allow("s3:*"))
    refused(principals.client("s3", *eve).put_object, **given, SSEKMSKeyId=key["Arn"])


def test_tags_of_principal_and_resource_are_compared(principals: Principals, refused: Any) -> None:
    same = {"StringEquals": {"iam:ResourceTag/team": "${aws:PrincipalTag/team}"}}
    key = principals.user(
        "ann", allow("iam:DeleteUser", Condition=same), Tags=[{"Key": "team", "Value": "shop"}]
    )
    iam = principals.client("iam")
    iam.create_user(UserName="ours", Tags=[{"Key": "team", "Value": "shop"}])
    iam.create_user(UserName="theirs", Tags=[{"Key": "team", "Value": "ops"}])
    ann = principals.client("iam", *key)
    refused(ann.delete_user, UserName="theirs")
    assert ann.delete_user(UserName="ours")


def test_passing_a_role_is_a_permission_of_its_own(principals: Principals, refused: Any) -> None:
    role = principals.role("fn", {"Principal": {"Service": "lambda.amazonaws.com"}})
    passes = {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}
    poor = principals.user("poor", allow("lambda:CreateFunction"))
    rich = principals.user(
        "rich", allow("lambda:CreateFunction"),
        allow("iam:PassRole", resource=role, Condition=passes),
    )  # fmt: skip
    function = {
        "FunctionName": "f", "Role": role, "Runtime": "python3.12", "Handler": "f.f",
        "Code": {"ZipFile": b"PK\x05\x06" + bytes(18)},
    }  # fmt: skip
    message = refused(
        principals.client("lambda", *poor).create_function, "AccessDeniedException", **function
    )
    assert "iam:PassRole" in message
    assert principals.client("lambda", *rich).create_function(**function)["FunctionArn"]
