"""Statements of functions' policies, as AWS writes them."""

import json
from typing import Any

import pytest

Functions = Any
"""plugins/function_world.py declares it."""
ARN = "arn:aws:lambda:us-east-1:123456789012:function:f"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"Principal": "events.amazonaws.com"}, {"Principal": {"Service": "events.amazonaws.com"}}),
        (
            {"Principal": "123456789012"},
            {"Principal": {"AWS": "arn:aws:iam::123456789012:root"}},
        ),
        (
            {"Principal": "arn:aws:iam::123456789012:user/eve"},
            {"Principal": {"AWS": "arn:aws:iam::123456789012:user/eve"}},
        ),
        (
            {"Principal": "*", "PrincipalOrgID": "o-abcdefghij", "FunctionUrlAuthType": "NONE"},
            {
                "Principal": "*",
                "Condition": {
                    "StringEquals": {
                        "aws:PrincipalOrgID": "o-abcdefghij",
                        "lambda:FunctionUrlAuthType": "NONE",
                    }
                },
            },
        ),
        (
            {
                "Principal": "s3.amazonaws.com",
                "SourceArn": "arn:aws:s3:::a",
                "SourceAccount": "1" * 12,
            },
            {
                "Principal": {"Service": "s3.amazonaws.com"},
                "Condition": {
                    "ArnLike": {"AWS:SourceArn": "arn:aws:s3:::a"},
                    "StringEquals": {"AWS:SourceAccount": "1" * 12},
                },
            },
        ),
    ],
)
def test_a_statement_can_be_read(functions: Functions, given: Any, expected: Any) -> None:
    functions.function("f", "def handler(e, c): return 1")
    client = functions.client("lambda")
    of_url = "FunctionUrlAuthType" in given
    action = "lambda:InvokeFunctionUrl" if of_url else "lambda:InvokeFunction"
    answer = client.add_permission(FunctionName="f", StatementId="one", Action=action, **given)
    statement = {
        "Sid": "one",
        "Effect": "Allow",
        "Action": action,
        "Resource": ARN,
        **expected,
    }
    assert json.loads(answer["Statement"]) == statement
    policy = json.loads(client.get_policy(FunctionName="f")["Policy"])
    assert policy["Statement"] == [statement]


def test_an_alias_has_a_policy_of_its_own(functions: Functions, refusal: Any) -> None:
    functions.function("f", "def handler(e, c): return 1")
    client = functions.client("lambda")
    version = client.publish_version(FunctionName="f")["Version"]
    client.create_alias(FunctionName="f", Name="live", FunctionVersion=version)
    live = {"FunctionName": "f", "Qualifier": "live"}
    asked = {"StatementId": "one", "Action": "lambda:InvokeFunction"}
    client.add_permission(FunctionName="f", Principal="111122223333", **asked)
    assert refusal(client.get_policy, **live) == ("ResourceNotFoundException", 404)
    client.add_permission(**{**asked, "StatementId": "two"}, **live, Principal="444455556666")
    policy = json.loads(client.get_policy(**live)["Policy"])
    assert [one["Resource"] for one in policy["Statement"]] == [f"{ARN}:live"]
    gone = {"FunctionName": "f", "StatementId": "two"}
    assert refusal(client.remove_permission, **gone) == ("ResourceNotFoundException", 404)
    client.remove_permission(**live, StatementId="two")
    assert refusal(client.get_policy, **live) == ("ResourceNotFoundException", 404)
    assert len(json.loads(client.get_policy(FunctionName="f")["Policy"])["Statement"]) == 1
