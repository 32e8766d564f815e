"""Keys that a service uses in the caller's name."""

from collections.abc import Callable
from typing import Any

import pytest

from ringwall.emulator.authorization.authority import Need

NeedsIn = Callable[..., tuple[Need, ...]]


@pytest.fixture
def key(client: Callable[..., Any]) -> str:
    """Return the ARN of a customer key with an alias."""
    kms = client("kms")
    arn: str = kms.create_key()["KeyMetadata"]["Arn"]
    kms.create_alias(AliasName="alias/data", TargetKeyId=arn)
    return arn


def uses(needs: tuple[Need, ...]) -> list[tuple[str, str]]:
    return [(need.action, need.resource) for need in needs if need.action.startswith("kms:")]


def test_object_of_a_bucket_is_encrypted_with_a_key(
    client: Callable[..., Any], key: str, needs_in: NeedsIn
) -> None:
    s3 = client("s3")
    s3.create_bucket(Bucket="logs")
    chosen = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": "alias/data"}
    found = needs_in("s3", "PutObject", Bucket="logs", Key="k", **chosen)
    assert uses(found) == [("kms:GenerateDataKey", key)]
    assert found[-1].keys == {
        "kms:ViaService": "s3.us-east-1.amazonaws.com",
        "kms:CallerAccount": "123456789012",
        "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::logs/k",
        "kms:EncryptionContextKeys": ["aws:s3:arn"],
    }
    s3.put_object(Bucket="logs", Key="k", Body=b"x", **chosen)
    assert uses(needs_in("s3", "GetObject", Bucket="logs", Key="k")) == [("kms:Decrypt", key)]
    assert uses(needs_in("s3", "PutObject", Bucket="logs", Key="o")) == []
    parts = needs_in("s3", "CreateMultipartUpload", Bucket="logs", Key="k", **chosen)
    assert uses(parts) == [("kms:GenerateDataKey", key), ("kms:Decrypt", key)]


def test_bucket_s_own_key_encrypts_what_says_nothing(
    client: Callable[..., Any], key: str, needs_in: NeedsIn
) -> None:
    s3 = client("s3")
    s3.create_bucket(Bucket="logs")
    default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}
    rule = {"ApplyServerSideEncryptionByDefault": default, "BucketKeyEnabled": True}
    s3.put_bucket_encryption(Bucket="logs", ServerSideEncryptionConfiguration={"Rules": [rule]})
    found = needs_in("s3", "PutObject", Bucket="logs", Key="k")
    assert uses(found) == [("kms:GenerateDataKey", key)]
    assert found[-1].keys["kms:EncryptionContext:aws:s3:arn"] == "arn:aws:s3:::logs"
    plain = needs_in("s3", "PutObject", Bucket="logs", Key="k", ServerSideEncryption="AES256")
    assert uses(plain) == []


def test_aws_s_own_key_needs_nothing(client: Callable[..., Any], needs_in: NeedsIn) -> None:
    client("s3").create_bucket(Bucket="logs")
    chosen = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": "alias/aws/s3"}
    assert uses(needs_in("s3", "PutObject", Bucket="logs", Key="k", **chosen)) == []
    chosen = {"ServerSideEncryption": "aws:kms"}
    assert uses(needs_in("s3", "PutObject", Bucket="logs", Key="k", **chosen)) == []


def test_secret_is_read_with_its_key(
    client: Callable[..., Any], key: str, needs_in: NeedsIn
) -> None:
    client("secretsmanager").create_secret(Name="s", SecretString="x", KmsKeyId=key)
    assert uses(needs_in("secretsmanager", "GetSecretValue", SecretId="s")) == [
        ("kms:Decrypt", key)
    ]
    written = needs_in("secretsmanager", "PutSecretValue", SecretId="s", SecretString="y")
    assert uses(written) == [("kms:GenerateDataKey", key), ("kms:Decrypt", key)]
    made = needs_in("secretsmanager", "CreateSecret", Name="t", KmsKeyId="alias/data")
    assert uses(made) == [("kms:GenerateDataKey", key), ("kms:Decrypt", key)]


def test_message_of_an_encrypted_queue_and_topic(
    client: Callable[..., Any], key: str, needs_in: NeedsIn
) -> None:
    url = client("sqs").create_queue(QueueName="q", Attributes={"KmsMasterKeyId": key})["QueueUrl"]
    both = [("kms:GenerateDataKey", key), ("kms:Decrypt", key)]
    assert uses(needs_in("sqs", "SendMessage", QueueUrl=url, MessageBody="x")) == both
    assert uses(needs_in("sqs", "ReceiveMessage", QueueUrl=url)) == [("kms:Decrypt", key)]
    assert uses(needs_in("sqs", "GetQueueAttributes", QueueUrl=url)) == []
    sns = client("sns")
    topic = sns.create_topic(Name="t", Attributes={"KmsMasterKeyId": key})["TopicArn"]
    assert uses(needs_in("sns", "Publish", TopicArn=topic, Message="x")) == both
    assert uses(needs_in("sns", "Publish", TopicArn="arn:aws:sns", Message="x")) == []


def test_volume_s_key_is_granted_to_ebs(
    client: Callable[..., Any], key: str, needs_in: NeedsIn
) -> None:
    found = needs_in("ec2", "CreateVolume", AvailabilityZone="us-east-1a", KmsKeyId="alias/data")
    actions = [action for action, _ in uses(found)]
    assert actions[:2] == ["kms:CreateGrant", "kms:DescribeKey"]
    grant = next(need for need in found if need.action == "kms:CreateGrant")
    assert grant.keys["kms:GrantIsForAWSResource"] is True
    assert grant.keys["kms:ViaService"] == "ec2.us-east-1.amazonaws.com"
    disks = [{"Ebs": {"KmsKeyId": key, "Encrypted": True}}]
    run = needs_in("ec2", "RunInstances", ImageId="ami-0a", BlockDeviceMappings=disks)
    assert set(uses(run)) == set(uses(found))
    ec2 = client("ec2")
    volume = ec2.create_volume(AvailabilityZone="us-east-1a", Size=8, Encrypted=True, KmsKeyId=key)
    snapshot = ec2.create_snapshot(VolumeId=volume["VolumeId"])["SnapshotId"]
    copied = needs_in("ec2", "CopySnapshot", SourceSnapshotId=snapshot, SourceRegion="us-east-1")
    assert uses(copied) == [("kms:Decrypt", key), ("kms:ReEncryptFrom", key)]


@pytest.mark.parametrize(
    ("service", "operation", "through"),
    [("rds", "CreateDBInstance", "rds"), ("efs", "CreateFileSystem", "elasticfilesystem")],
)
def test_key_that_a_request_names_for_what_it_makes(
    key: str, needs_in: NeedsIn, service: str, operation: str, through: str
) -> None:
    found = needs_in(service, operation, DBInstanceIdentifier="d", KmsKeyId="alias/data")
    assert uses(found) == [("kms:CreateGrant", key), ("kms:DescribeKey", key)]
    services = {need.keys.get("kms:ViaService") for need in found if need.resource == key}
    assert services == {f"{through}.us-east-1.amazonaws.com"}
