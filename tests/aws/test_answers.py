"""Answers with status 200 that are none: each is an error, for every protocol and service."""

import functools
import json
from typing import Any

import botocore.session
import pytest
from botocore import xform_name
from botocore.awsrequest import AWSResponse, HeadersDict
from botocore.model import OperationModel, ServiceModel
from botocore.parsers import ResponseParserError

from ringwall.aws.answers import check_answer
from ringwall.aws.session import Sessions
from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import ReceivedBody, attach
from ringwall.model.errors import CallFailed
from ringwall.model.table import Reader

ACCOUNT, REGION = "123456789012", "eu-west-1"
LISTS = [
    *("sqs.list_queues", "kms.list_keys", "organizations.list_policies"),  # json
    *("lambda.list_functions", "guardduty.list_detectors"),  # rest-json
    *("iam.list_users", "sns.list_topics", "ec2.describe_vpcs"),  # query, ec2
    *("s3.list_buckets", "s3.get_bucket_logging", "s3.get_bucket_encryption"),  # rest-xml
    "s3control.list_access_points",
]
NO_ANSWERS = [
    *(b"", b" ", b"null", b"[null]", b"[]", b'"none"', b"0", b"{", b"{'a': 1}", b"\xff\xfe"),
    *(b"<html>blocked</html>", b"<!DOCTYPE html><html><body>no</body></html>", b"<a/>", b"ok"),
    *(b'{"QueueUrls": ["caf\xe9"]}', b"[" * 100_000),
]


@functools.cache
def find_operation(operation: str) -> OperationModel:
    service, _, name = operation.partition(".")
    model = botocore.session.Session().get_service_model(service)
    found = {xform_name(api): api for api in model.operation_names}
    return model.operation_model(found[name])


def check(operation: str, body: bytes | str, status: int = 200) -> None:
    content = body.encode() if isinstance(body, str) else body
    check_answer({"status_code": status, "body": content}, find_operation(operation))


@pytest.mark.parametrize("body", NO_ANSWERS, ids=range(len(NO_ANSWERS)))
@pytest.mark.parametrize("operation", LISTS)
def test_a_body_of_something_else_is_no_answer(operation: str, body: bytes) -> None:
    with pytest.raises(ResponseParserError):
        check(operation, body)


@pytest.mark.parametrize("value", ["", "http://q", {}, {"a": 1}, 0, 7, True, False])
@pytest.mark.parametrize(
    ("operation", "member"),
    [
        ("sqs.list_queues", "QueueUrls"),
        ("lambda.list_functions", "Functions"),
        ("ecs.describe_clusters", "clusters"),
    ],
)
def test_a_list_that_is_none_is_no_answer(operation: str, member: str, value: Any) -> None:
    with pytest.raises(ResponseParserError, match=f"{member} is not a list"):
        check(operation, json.dumps({member: value}))


@pytest.mark.parametrize(
    "functions",
    [
        ["name"],
        [{"Environment": []}],
        [{"Environment": {"Variables": ["A=1"]}}],
        [{"VpcConfig": {"SubnetIds": "subnet-1"}}],
        [{"Layers": [["arn"]]}],
    ],
)
def test_what_is_inside_has_its_shape_too(functions: Any) -> None:
    with pytest.raises(ResponseParserError, match=r"is not a (list|JSON object): "):
        check("lambda.list_functions", json.dumps({"Functions": functions}))


@pytest.mark.parametrize("value", ["x", [], {"Effect": "Deny"}])
def test_maps_of_lists_are_looked_into(value: Any) -> None:
    body = json.dumps({"EvaluationResults": [], "x": value, "responses": {"t": value}})
    check("dynamodb.batch_get_item", json.dumps({"Responses": {"table": []}}))
    check("sqs.list_queues", body)  # members that botocore does not know
    if value != []:
        with pytest.raises(ResponseParserError, match="table is not a list"):
            check("dynamodb.batch_get_item", json.dumps({"Responses": {"table": value}}))


