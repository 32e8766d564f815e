import json
from datetime import UTC, datetime
from typing import Any

import botocore.config
import botocore.session
import pytest
from moto.core.utils import get_service_model
from policy_texts import OPERATOR_TRUST, allow, write

from ringwall.emulator.app import Emulator
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.transport import attach
from ringwall.emulator.wire.response import Response


def test_records_are_as_of_the_call_whenever_they_are_read(
    client: Any, emulator: Emulator, entrance: Any
) -> None:
    iam = client("iam")
    iam.create_user(UserName="kim")
    key = iam.create_access_key(UserName="kim")["AccessKey"]
    policy = write(allow("sqs:ListQueues"))
    iam.put_user_policy(UserName="kim", PolicyName="own", PolicyDocument=policy)
    session = entrance.session(emulator, key["AccessKeyId"], key["SecretAccessKey"])
    session.create_client("sqs", region_name="us-east-1").list_queues()
    iam.delete_access_key(UserName="kim", AccessKeyId=key["AccessKeyId"])
    iam.delete_user_policy(UserName="kim", PolicyName="own")
    iam.delete_user(UserName="kim")
    assert emulator.trail[3]["userIdentity"]["userName"] == "kim"


def test_records_are_the_same_whether_they_are_read_between_or_at_the_end(
    client: Any, emulator: Emulator
) -> None:
    def run(*, read: bool) -> list[str]:
        emulator.reset()
        for name in ("a", "b", "c"):
            client("sqs").create_queue(QueueName=name)
            if read:
                assert emulator.trail
        return [record["eventID"] for record in emulator.trail]

    assert run(read=True) == run(read=False)


def test_log_is_saved_and_goes_on_in_a_copy(client: Any, emulator: Emulator, entrance: Any) -> None:
    client("sqs").create_queue(QueueName="a")
    other = Emulator()
    other.load(emulator.save())
    assert other.trail == emulator.trail
    entrance.client(other, "sqs").create_queue(QueueName="b")
    client("sqs").create_queue(QueueName="b")
    assert [r["eventID"] for r in other.trail] == [r["eventID"] for r in emulator.trail]
    assert len({record["eventID"] for record in other.trail}) == 2


def test_session_is_known_in_a_copy(client: Any, emulator: Emulator, entrance: Any) -> None:
    client("iam").create_role(RoleName="r", AssumeRolePolicyDocument=OPERATOR_TRUST)
    keys = client("sts").assume_role(
        RoleArn="arn:aws:iam::123456789012:role/r", RoleSessionName="one", SourceIdentity="kim"
    )["Credentials"]
    other = Emulator()
    other.load(emulator.save())
    session = entrance.session(
        other, keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"]
    )
    session.create_client("sqs", region_name="us-east-1").list_queues()
    assert other.trail[-1]["userIdentity"]["sessionContext"]["sourceIdentity"] == "kim"


@pytest.mark.parametrize(
    ("code", "recorded"),
    [
        ("InsufficientInstanceCapacity", "Server.InsufficientInstanceCapacity"),
        ("InternalError", "Server.InternalError"),
        ("RequestLimitExceeded", "Client.RequestLimitExceeded"),
    ],
)
def test_fault_of_ec2_is_noted_as_its_own_or_the_clients(code: str, recorded: str) -> None:
    model = get_service_model("ec2").operation_model("RunInstances")
    call = EmulatedCall(
        service="ec2",
        operation="RunInstances",
        parameters={},
        account_id="123456789012",
        region="us-east-1",
        access_key="AKIATEAM",
        source_ip="192.0.2.1",
        user_agent="test",
        wire="ec2",
        model=model,
        environ={},
        body=b"",
    )
    app = Emulator()
    with app.mounted():
        app.state.log.note(call, Response(503, (), b""), Fault(code, "no", 503))
    assert app.trail[-1]["errorCode"] == recorded
    assert app.trail[-1]["sourceIPAddress"] == "192.0.2.1"


def test_object_is_not_kept_in_the_log(client: Any, emulator: Emulator) -> None:
    s3 = client("s3")
    s3.create_bucket(Bucket="b-1")
    s3.put_object(Bucket="b-1", Key="k", Body=b"made-up-phrase" * 1000)
    assert len(json.dumps(emulator.trail)) < 10_000
    assert emulator.trail[-1]["additionalEventData"]["bytesTransferredIn"] >= 14_000


def test_calls_are_recorded_at_the_time_that_was_set(client: Any, emulator: Emulator) -> None:
    emulator.set_trail_time(datetime(2026, 3, 2, 10, tzinfo=UTC))
    client("sqs").create_queue(QueueName="then")
    emulator.set_trail_time(None)
    client("sqs").create_queue(QueueName="now")
    then, now = (record["eventTime"] for record in emulator.trail[-2:])
    assert then == "2026-03-02T10:00:00Z"
    assert now > then


def test_anonymous_read_is_recorded_for_the_owner_of_the_bucket(
    client: Any, emulator: Emulator
) -> None:
    s3 = client("s3")
    s3.create_bucket(Bucket="site")
    everyone = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:ListBucket",
        "Resource": "arn:aws:s3:::site",
    }
    s3.put_bucket_policy(Bucket="site", Policy=write(everyone))
    anonymous: Any = botocore.session.Session()
    attach(anonymous, emulator)
    unsigned = botocore.config.Config(signature_version=botocore.UNSIGNED)
    anonymous.create_client("s3", region_name="us-east-1", config=unsigned).list_objects_v2(
        Bucket="site"
    )
    record = emulator.trail[-1]
    assert record["userIdentity"]["accountId"] == "ANONYMOUS_PRINCIPAL"
    assert record["recipientAccountId"] == "123456789012"
    assert "AuthenticationMethod" not in record["additionalEventData"]
