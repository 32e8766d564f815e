import json
from pathlib import Path
from typing import Any

import boto3
import botocore.session
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, EndpointConnectionError

from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import attach, open_session
from ringwall.jobs.authority import ReasonedAuthority


def test_custom_endpoint_is_not_dialled(emulator: Emulator, entrance: Any) -> None:
    session = entrance.session(emulator)
    nowhere = "http://127.0.0.1:1"
    ec2 = session.create_client("ec2", region_name="us-east-1", endpoint_url=nowhere)
    assert ec2.describe_vpcs()["Vpcs"]


def test_boto3_session_can_be_attached(emulator: Emulator) -> None:
    inner = botocore.session.Session()
    inner.set_credentials("AKIATEAM", "not-a-secret")
    attach(inner, emulator)
    client = boto3.Session(botocore_session=inner, region_name="us-east-1").client("sqs")
    assert client.create_queue(QueueName="inbox")["QueueUrl"].endswith("/123456789012/inbox")


def test_pages_are_followed(emulator: Emulator, entrance: Any) -> None:
    iam = entrance.client(emulator, "iam")
    trust = '{"Version": "2012-10-17", "Statement": []}'
    for number in range(7):
        iam.create_role(RoleName=f"role-{number}", AssumeRolePolicyDocument=trust)
    pages = list(iam.get_paginator("list_roles").paginate(PaginationConfig={"PageSize": 3}))
    assert [len(page["Roles"]) for page in pages] == [3, 3, 1]


def test_body_is_sent_as_text_bytes_or_file(client: Any, tmp_path: Path) -> None:
    s3 = client("s3")
    s3.create_bucket(Bucket="b-1")
    (tmp_path / "body").write_bytes(b"from a file")
    with (tmp_path / "body").open("rb") as file:
        for key, body in (("text", "ä"), ("bytes", b"\xff\x00"), ("file", file), ("none", b"")):
            s3.put_object(Bucket="b-1", Key=key, Body=body)
    found = {
        key: s3.get_object(Bucket="b-1", Key=key)["Body"].read()
        for key in ("text", "bytes", "file", "none")
    }
    assert found == {
        "text": "ä".encode(),
        "bytes": b"\xff\x00",
        "file": b"from a file",
        "none": b"",
    }


def test_large_body_is_read_in_pieces(client: Any) -> None:
    s3 = client("s3")
    s3.create_bucket(Bucket="b-1")
    body = bytes(range(256)) * 1000
    s3.put_object(Bucket="b-1", Key="k", Body=body)
    pieces = list(s3.get_object(Bucket="b-1", Key="k")["Body"].iter_chunks(100_000))
    assert [len(piece) for piece in pieces] == [100_000, 100_000, 56_000]
    assert b"".join(pieces) == body


def test_client_that_was_made_before_is_not_connected(emulator: Emulator) -> None:
    session = botocore.session.Session()
    session.set_credentials("AKIATEAM", "not-a-secret")
    nowhere: dict[str, Any] = {"region_name": "us-east-1", "endpoint_url": "http://127.0.0.1:1"}
    once = Config(retries={"total_max_attempts": 1})
    early: Any = session.create_client("sqs", config=once, **nowhere)
    attach(session, emulator)
    with pytest.raises(EndpointConnectionError):
        early.list_queues()
    late: Any = session.create_client("sqs", config=once, **nowhere)
    assert late.list_queues()["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert emulator.calls == {"sqs:ListQueues": 1}


def test_two_sessions_reach_two_emulators(emulator: Emulator, entrance: Any) -> None:
    other = Emulator(authority=ReasonedAuthority())
    entrance.client(emulator, "sqs").create_queue(QueueName="inbox")
    assert "QueueUrls" not in entrance.client(other, "sqs").list_queues()
    assert (emulator.calls.total(), other.calls.total()) == (1, 1)


def test_error_and_its_headers_arrive(emulator: Emulator, entrance: Any) -> None:
    with pytest.raises(ClientError) as caught:
        entrance.client(emulator, "sqs").get_queue_url(QueueName="absent")
    response: Any = caught.value.response
    assert response["Error"]["Code"].endswith("NonExistentQueue")
    assert response["ResponseMetadata"]["HTTPHeaders"]["content-type"].startswith("application/x-")


def test_keys_of_a_user_lead_to_the_account_of_the_user(
    client: Any, emulator: Emulator, entrance: Any, member: str
) -> None:
    iam = client("iam", member)
    iam.create_user(UserName="kim")
    key = iam.create_access_key(UserName="kim")["AccessKey"]
    session = entrance.session(emulator, key["AccessKeyId"], key["SecretAccessKey"])
    who = session.create_client("sts", region_name="us-east-1").get_caller_identity()
    assert (who["Account"], who["Arn"]) == (member, f"arn:aws:iam::{member}:user/kim")


def test_service_models_are_read_once_for_all_sessions(emulator: Emulator) -> None:
    one, other = botocore.session.Session(), botocore.session.Session()
    assert one.get_component("data_loader") is not other.get_component("data_loader")
    attach(one, emulator)
    attach(other, Emulator(authority=ReasonedAuthority()))
    assert one.get_component("data_loader") is other.get_component("data_loader")
    assert other.get_service_model("sqs").service_name == "sqs"


def test_opened_sessions_have_botocores_handlers_and_none_of_each_others(
    emulator: Emulator,
) -> None:
    keys = ("AKIATEAM", "not-a-secret")
    one, other = open_session(emulator, *keys), open_session(emulator, *keys)
    seen: list[str] = []
    handler: Any = lambda event_name, **_: seen.append(event_name)  # noqa: E731 - for the stubs
    one.register("before-send.iam", handler)
    trust = '{"Version": "2012-10-17", "Statement": []}'
    iam: Any = other.create_client("iam", region_name="us-east-1")
    iam.create_role(RoleName="r", AssumeRolePolicyDocument=trust)
    assert seen == []
    iam = one.create_client("iam", region_name="us-east-1")
    # One of botocore's handlers reads the policy.
    assert iam.get_role(RoleName="r")["Role"]["AssumeRolePolicyDocument"] == json.loads(trust)
    assert seen == ["before-send.iam.GetRole"]
