from typing import Any

import pytest

from ringwall.emulator.app import Emulator

ACCOUNT = "123456789012"


def resources(emulator: Emulator) -> Any:
    return emulator.trail[-1].get("resources")


def test_key_is_named_by_its_arn_whatever_the_call_says(client: Any, emulator: Emulator) -> None:
    kms = client("kms")
    key = kms.create_key()["KeyMetadata"]
    named = [{"accountId": ACCOUNT, "type": "AWS::KMS::Key", "ARN": key["Arn"]}]
    assert resources(emulator) == named
    kms.create_alias(AliasName="alias/data", TargetKeyId=key["KeyId"])
    kms.encrypt(KeyId="alias/data", Plaintext=b"p")
    assert resources(emulator) == named
    kms.disable_key(KeyId=key["KeyId"])
    assert resources(emulator) == named


def test_queue_topic_and_table_are_named(client: Any, emulator: Emulator) -> None:
    queue = client("sqs").create_queue(QueueName="q")["QueueUrl"]
    assert resources(emulator) is None
    client("sqs").send_message(QueueUrl=queue, MessageBody="m")
    arn = f"arn:aws:sqs:us-east-1:{ACCOUNT}:q"
    assert resources(emulator) == [{"accountId": ACCOUNT, "type": "AWS::SQS::Queue", "ARN": arn}]
    topic = client("sns").create_topic(Name="t")["TopicArn"]
    client("sns").publish(TopicArn=topic, Message="m")
    assert resources(emulator) == [{"accountId": ACCOUNT, "type": "AWS::SNS::Topic", "ARN": topic}]


@pytest.mark.parametrize("name", ["f", f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:f"])
def test_function_that_is_invoked_is_named_by_its_arn(
    client: Any, emulator: Emulator, refusal: Any, name: str
) -> None:
    refusal(client("lambda").invoke, FunctionName=name)
    arn = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:f"
    found = {"accountId": ACCOUNT, "type": "AWS::Lambda::Function", "ARN": arn}
    assert resources(emulator) == [found]


def test_parameters_that_are_read_are_named_without_a_type(client: Any, emulator: Emulator) -> None:
    ssm = client("ssm")
    ssm.get_parameters(Names=["/team/token", "plain"])
    arn = f"arn:aws:ssm:us-east-1:{ACCOUNT}:parameter"
    assert resources(emulator) == [
        {"accountId": ACCOUNT, "ARN": f"{arn}/team/token"},
        {"accountId": ACCOUNT, "ARN": f"{arn}/plain"},
    ]
    (event,) = client("cloudtrail").lookup_events()["Events"]
    assert event["Resources"] == []


def test_most_events_name_none(client: Any, emulator: Emulator) -> None:
    client("iam").create_user(UserName="kim")
    client("ec2").describe_vpcs()
    assert [record for record in emulator.trail if "resources" in record] == []


def test_data_event_names_at_least_a_type(client: Any, emulator: Emulator) -> None:
    client("cloudwatch").list_metrics()
    assert resources(emulator) == [{"accountId": ACCOUNT, "type": "AWS::CloudWatch::Metric"}]


def test_refused_use_of_an_object_names_it_and_is_told_to_the_caller_alone(
    client: Any, emulator: Emulator, refusal: Any, member: str
) -> None:
    client("s3").create_bucket(Bucket="b-1")
    other = client("s3", member)
    emulator.deny("s3:GetObject")
    refusal(other.get_object, Bucket="b-1", Key="k")
    assert resources(emulator)[0]["ARN"] == "arn:aws:s3:::b-1/k"
    assert "sharedEventID" not in emulator.trail[-1]


def test_snapshot_that_is_read_block_by_block_is_named(
    client: Any, emulator: Emulator, refusal: Any
) -> None:
    emulator.deny("ebs:ListSnapshotBlocks")
    refusal(client("ebs").list_snapshot_blocks, SnapshotId="snap-1")
    arn = "arn:aws:ec2:us-east-1::snapshot/snap-1"
    found = {"accountId": ACCOUNT, "type": "AWS::EC2::Snapshot", "ARN": arn}
    assert resources(emulator) == [found]
    assert emulator.trail[-1]["eventCategory"] == "Data"
