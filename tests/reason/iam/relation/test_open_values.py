"""Which values of a key a policy holds to somebody certain, and which it leaves to anybody."""

from typing import Any

import pytest

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.relation.open_values import OpenValues

A, BUCKET = "111111111111", "arn:aws:s3:::b"
GITHUB = f"arn:aws:iam::{A}:oidc-provider/token.actions.githubusercontent.com"
SUBJECT = "token.actions.githubusercontent.com:sub"


def values_of(table: str = "sqs_queue", **condition: Any) -> OpenValues:
    statement = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
    document = {"Version": "2012-10-17", "Statement": {**statement, "Condition": condition}}
    return OpenValues([CompiledPolicy(read_policy(document))], table)


@pytest.mark.parametrize(
    ("condition", "key", "value", "expected"),
    [
        ({"StringEquals": {"aws:SourceAccount": A}}, "aws:sourceaccount", A, False),
        ({"StringEquals": {"aws:SourceAccount": A}}, "aws:sourceaccount", "222222222222", True),
        ({"StringNotEquals": {"aws:SourceAccount": A}}, "aws:sourceaccount", A, False),
        ({"StringLike": {"aws:SourceAccount": "*"}}, "aws:sourceaccount", A, True),
        ({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, "aws:sourceip", "10.1.1.1", False),
        ({"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/16"}}, "aws:vpcsourceip", "10.0.1.1", True),
        ({"IpAddress": {"aws:SourceIp": "8.0.0.0/7"}}, "aws:sourceip", "8.8.8.8", True),
        ({"IpAddress": {"aws:SourceIp": "8.0.0.0/8"}}, "aws:sourceip", "8.8.8.8", False),
        ({"StringEquals": {"aws:UserAgent": "x"}}, "aws:useragent", "x", True),
        ({"ArnLike": {"aws:SourceArn": BUCKET}}, "aws:sourcearn", BUCKET, False),
    ],
)  # fmt: skip
def test_a_value_is_open_unless_the_policy_fixes_it(
    condition: Any, key: str, value: str, *, expected: bool
) -> None:
    assert values_of(**condition).is_open(key, (value,)) is expected


def test_absence_is_open() -> None:
    assert values_of(StringEquals={"aws:SourceAccount": A}).is_open("aws:sourceaccount", ())


def test_some_keys_close_the_resources_of_their_service_alone() -> None:
    caller = {"kms:CallerAccount": A}
    assert not values_of("kms_key", StringEquals=caller).is_open("kms:calleraccount", (A,))
    assert values_of("sqs_queue", StringEquals=caller).is_open("kms:calleraccount", (A,))


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("repo:acme/shop:ref:refs/heads/main", False),
        ("repo:acme/*", False),
        ("repo:acme/shop:*", False),
        ("repo:*", True),
        ("repo:a*", True),
        ("*", True),
    ],
)
def test_a_subject_that_names_a_tenant_closes_a_shared_issuer(
    subject: str, *, expected: bool
) -> None:
    values = values_of(StringLike={SUBJECT: subject})
    limits = values.limits_of_identities(GITHUB)
    assert limits is not None
    assert values.admit_open(limits)(SUBJECT, ("repo:acme/shop:ref:refs/heads/main",)) is expected


def test_a_provider_of_ones_own_leaves_nobody_open() -> None:
    own = f"arn:aws:iam::{A}:oidc-provider/sso.example.com"
    assert values_of().limits_of_identities(own) is None


def test_values_without_wildcards_are_literals() -> None:
    arns = {"aws:SourceArn": ["arn:aws:s3:::b", "arn:aws:s3:::c*"]}
    assert values_of(ArnLike=arns).literals == {"arn:aws:s3:::b"}
