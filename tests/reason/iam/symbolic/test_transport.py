"""Policies that deny plain HTTP, in whatever words, and policies that leave some of it."""

from typing import Any

import pytest

from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.symbolic.transport import check_plain_http_is_denied

ARN = "arn:aws:s3:::t-data"
BOTH = [ARN, f"{ARN}/*"]
PLAIN = {"Bool": {"aws:SecureTransport": "false"}}


def deny(**more: Any) -> dict[str, Any]:
    said = {"Principal": "*", "Action": "s3:*", "Resource": BOTH, "Condition": PLAIN, **more}
    named = {"NotAction": "Action", "NotResource": "Resource", "NotPrincipal": "Principal"}
    for negated, plain in named.items():
        if negated in said:
            del said[plain]
    return {"Effect": "Deny", **{k: v for k, v in said.items() if v is not None}}


def judge(*statements: Any) -> str:
    policy = read_policy({"Version": "2012-10-17", "Statement": list(statements)})
    return check_plain_http_is_denied(policy, ARN).verdict


@pytest.mark.parametrize(
    "statement",
    [
        deny(),
        deny(Principal={"AWS": "*"}),
        deny(Action="*"),
        deny(Resource="*"),
        deny(Resource="arn:aws:s3:::t-*"),
        deny(Resource="arn:aws:s3:::*"),
        deny(NotAction="sqs:*"),
        deny(NotResource="arn:aws:s3:::other/*"),
        deny(Condition={"BoolIfExists": {"aws:SecureTransport": "false"}}),
        deny(Condition={"Bool": {"AWS:securetransport": ["false"]}}),
        deny(Condition={"BoolIfExists": {"aws:SecureTransport": False}}),
        deny(Condition={"StringNotEquals": {"aws:SecureTransport": "true"}}),
        deny(Condition={"NumericLessThanIfExists": {"s3:TlsVersion": "1.2"}}),
        deny(Condition={"Null": {"s3:TlsVersion": "true"}}),
        deny(Condition=None),
    ],
)
def test_a_denial_of_plain_http_in_any_words_passes(statement: Any) -> None:
    assert judge(statement) == "pass"
    assert judge({**deny(), "Effect": "Allow", "Condition": {}}, statement) == "pass"


def test_two_statements_together_deny_it() -> None:
    assert judge(deny(Resource=ARN), deny(Resource=f"{ARN}/*")) == "pass"


@pytest.mark.parametrize(
    "statement",
    [
        {**deny(), "Effect": "Allow"},
        {**deny(), "Effect": "Allow", "Condition": {"Bool": {"aws:SecureTransport": "true"}}},
        deny(Resource=ARN),
        deny(Resource=f"{ARN}/*"),
        deny(Resource="arn:aws:s3:::u-*"),
        deny(Action="s3:GetObject"),
        deny(NotAction="s3:GetBucketLocation"),
        deny(NotResource=f"{ARN}/public/*"),
        deny(Principal={"AWS": "arn:aws:iam::111111111111:role/r"}),
        deny(NotPrincipal={"AWS": "arn:aws:iam::111111111111:root"}),
        deny(Condition={"Bool": {"aws:SecureTransport": "true"}}),
        deny(Condition={**PLAIN, "StringEquals": {"aws:PrincipalTag/team": "web"}}),
        deny(Condition={"NumericLessThan": {"s3:TlsVersion": "1.2"}}),
    ],
)
def test_a_denial_that_leaves_some_of_it_fails(statement: Any) -> None:
    assert judge(statement) == "fail"


def test_a_denial_with_an_operator_that_aws_does_not_have_is_unknown() -> None:
    assert judge(deny(Condition={"Boolean": {"aws:SecureTransport": "false"}})) == "unknown"


def test_the_example_is_the_first_action_that_is_not_denied() -> None:
    def show(*statements: Any) -> str:
        policy = read_policy({"Version": "2012-10-17", "Statement": list(statements)})
        whole, parts = ["s3:listbucket", "s3:putbucketpolicy"], ["s3:getobject"]
        found = check_plain_http_is_denied(policy, ARN, whole, parts).witness
        return f"{found.action} {found.resource}" if found else ""

    assert show(deny(Resource=f"{ARN}/*")) == f"s3:ListBucket {ARN}"
    assert show(deny(Action="s3:List*")) == f"s3:PutBucketPolicy {ARN}"
    assert show(deny(Resource=ARN)).startswith(f"s3:GetObject {ARN}/")
    # One that nobody named, where all of these are denied.
    assert show(deny(Action=["s3:List*", "s3:Put*", "s3:Get*"])).startswith("s3:")
    assert show(deny()) == ""
