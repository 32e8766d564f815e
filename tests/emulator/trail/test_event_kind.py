from typing import Any

import pytest
from policy_texts import OPERATOR_TRUST

from ringwall.emulator.app import Emulator
from ringwall.emulator.trail.event_kind import find_region


def test_call_of_a_global_service_is_recorded_in_one_region(
    client: Any, emulator: Emulator
) -> None:
    client("iam", "", "eu-west-1").list_users()
    client("sqs", "", "eu-west-1").list_queues()
    assert [record["awsRegion"] for record in emulator.trail] == ["us-east-1", "eu-west-1"]


def test_service_is_named_by_what_it_signs_with(client: Any, emulator: Emulator) -> None:
    client("cloudwatch").list_metrics()
    client("accessanalyzer").list_analyzers()
    assert [record["eventSource"] for record in emulator.trail] == [
        "monitoring.amazonaws.com",
        "access-analyzer.amazonaws.com",
    ]


def test_lambda_names_its_events_by_the_date_of_the_api(
    client: Any, emulator: Emulator, refusal: Any
) -> None:
    functions = client("lambda")
    functions.list_functions()
    for ask in (functions.get_function, functions.get_policy, functions.get_function_url_config):
        refusal(ask, FunctionName="absent")
    refusal(functions.invoke, FunctionName="absent")
    assert [record["eventName"] for record in emulator.trail] == [
        "ListFunctions20150331",
        "GetFunction20150331v2",
        "GetPolicy20150331v2",
        "GetFunctionUrlConfig",
        "Invoke",
    ]


def test_s3_names_its_events_as_its_documentation_does(client: Any, emulator: Emulator) -> None:
    s3 = client("s3")
    s3.create_bucket(Bucket="b-1")
    s3.put_public_access_block(
        Bucket="b-1", PublicAccessBlockConfiguration={"BlockPublicAcls": True}
    )
    s3.list_objects_v2(Bucket="b-1")
    s3.head_bucket(Bucket="b-1")
    client("s3control").put_public_access_block(
        AccountId="123456789012", PublicAccessBlockConfiguration={"BlockPublicAcls": True}
    )
    assert [(record["eventName"], record["eventCategory"]) for record in emulator.trail] == [
        ("CreateBucket", "Management"),
        ("PutBucketPublicAccessBlock", "Management"),
        ("ListObjects", "Data"),
        ("HeadBucket", "Data"),
        ("PutAccountPublicAccessBlock", "Management"),
    ]
    assert {record["eventSource"] for record in emulator.trail} == {"s3.amazonaws.com"}


def test_calls_of_the_data_plane_are_data_events(client: Any, emulator: Emulator) -> None:
    queue = client("sqs").create_queue(QueueName="q")["QueueUrl"]
    client("sqs").send_message(QueueUrl=queue, MessageBody="m")
    client("sqs").receive_message(QueueUrl=queue)
    topic = client("sns").create_topic(Name="t")["TopicArn"]
    client("sns").publish(TopicArn=topic, Message="m")
    found = [(r["eventName"], r["eventCategory"], r["managementEvent"]) for r in emulator.trail]
    assert found == [
        ("CreateQueue", "Management", True),
        ("SendMessage", "Data", False),
        ("ReceiveMessage", "Data", False),
        ("CreateTopic", "Management", True),
        ("Publish", "Data", False),
    ]


def test_uses_of_a_key_and_of_a_role_are_reads(client: Any, emulator: Emulator) -> None:
    client("iam").create_role(RoleName="r", AssumeRolePolicyDocument=OPERATOR_TRUST)
    emulator.trail.clear()
    kms = client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    secret = kms.encrypt(KeyId=key, Plaintext=b"p")["CiphertextBlob"]
    kms.decrypt(CiphertextBlob=secret)
    client("sts").assume_role(RoleArn="arn:aws:iam::123456789012:role/r", RoleSessionName="one")
    client("sts").get_session_token()
    assert [(record["eventName"], record["readOnly"]) for record in emulator.trail] == [
        ("CreateKey", False),
        ("Encrypt", True),
        ("Decrypt", True),
        ("AssumeRole", True),
        ("GetSessionToken", False),
    ]


def test_writing_log_events_leaves_no_event(client: Any, emulator: Emulator) -> None:
    logs = client("logs")
    logs.create_log_group(logGroupName="g")
    logs.create_log_stream(logGroupName="g", logStreamName="s")
    logs.put_log_events(
        logGroupName="g", logStreamName="s", logEvents=[{"timestamp": 0, "message": "m"}]
    )
    assert [r["eventName"] for r in emulator.trail] == ["CreateLogGroup", "CreateLogStream"]


@pytest.mark.parametrize(
    ("service", "region", "recorded"),
    [
        ("iam", "eu-west-1", "us-east-1"),
        ("iam", "us-gov-east-1", "us-gov-west-1"),
        ("iam", "cn-northwest-1", "cn-north-1"),
        ("globalaccelerator", "us-east-1", "us-west-2"),
        ("sts", "eu-west-1", "eu-west-1"),
        ("ec2", "us-gov-east-1", "us-gov-east-1"),
    ],
)
def test_event_is_recorded_where_the_endpoint_is(service: str, region: str, recorded: str) -> None:
    assert find_region(service, region) == recorded