@pytest.mark.parametrize(
    ("operation", "body"),
    [
        ("sqs.list_queues", "{}"),
        ("sqs.list_queues", ' {"QueueUrls": null, "New": 1}\n'),
        ("lambda.list_functions", '{"Functions": [null]}'),
        ("ec2.describe_vpcs", '<DescribeVpcsResponse xmlns="x"><vpcSet/></DescribeVpcsResponse>'),
        ("iam.list_users", "<ListUsersResponse><ListUsersResult/></ListUsersResponse>"),
        (
            "s3.get_bucket_logging",
            '<BucketLoggingStatus xmlns="http://s3.amazonaws.com/doc/2006-03-01/" />',
        ),
        ("s3.list_buckets", "<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>"),
        ("s3.get_public_access_block", "<PublicAccessBlockConfiguration/>"),
        ("s3.get_bucket_policy", "any text"),
        ("s3.head_bucket", ""),
        ("s3.get_object", "<html>"),
        ("s3.put_bucket_policy", ""),
        ("organizations.attach_policy", ""),
    ],
)
def test_what_aws_says_where_there_is_nothing_is_an_answer(operation: str, body: str) -> None:
    check(operation, body)


def test_a_long_document_is_judged_by_its_beginning() -> None:
    users = "<member><UserName>a</UserName></member>" * 10_000
    body = f"<ListUsersResult><Users>{users}</Users></ListUsersResult>"
    check("iam.list_users", f"<ListUsersResponse>{body}</ListUsersResponse>")
    with pytest.raises(ResponseParserError, match="the answer is not ListUsersResponse"):
        check("iam.list_users", f"<ListRolesResponse>{body}</ListRolesResponse>")


def test_what_is_said_of_an_error_is_not_looked_at() -> None:
    check("sqs.list_queues", "<html>", 503)


CBOR = "smithy-rpc-v2-cbor"
METRICS = {
    "metadata": {"protocol": CBOR, "protocols": [CBOR], "serviceId": "Metrics"},
    "operations": {"List": {"name": "List", "http": {}, "output": {"shape": "Output"}}},
    "shapes": {
        "Output": {"type": "structure", "members": {"Names": {"shape": "Names"}}},
        "Names": {"type": "list", "member": {"shape": "Name"}},
        "Name": {"type": "string"},
    },
}
"""A service of a protocol that the catalog has no service of yet."""


@pytest.mark.parametrize("bad", [b"", b"\x80", b"\xf6", b"<html>", b"{}"])
def test_cbor_has_a_map(bad: bytes) -> None:
    operation = ServiceModel(METRICS, "metrics").operation_model("List")
    for good in (b"\xa0", b"\xbf\xff"):
        check_answer({"status_code": 200, "body": good}, operation)
    with pytest.raises(ResponseParserError, match="the answer is not a CBOR map"):
        check_answer({"status_code": 200, "body": bad}, operation)


def answer_all(emulator: Emulator, body: bytes, status: int = 200) -> Reader:
    """Return a reader to which AWS says the same, whatever it asks."""
    headers: Any = HeadersDict()

    def send(**event: Any) -> Any:
        url = event["request"].url
        return None if "sts" in url else AWSResponse(url, status, headers, ReceivedBody(body))

    def transport(session: botocore.session.Session) -> None:
        session.register("before-send", send)
        attach(session, emulator)

    return Sessions(region=REGION, transport=transport).reader(ACCOUNT, REGION)


@pytest.mark.parametrize("body", [b"", b"<html>blocked</html>", b"null", b"<ListUsersResponse/>"])
def test_clients_refuse_what_is_no_answer(emulator: Emulator, body: bytes) -> None:
    reader = answer_all(emulator, body)
    for operation in ("sqs.list_queues", "lambda.list_functions", "iam.list_users"):
        with pytest.raises(CallFailed) as failed:
            list(reader.items(operation, "nothing || `[]`"))
        assert failed.value.status == "failed"


@pytest.mark.parametrize("body", [b"[]", b"null", b'"no"', b"<html>no</html>"])
def test_an_error_in_any_dress_is_an_error(emulator: Emulator, body: bytes) -> None:
    reader = answer_all(emulator, body, status=404)
    for operation in ("sqs.list_queues", "lambda.list_functions", "iam.list_users"):
        with pytest.raises(CallFailed):
            reader.call(operation)
