"""A request means one thing: what was authorized is what moto does."""

import gzip
import json
import urllib.parse
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import werkzeug.test

from ringwall.emulator.app import Emulator

Client = Callable[..., Any]
FORM = "application/x-www-form-urlencoded"
JSON = "application/x-amz-json-1.1"


TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "lambda.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
)
EMPTY_ZIP = b"PK\x05\x06" + bytes(18)


@pytest.fixture
def secret(client: Client) -> None:
    client("secretsmanager").create_secret(Name="s", SecretString="TOP")


LIST = {"X-Amz-Target": "secretsmanager.ListSecrets"}


@pytest.mark.usefixtures("secret")
@pytest.mark.parametrize(
    ("body", "options"),
    [
        ({"SecretId": "s"}, {"path": "/?Action=GetSecretValue"}),
        ({"SecretId": "s", "NextToken": "&Action=GetSecretValue&"}, {}),
        ({"SecretId": "s"}, {"headers": {**LIST, "Action": "GetSecretValue"}}),
    ],
    ids=["url", "body", "header"],
)
def test_json_request_is_its_target(signed: Any, body: Any, options: Any) -> None:
    given = {"headers": LIST} | options
    answer = signed("secretsmanager", json.dumps(body), content_type=JSON, **given)
    assert b"TOP" not in answer.data


@pytest.mark.usefixtures("secret")
def test_json_request_has_no_parameters_in_its_url(signed: Any) -> None:
    given = {"headers": {"X-Amz-Target": "secretsmanager.GetSecretValue"}, "content_type": JSON}
    answer = signed("secretsmanager", '{"SecretId": "other"}', path="/?SecretId=s", **given)
    assert b"ResourceNotFound" in answer.data


@pytest.mark.parametrize("first", ["url", "form"])
def test_form_is_what_was_authorized(
    client: Client, signed: Any, emulator: Emulator, first: str
) -> None:
    client("iam").create_user(UserName="victim")
    texts = ["Action=GetUser&UserName=victim", "Action=DeleteUser&UserName=victim"]
    url, form = texts if first == "url" else texts[::-1]
    emulator.deny("iam:DeleteUser")
    signed("iam", form, path=f"/?{url}", content_type=FORM)
    assert client("iam").get_user(UserName="victim")


def test_compressed_form_is_what_was_authorized(
    client: Client, signed: Any, emulator: Emulator
) -> None:
    client("iam").create_user(UserName="victim")
    emulator.deny("iam:DeleteUser")
    body = gzip.compress(b"Action=DeleteUser&UserName=victim")
    given = {"headers": {"Content-Encoding": "gzip"}, "content_type": FORM}
    signed("iam", body, path="/?Action=GetUser&UserName=victim", **given)
    assert client("iam").get_user(UserName="victim")
    assert signed("iam", body[:-9], **given).status_code == 400


def test_path_names_the_function(client: Client, signed: Any) -> None:
    for name in ("mine", "victim"):
        client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)
        client("lambda").create_function(
            FunctionName=name,
            Role=f"arn:aws:iam::123456789012:role/{name}",
            Code={"ZipFile": EMPTY_ZIP},
            Runtime="python3.12",
            Handler="a.b",
        )
    body = json.dumps({"FunctionName": "victim", "Description": "changed"})
    path = "/2015-03-31/functions/mine/configuration?FunctionName=victim"
    signed("lambda", body, method="PUT", path=path, content_type="application/json")
    found = client("lambda").get_function_configuration(FunctionName="victim")
    assert found["Description"] == ""
    assert client("lambda").get_function_configuration(FunctionName="mine")["Description"]


@pytest.mark.parametrize(
    "where",
    [
        {"headers": {"User-Agent": "x region/eu-west-1"}},
        {"base_url": "http://sqs.eu-west-1.amazonaws.com"},
    ],
)
def test_region_is_that_of_the_signature(client: Client, signed: Any, where: Any) -> None:
    options = {"headers": {}} | where
    options["headers"] = {"X-Amz-Target": "AmazonSQS.CreateQueue", **options["headers"]}
    signed("sqs", '{"QueueName": "q"}', content_type="application/x-amz-json-1.0", **options)
    assert "QueueUrls" not in client("sqs", "", "eu-west-1").list_queues()


def test_presigned_request_is_of_its_key(client: Client, member: str, emulator: Emulator) -> None:
    role = f"arn:aws:iam::{member}:role/OrganizationAccountAccessRole"
    made = client("sts").assume_role(RoleArn=role, RoleSessionName="test")
    key = made["Credentials"]["AccessKeyId"]
    date = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    scope = f"X-Amz-Credential={key}/20260101/us-east-1/s3/aws4_request"
    token = urllib.parse.quote(made["Credentials"]["SessionToken"], safe="")
    signed = f"X-Amz-Signature=0&X-Amz-Security-Token={token}"
    query = f"X-Amz-Date={date}&X-Amz-Expires=600&{signed}&{scope}"
    client("s3").create_bucket(Bucket="ours")
    client("s3", member).create_bucket(Bucket="theirs")
    answer = werkzeug.test.Client(emulator).get(f"http://s3.us-east-1.amazonaws.com/?{query}")
    assert b"theirs" in answer.data
    assert b"ours" not in answer.data
