"""The ARNs that a request names, whatever its service calls them by."""

from typing import Any

import pytest
from emulated_calls import ACCOUNT, make_call

from ringwall.emulator.needs.identifiers import MAX_TEXTS, find_arns, walk_texts
from ringwall.emulator.needs.unknown_needs import UnknownNeedsError

HERE = f"us-east-1:{ACCOUNT}"


@pytest.mark.parametrize(
    ("service", "operation", "parameters", "arn"),
    [
        ("ec2", "StopInstances", {"InstanceIds": ["i-0a"]}, f"ec2:{HERE}:instance/i-0a"),
        ("ec2", "CopyImage", {"SourceImageId": "ami-0a"}, "ec2:us-east-1::image/ami-0a"),
        (
            "ec2",
            "CreateTags",
            {"Resources": ["tgw-attach-0a"]},
            f"ec2:{HERE}:transit-gateway-attachment/tgw-attach-0a",
        ),
        (
            "sqs",
            "SendMessage",
            {"QueueUrl": "https://sqs.us-east-1.amazonaws.com/444455556666/q"},
            "sqs:us-east-1:444455556666:q",
        ),
        ("lambda", "Invoke", {"FunctionName": "f"}, f"lambda:{HERE}:function:f"),
        ("lambda", "Invoke", {"FunctionName": "f:live"}, f"lambda:{HERE}:function:f:live"),
        (
            "lambda",
            "Invoke",
            {"FunctionName": "f", "Qualifier": "2"},
            f"lambda:{HERE}:function:f:2",
        ),
        (
            "lambda",
            "Invoke",
            {"FunctionName": "444455556666:function:f"},
            "lambda:us-east-1:444455556666:function:f",
        ),
        (
            "lambda",
            "Invoke",
            {"FunctionName": "arn:aws:lambda:eu-west-1:444455556666:function:f"},
            "lambda:eu-west-1:444455556666:function:f",
        ),
        ("events", "DescribeRule", {"Name": "r"}, f"events:{HERE}:rule/r"),
        ("events", "PutTargets", {"Rule": "r", "EventBusName": "b"}, f"events:{HERE}:rule/b/r"),
        (
            "logs",
            "PutRetentionPolicy",
            {"logGroupName": "g"},
            f"logs:{HERE}:log-group:g:log-stream:",
        ),
        (
            "logs",
            "StartQuery",
            {"logGroupIdentifiers": [f"arn:aws:logs:{HERE}:log-group:g:*"]},
            f"logs:{HERE}:log-group:g:log-stream:",
        ),
        ("ecs", "RunTask", {"taskDefinition": "web"}, f"ecs:{HERE}:task-definition/web:*"),
        ("ecs", "RunTask", {"taskDefinition": "web:3"}, f"ecs:{HERE}:task-definition/web:3"),
        ("kms", "DeleteAlias", {"AliasName": "alias/a"}, f"kms:{HERE}:alias/a"),
        (
            "s3",
            "GetObject",
            {"Bucket": f"arn:aws:s3:{HERE}:accesspoint/p", "Key": "a/b"},
            f"s3:{HERE}:accesspoint/p/object/a/b",
        ),
        ("kms", "DisableKey", {"KeyId": "k"}, f"kms:{HERE}:key/k"),
        ("iam", "GetRole", {"RoleName": "r"}, f"iam::{ACCOUNT}:role/r"),
        ("iam", "CreateRole", {"RoleName": "r", "Path": "/a/"}, f"iam::{ACCOUNT}:role/a/r"),
        (
            "secretsmanager",
            "CreateSecret",
            {"Name": "s"},
            f"secretsmanager:{HERE}:secret:s-??????",
        ),
        (
            "organizations",
            "AttachPolicy",
            {"TargetId": "ou-r1-a"},
            f"organizations::{ACCOUNT}:ou/o-*/ou-r1-a",
        ),
    ],
)
def test_identifier_stands_for_an_arn(
    service: str, operation: str, parameters: dict[str, Any], arn: str
) -> None:
    found = [named.arn for named in find_arns(make_call(service, operation, **parameters))]
    assert f"arn:aws:{arn}" in found


def test_arns_are_found_in_lists_and_structures_with_their_parameters() -> None:
    role, topic = f"arn:aws:iam::{ACCOUNT}:role/r", f"arn:aws:sns:{HERE}:t"
    targets = [{"Id": "1", "Arn": topic, "RoleArn": role}]
    call = make_call("events", "PutTargets", Rule="r", Targets=targets)
    found = {named.member: named.arn for named in find_arns(call)}
    assert (found["Arn"], found["RoleArn"]) == (topic, role)


def test_each_item_of_a_list_is_found() -> None:
    call = make_call("ec2", "StopInstances", InstanceIds=["i-0a", "i-0b"])
    assert [named.text for named in find_arns(call)] == ["i-0a", "i-0b"]


@pytest.mark.parametrize("member", ["Filters", "Tags", "Policy", "IpPermissions"])
def test_what_names_no_resource_is_passed_over(member: str) -> None:
    call = make_call("ec2", "StopInstances", **{member: [{"Values": ["i-0a"]}]})
    assert list(find_arns(call)) == []


def test_a_request_with_too_many_texts_is_not_guessed_at() -> None:
    call = make_call("ec2", "StopInstances", InstanceIds=["i-0a"] * (MAX_TEXTS + 1))
    with pytest.raises(UnknownNeedsError):
        list(find_arns(call))


def test_texts_are_walked_no_deeper_than_requests_are() -> None:
    nested: Any = "deep"
    for _ in range(50):
        nested = {"a": nested}
    assert list(walk_texts(nested)) == []
    assert list(walk_texts({"a": [{"b": "x"}]})) == [(("a", "0", "b"), "x")]
