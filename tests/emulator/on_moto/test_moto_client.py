"""What moto answers by itself, as far as the collectors and the remediations rely on it."""

import json
from typing import Any

import pytest
from log_targets import make_config_role, make_log_bucket

from ringwall.emulator.on_moto.moto_client import moto_operations


def test_moto_is_asked_what_it_has() -> None:
    assert "describe_vpcs" in moto_operations("ec2")
    assert "get_bucket_policy" in moto_operations("s3")
    assert "create_function" in moto_operations("lambda")
    assert "get_snapshot_block_public_access_state" not in moto_operations("ec2")
    assert moto_operations("accessanalyzer") == frozenset()


def test_moto_does_not_judge_bucket_policies_itself(client: Any) -> None:
    # It would deny this, because it does not read the condition.
    s3 = client("s3")
    s3.create_bucket(Bucket="b-own")
    s3.put_object(Bucket="b-own", Key="k", Body=b"1")
    statement = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": "arn:aws:s3:::b-own/*",
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    s3.put_bucket_policy(Bucket="b-own", Policy=policy)
    assert s3.get_object(Bucket="b-own", Key="k")["Body"].read() == b"1"
    deleted = s3.delete_objects(Bucket="b-own", Delete={"Objects": [{"Key": "k"}]})["Deleted"]
    assert [item["Key"] for item in deleted] == ["k"]


@pytest.fixture
def database(client: Any) -> Any:
    rds = client("rds")
    rds.create_db_instance(
        DBInstanceIdentifier="db", DBInstanceClass="db.t4g.micro", Engine="postgres",
        AllocatedStorage=20, MasterUsername="team", MasterUserPassword="made-up-phrase",
        PubliclyAccessible=True, BackupRetentionPeriod=0, Tags=[{"Key": "a", "Value": "b"}],
    )  # fmt: skip
    return rds


def test_database_is_modified_and_read_back(database: Any) -> None:
    (before,) = database.describe_db_instances()["DBInstances"]
    assert before["PubliclyAccessible"] is True
    assert before["DeletionProtection"] is False
    assert before["TagList"] == [{"Key": "a", "Value": "b"}]
    database.modify_db_instance(
        DBInstanceIdentifier="db", PubliclyAccessible=False, BackupRetentionPeriod=7,
        DeletionProtection=True, ApplyImmediately=True,
    )  # fmt: skip
    (after,) = database.describe_db_instances()["DBInstances"]
    assert after["PubliclyAccessible"] is False
    assert after["BackupRetentionPeriod"] == 7
    assert after["DeletionProtection"] is True


def test_database_snapshot_is_shared(database: Any) -> None:
    database.create_db_snapshot(DBInstanceIdentifier="db", DBSnapshotIdentifier="snap")

    def restorers() -> list[str]:
        answer = database.describe_db_snapshot_attributes(DBSnapshotIdentifier="snap")
        found = answer["DBSnapshotAttributesResult"]["DBSnapshotAttributes"]
        return [v for a in found if a["AttributeName"] == "restore" for v in a["AttributeValues"]]

    assert restorers() == []
    database.modify_db_snapshot_attribute(
        DBSnapshotIdentifier="snap", AttributeName="restore", ValuesToAdd=["all"]
    )
    assert restorers() == ["all"]
    manual = database.describe_db_snapshots(SnapshotType="manual")["DBSnapshots"]
    assert [s["DBSnapshotIdentifier"] for s in manual] == ["snap"]
    assert database.describe_db_clusters()["DBClusters"] == []


def test_recorder_starts_and_stops(client: Any) -> None:
    make_log_bucket(client("s3"), "config-logs", "config")
    role = make_config_role(client("iam"))
    config = client("config")
    config.put_configuration_recorder(
        ConfigurationRecorder={
            "name": "default",
            "roleARN": role,
            "recordingGroup": {"allSupported": True, "includeGlobalResourceTypes": True},
        }
    )
    config.put_delivery_channel(DeliveryChannel={"name": "d", "s3BucketName": "config-logs"})

    def recording() -> bool:
        answer = config.describe_configuration_recorder_status()
        (status,) = answer["ConfigurationRecordersStatus"]
        found: bool = status["recording"]
        return found

    assert recording() is False
    config.start_configuration_recorder(ConfigurationRecorderName="default")
    assert recording() is True
    config.stop_configuration_recorder(ConfigurationRecorderName="default")
    assert recording() is False
    (recorder,) = config.describe_configuration_recorders()["ConfigurationRecorders"]
    assert recorder["recordingGroup"]["allSupported"] is True
    (channel,) = config.describe_delivery_channels()["DeliveryChannels"]
    assert channel["s3BucketName"] == "config-logs"


def test_queue_keeps_its_policy(client: Any) -> None:
    sqs = client("sqs")
    statement = {"Effect": "Allow", "Principal": "*", "Action": "sqs:*", "Resource": "*"}
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    url = sqs.create_queue(QueueName="inbox", Attributes={"Policy": json.dumps(policy)})["QueueUrl"]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert json.loads(found["Policy"]) == policy
    assert found["QueueArn"] == "arn:aws:sqs:us-east-1:123456789012:inbox"
    assert sqs.list_queues()["QueueUrls"] == [url]


def test_request_that_moto_does_not_expect_is_refused(client: Any, refusal: Any) -> None:
    s3 = client("s3")
    s3.create_bucket(Bucket="b-own")
    # Moto looks for a slash in it, and finds an encoded one: ValueError.
    found = refusal(s3.copy_object, Bucket="b-own", Key="k", CopySource="b-own%2Fk")
    assert found == ("UnknownOperationException", 501)
