"""Grants that match nothing are warned of, and grants that match something are not."""

import json
from typing import Any

import pytest

from ringwall.reason.iam.validation.validate import validate_document


def codes(action: Any, resource: Any, effect: str = "Allow", **condition: Any) -> set[str]:
    statement: dict[str, Any] = {"Effect": effect, "Action": action, "Resource": resource}
    if condition:
        statement["Condition"] = condition
    text = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    found = {problem.code for problem in validate_document(text, "identity")}
    return found & {
        *("no_matching_resource", "condition_key_of_other_service"),
        "condition_key_of_other_action",
    }


NOTHING = [
    ("s3:GetObject", "arn:aws:s3:::b"),
    ("s3:ListBucket", "arn:aws:s3:::b/*"),
    ("s3:ListAllMyBuckets", "arn:aws:s3:::*"),
    ("ec2:DescribeInstances", "arn:aws:ec2:*:*:instance/*"),
    ("kms:Decrypt", "arn:aws:kms:*:*:alias/x"),
    ("dynamodb:GetItem", "arn:aws:dynamodb:*:*:table/t/index/*"),
    ("sqs:SendMessage", "arn:aws:sns:*:111122223333:t"),
    ("iam:PassRole", "arn:aws:iam::111122223333:user/ann"),
    (["s3:ListBucket", "ec2:DescribeInstances"], "arn:aws:s3:::b"),
]


@pytest.mark.parametrize(("action", "resource"), NOTHING)
def test_a_grant_that_matches_nothing_is_warned_of(action: Any, resource: str) -> None:
    assert codes(action, resource) == {"no_matching_resource"}
    assert codes(action, resource, effect="Deny") == set()
    assert codes(action, [resource, "*"]) == set()


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        (["s3:GetObject", "s3:ListBucket"], ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]),
        ("s3:GetObject", "arn:aws:s3:::b*"),
        ("s3:GetObject", "arn:aws:s3:::b/?/x*y"),
        ("s3:Get*", "arn:aws:s3:::b"),
        ("s3:*", "arn:aws:s3:::b/*"),
        ("*", "arn:aws:s3:::b/*"),
        ("s3:GetObject", "arn:aws:s3:::${aws:username}"),
        ("iam:PassRole", "arn:aws:iam::111122223333:role/a/b"),
        ("dynamodb:Query", "arn:aws:dynamodb:*:*:table/t/index/*"),
        ("dynamodb:GetItem", "arn:aws:dynamodb:*:*:table/t"),
        ("lambda:InvokeFunction", "arn:aws:lambda:us-east-1:111122223333:function:f:live"),
        ("logs:PutLogEvents", "arn:aws:logs:*:*:log-group:/aws/lambda/x:*"),
        ("logs:CreateLogStream", "arn:aws:logs:*:*:*"),
        ("ssm:GetParameter", "arn:aws:ssm:us-east-1:111122223333:parameter/app/*"),
        ("ecr:BatchGetImage", "arn:aws:ecr:us-east-1:111122223333:repository/a/b"),
        ("execute-api:Invoke", "arn:aws:execute-api:us-east-1:111122223333:abc/*/GET/x"),
        ("ec2:RunInstances", "arn:aws:ec2:*::image/ami-1"),
        ("nosuch:Action", "arn:aws:s3:::b"),
        ("sqs:*", "arn:aws:sqs*"),
    ],
)
def test_a_grant_that_matches_something_is_not(action: Any, resource: Any) -> None:
    assert codes(action, resource) == set()


@pytest.mark.parametrize(
    ("action", "key", "is_odd"),
    [
        ("ec2:StartInstances", "s3:prefix", True),
        ("sqs:*", "iam:PassedToService", True),
        ("s3:ListBucket", "s3:prefix", False),
        (["sqs:*", "iam:PassRole"], "iam:PassedToService", False),
        ("s3:ListBucket", "aws:SourceIp", False),
        ("s3:ListBucket", "idp.example:sub", False),
        ("*", "s3:prefix", False),
        ("nosuch:Action", "s3:prefix", False),
    ],
)
def test_a_key_of_a_service_whose_actions_are_not_allowed(
    action: Any, key: str, *, is_odd: bool
) -> None:
    found = codes(action, "*", StringEquals={key: "x"})
    assert ("condition_key_of_other_service" in found) is is_odd


@pytest.mark.parametrize(
    ("action", "key", "is_odd"),
    [
        ("s3:GetObject", "s3:prefix", True),
        (["s3:ListBucket", "s3:GetObject"], "s3:prefix", True),
        ("iam:GetRole", "iam:PassedToService", True),
        ("kms:ListKeys", "kms:EncryptionContext:app", True),
        ("sts:GetCallerIdentity", "sts:ExternalId", True),
        ("dynamodb:ListTables", "dynamodb:LeadingKeys", True),
        ("s3:GetObject", "aws:RequestTag/team", True),
        ("s3:GetObject", "aws:TagKeys", True),
        ("s3:ListBucket", "s3:prefix", False),
        ("s3:List*", "s3:prefix", False),
        ("iam:PassRole", "iam:PassedToService", False),
        ("kms:Decrypt", "kms:EncryptionContext:app", False),
        ("sts:AssumeRole", "sts:ExternalId", False),
        ("dynamodb:Query", "dynamodb:LeadingKeys", False),
        ("s3:CreateBucket", "aws:RequestTag/team", False),
        ("s3:GetObject", "s3:ExistingObjectTag/team", False),
        ("s3:GetObject", "s3:ResourceAccount", False),
        ("s3:GetObject", "aws:ResourceTag/team", False),
        ("ec2:DescribeInstances", "ec2:SourceInstanceARN", False),
        ("lambda:InvokeFunction", "lambda:EventSourceToken", False),
        ("ec2:*", "ec2:InstanceType", False),
        ("*", "s3:prefix", False),
    ],
)
def test_a_key_that_the_action_never_has(action: Any, key: str, *, is_odd: bool) -> None:
    expected = {"condition_key_of_other_action"} if is_odd else set()
    any_value: dict[str, Any] = {"ForAnyValue:StringEquals": {key: "x"}}
    assert codes(action, "*", **any_value) == expected
    assert codes(action, "*", StringEqualsIfExists={key: "x"}) == set()
    assert codes(action, "*", Null={key: "true"}) == set()


def test_long_patterns_take_no_time() -> None:
    assert codes("s3:GetObject", "arn:aws:s3:::" + "*a" * 500) == set()
    assert codes("s3:ListBucket", "arn:aws:s3:::" + "*a" * 500 + "/") == {"no_matching_resource"}
