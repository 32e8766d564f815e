"""Policies with statements that are none are refused where they are written."""

import json
from typing import Any

import pytest
from botocore.loaders import create_loader
from botocore.model import ServiceModel
from hypothesis import given
from hypothesis import strategies as st

from ringwall.emulator.preconditions.policy_statements import WRITERS, find_error

GOOD: dict[str, Any] = {
    "Sid": "s",
    "Effect": "Allow",
    "Principal": {"AWS": ["*"], "Service": "ec2.amazonaws.com"},
    "Action": "s3:GetObject",
    "Resource": ["*"],
    "Condition": {"Bool": {"aws:SecureTransport": True}, "NumericLessThan": {"s3:max-keys": [1]}},
}
DEEP = "[" * 50 + "]" * 50


def write(statement: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statement})


@pytest.mark.parametrize("statement", [GOOD, [GOOD, GOOD], [], {**GOOD, "Principal": "*"}])
def test_what_is_a_policy_is_none_the_worse(statement: Any) -> None:
    assert find_error(write(statement)) == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"Action": [["s3:GetObject"]]},
        {"Resource": {"a": "b"}},
        {"NotAction": 1},
        {"Effect": "Perhaps"},
        {"Effect": ["Allow"]},
        {"Sid": {"a": 1}},
        {"Principal": "everyone"},
        {"Principal": {"AWS": {"a": "b"}}},
        {"Principal": {"Aws": "*"}},
        {"Condition": [GOOD["Condition"]]},
        {"Condition": {"Bool": "x"}},
        {"Condition": {"Bool": {"k": {"deeper": "x"}}}},
        {"Condition": {"Bool": {"k": [["x"]]}}},
        {"Condition": {"Bool": {"k": None}}},
        {"Actoin": "*"},
    ],
    ids=str,
)
def test_what_no_evaluator_can_read_is_an_error(wrong: dict[str, Any]) -> None:
    assert find_error(write([GOOD, {**GOOD, **wrong}]))


@pytest.mark.parametrize(
    "text",
    ["x", "[]", '"x"', DEEP, "[" * 100_000, '{"Statement": ["x"]}', '{"Version": 1}', '{"x": 1}'],
    ids=range(8),
)
def test_what_is_no_policy_is_an_error(text: str) -> None:
    assert find_error(text)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=12,
)


@given(st.sampled_from(sorted(GOOD)), ANYTHING)
def test_whatever_an_element_has_there_is_an_answer(name: str, value: Any) -> None:
    assert isinstance(find_error(write({**GOOD, name: value})), str)


BAD = write({**GOOD, "Condition": {"Bool": {"k": {"deeper": "x"}}}})


@pytest.mark.parametrize(
    ("service", "call", "code", "parameters"),
    [
        ("iam", "put_role_policy", "MalformedPolicyDocument",
         {"RoleName": "r", "PolicyName": "p", "PolicyDocument": BAD}),
        ("iam", "create_policy", "MalformedPolicyDocument",
         {"PolicyName": "p", "PolicyDocument": BAD}),
        ("iam", "create_role", "MalformedPolicyDocument",
         {"RoleName": "r", "AssumeRolePolicyDocument": BAD}),
        ("s3", "put_bucket_policy", "MalformedPolicy", {"Bucket": "bucket", "Policy": BAD}),
        ("kms", "create_key", "MalformedPolicyDocumentException", {"Policy": BAD}),
        ("sqs", "create_queue", "InvalidAttributeValue",
         {"QueueName": "q", "Attributes": {"Policy": BAD}}),
        ("sns", "create_topic", "InvalidParameter",
         {"Name": "t", "Attributes": {"Policy": BAD}}),
        ("sts", "get_federation_token", "MalformedPolicyDocument", {"Name": "bob", "Policy": BAD}),
    ],
)  # fmt: skip
def test_the_error_is_that_of_the_service(  # noqa: PLR0917
    client: Any, refusal: Any, service: str, call: str, code: str, parameters: dict[str, Any]
) -> None:
    if service == "s3":
        client("s3").create_bucket(Bucket="bucket")
    assert refusal(getattr(client(service), call), **parameters) == (code, 400)


def test_other_attributes_of_a_topic_are_no_policies(client: Any) -> None:
    sns = client("sns")
    topic = sns.create_topic(Name="t", Attributes={"DisplayName": "{"})["TopicArn"]
    sns.set_topic_attributes(TopicArn=topic, AttributeName="DisplayName", AttributeValue="x")


def test_each_operation_is_one_that_the_service_has() -> None:
    for service, operation in WRITERS:
        model = ServiceModel(create_loader().load_service_model(service, "service-2"))
        shape = model.operation_model(operation).input_shape
        assert WRITERS[service, operation].member in getattr(shape, "members", {})
