"""A policy is about the principal that it was written for, not about one made later."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from policy_texts import allow, trust, trust_principal, write

from ringwall.emulator.authorization.deleted_principals import DeletedPrincipal

Principals = Any
"""conftest.py declares it."""
OWNER = "123456789012"
ROLE = f"arn:aws:iam::{OWNER}:role/target"
SOURCE = f"arn:aws:iam::{OWNER}:role/source"


def make_source(principals: Principals, *more: str) -> tuple[str, str, str]:
    """Make a role that may assume the target, and return a session of it."""
    account = {"Principal": {"AWS": f"arn:aws:iam::{OWNER}:root"}}
    arn = principals.role("source", account, allow("sts:AssumeRole", *more))
    session: tuple[str, str, str] = principals.assume(arn)
    return session


def delete_source(principals: Principals) -> None:
    iam = principals.client("iam")
    iam.delete_role_policy(RoleName="source", PolicyName="own")
    iam.delete_role(RoleName="source")


def test_a_role_of_the_same_name_is_another_one(principals: Principals, refused: Any) -> None:
    iam = principals.client("iam")
    first = make_source(principals)
    target = trust_principal(SOURCE)
    iam.create_role(RoleName="target", AssumeRolePolicyDocument=target)
    assert principals.assume(ROLE, *first)
    unique_id = iam.get_role(RoleName="source")["Role"]["RoleId"]
    delete_source(principals)
    shown = iam.get_role(RoleName="target")["Role"]["AssumeRolePolicyDocument"]
    assert shown["Statement"][0]["Principal"] == {"AWS": unique_id}
    second = make_source(principals)
    sts = principals.client("sts", *second)
    refused(sts.assume_role, RoleArn=ROLE, RoleSessionName="two")
    iam.update_assume_role_policy(RoleName="target", PolicyDocument=target)
    assert principals.assume(ROLE, *second)


def test_a_user_of_the_same_name_is_another_one(principals: Principals, refused: Any) -> None:
    iam = principals.client("iam")
    may = allow("sts:AssumeRole")
    first = principals.user("kim", may)
    target = trust_principal(f"arn:aws:iam::{OWNER}:user/kim")
    iam.create_role(RoleName="target", AssumeRolePolicyDocument=target)
    assert principals.assume(ROLE, *first)
    iam.delete_access_key(UserName="kim", AccessKeyId=first[0])
    iam.delete_user_policy(UserName="kim", PolicyName="own")
    iam.delete_user(UserName="kim")
    second = principals.user("kim", may)
    sts = principals.client("sts", *second)
    refused(sts.assume_role, RoleArn=ROLE, RoleSessionName="two")


def test_a_deletion_that_fails_changes_nothing(principals: Principals, refused: Any) -> None:
    iam = principals.client("iam")
    make_source(principals)
    iam.create_role(RoleName="target", AssumeRolePolicyDocument=trust_principal(SOURCE))
    refused(iam.delete_role, "DeleteConflict", RoleName="source")
    shown = iam.get_role(RoleName="target")["Role"]["AssumeRolePolicyDocument"]
    assert shown["Statement"][0]["Principal"] == {"AWS": SOURCE}


def policy_for(resource: str, action: str) -> str:
    """Return a resource policy that names the role, and others beside it."""
    principal = {"AWS": [SOURCE, f"arn:aws:iam::{OWNER}:root"]}
    return write({**allow(action, resource=resource), "Sid": "s", "Principal": principal})


def in_bucket(client: Any) -> Callable[[], Any]:
    s3 = client("s3")
    s3.create_bucket(Bucket="data")
    s3.put_bucket_policy(Bucket="data", Policy=policy_for("arn:aws:s3:::data/*", "s3:GetObject"))
    return lambda: s3.get_bucket_policy(Bucket="data")["Policy"]


def in_key(client: Any) -> Callable[[], Any]:
    kms = client("kms")
    key = kms.create_key(Policy=policy_for("*", "kms:*"))["KeyMetadata"]["KeyId"]
    return lambda: kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"]


def in_grant(client: Any) -> Callable[[], Any]:
    kms = client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.create_grant(KeyId=key, GranteePrincipal=SOURCE, Operations=["Decrypt"])
    return lambda: json.dumps(kms.list_grants(KeyId=key)["Grants"], default=str)


def in_queue(client: Any) -> Callable[[], Any]:
    sqs = client("sqs")
    policy = policy_for(f"arn:aws:sqs:us-east-1:{OWNER}:q", "sqs:SendMessage")
    url = sqs.create_queue(QueueName="q", Attributes={"Policy": policy})["QueueUrl"]
    return lambda: sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])["Attributes"][
        "Policy"
    ]


def in_topic(client: Any) -> Callable[[], Any]:
    sns = client("sns")
    topic = sns.create_topic(Name="t")["TopicArn"]
    sns.set_topic_attributes(
        TopicArn=topic, AttributeName="Policy", AttributeValue=policy_for(topic, "sns:Publish")
    )
    return lambda: sns.get_topic_attributes(TopicArn=topic)["Attributes"]["Policy"]


def in_secret(client: Any) -> Callable[[], Any]:
    secrets = client("secretsmanager")
    arn = secrets.create_secret(Name="s", SecretString="-")["ARN"]
    policy = policy_for("*", "secretsmanager:GetSecretValue")
    secrets.put_resource_policy(SecretId=arn, ResourcePolicy=policy)
    return lambda: secrets.get_resource_policy(SecretId=arn)["ResourcePolicy"]


def in_function(client: Any) -> Callable[[], Any]:
    functions = client("lambda")
    role = client("iam").create_role(RoleName="f", AssumeRolePolicyDocument=trust("lambda"))[
        "Role"
    ]["Arn"]
    functions.create_function(
        FunctionName="f", Runtime="python3.12", Handler="a.b", Role=role, Code={"ZipFile": b"-"}
    )
    functions.add_permission(
        FunctionName="f", StatementId="s", Action="lambda:InvokeFunction", Principal=SOURCE
    )
    return lambda: functions.get_policy(FunctionName="f")["Policy"]


def in_repository(client: Any) -> Callable[[], Any]:
    ecr = client("ecr")
    ecr.create_repository(repositoryName="repo")
    statement = json.loads(policy_for("*", "ecr:BatchGetImage"))["Statement"][0]
    del statement["Resource"]
    ecr.set_repository_policy(repositoryName="repo", policyText=write(statement))
    return lambda: ecr.get_repository_policy(repositoryName="repo")["policyText"]


def in_bus(client: Any) -> Callable[[], Any]:
    events = client("events")
    arn = f"arn:aws:events:us-east-1:{OWNER}:event-bus/default"
    events.put_permission(EventBusName="default", Policy=policy_for(arn, "events:PutEvents"))
    return lambda: events.describe_event_bus()["Policy"]


def in_vault(client: Any) -> Callable[[], Any]:
    backup = client("backup")
    backup.create_backup_vault(BackupVaultName="v")
    policy = policy_for("*", "backup:CopyIntoBackupVault")
    backup.put_backup_vault_access_policy(BackupVaultName="v", Policy=policy)
    return lambda: backup.get_backup_vault_access_policy(BackupVaultName="v")["Policy"]


def in_table(client: Any) -> Callable[[], Any]:
    dynamodb = client("dynamodb")
    arn = dynamodb.create_table(
        TableName="t",
        AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )["TableDescription"]["TableArn"]
    dynamodb.put_resource_policy(ResourceArn=arn, Policy=policy_for(arn, "dynamodb:GetItem"))
    return lambda: dynamodb.get_resource_policy(ResourceArn=arn)["Policy"]


def in_file_system(client: Any) -> Callable[[], Any]:
    efs = client("efs")
    made = efs.create_file_system(CreationToken="f")["FileSystemId"]
    policy = policy_for("*", "elasticfilesystem:ClientMount")
    efs.put_file_system_policy(FileSystemId=made, Policy=policy)
    return lambda: efs.describe_file_system_policy(FileSystemId=made)["Policy"]


def in_log_groups(client: Any) -> Callable[[], Any]:
    logs = client("logs")
    logs.put_resource_policy(policyName="p", policyDocument=policy_for("*", "logs:PutLogEvents"))
    return lambda: logs.describe_resource_policies()["resourcePolicies"][0]["policyDocument"]


def in_domain(client: Any) -> Callable[[], Any]:
    search = client("opensearch")
    search.create_domain(DomainName="dom", AccessPolicies=policy_for("*", "es:ESHttpGet"))
    return lambda: search.describe_domain(DomainName="dom")["DomainStatus"]["AccessPolicies"]


@pytest.mark.parametrize(
    "write_policy",
    [
        in_bucket, in_bus, in_domain, in_file_system, in_function, in_grant, in_key, in_log_groups,
        in_queue, in_repository, in_secret, in_table, in_topic, in_vault,
    ],
)  # fmt: skip
def test_a_policy_shows_the_id_of_who_was_deleted(
    principals: Principals, write_policy: Callable[[Any], Callable[[], Any]]
) -> None:
    make_source(principals)
    unique_id = principals.client("iam").get_role(RoleName="source")["Role"]["RoleId"]
    show = write_policy(principals.client)
    assert SOURCE in show()
    delete_source(principals)
    shown = show()
    assert unique_id in shown
    assert SOURCE not in shown
    make_source(principals)
    assert show() == shown


def test_a_bucket_does_not_let_in_who_was_made_later(principals: Principals, refused: Any) -> None:
    s3 = principals.client("s3")
    first = make_source(principals)
    in_bucket(principals.client)
    s3.put_object(Bucket="data", Key="k", Body=b"-")
    given = {"Bucket": "data", "Key": "k"}
    assert principals.client("s3", *first).get_object(**given)
    delete_source(principals)
    second = make_source(principals)
    refused(principals.client("s3", *second).get_object, **given)


def test_names_stay_where_they_are_no_principal() -> None:
    gone = DeletedPrincipal(SOURCE, "AROA1")
    condition = {"StringEquals": {"aws:PrincipalArn": SOURCE}}
    statement = {"Principal": {"AWS": SOURCE}, "NotPrincipal": {"AWS": [SOURCE, "x"]}}
    document = {"Statement": {**statement, "Condition": condition, "Resource": SOURCE}}
    assert gone.replace_in(document)["Statement"] == {
        "Principal": {"AWS": "AROA1"},
        "NotPrincipal": {"AWS": ["AROA1", "x"]},
        "Condition": condition,
        "Resource": SOURCE,
    }
    for kept in (f"{SOURCE} {{", "*", None, 1, [SOURCE], {"Statement": [SOURCE]}):
        assert gone.replace_in(kept) == kept


def test_the_policy_is_shown_as_it_was_written(principals: Principals) -> None:
    iam = principals.client("iam")
    statement = {**allow("sts:AssumeRole"), "Principal": {"Service": "ec2.amazonaws.com"}}
    del statement["Resource"]
    iam.create_role(RoleName="target", AssumeRolePolicyDocument=write(statement))
    found = iam.get_role(RoleName="target")["Role"]["AssumeRolePolicyDocument"]
    assert found["Statement"] == [statement]
