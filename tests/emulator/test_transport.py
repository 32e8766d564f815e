from typing import Any

import boto3
import botocore.session

from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import attach


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
