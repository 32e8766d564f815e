"""What a policy's parts say of themselves."""

import dataclasses

import pytest

from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.language.policy import (
    Patterns,
    Policy,
    PrincipalName,
    Principals,
    PrincipalType,
    Statement,
)


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("AWS", "*", True),
        ("AWS", "111122223333", False),
        ("AWS", "arn:aws:iam::111122223333:role/*", False),
        # Every service is not everyone.
        ("Service", "*", False),
        ("Federated", "*", False),
        ("CanonicalUser", "*", False),
    ],
)
def test_everyone_is_aws_and_a_star(kind: PrincipalType, value: str, *, expected: bool) -> None:
    assert PrincipalName(kind, value).is_everyone is expected


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("*", "*"),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b/*"),
        ("arn:aws:sqs", "arn:aws:sqs:*:*:*"),
        ("arn:aws:sqs:*", "arn:aws:sqs:*"),
        ("arn:aws:sqs:us-east-1:111122223333", "arn:aws:sqs:us-east-1:111122223333:*"),
        ("arn:aws:sqs:us-east-1:111122223333:q", "arn:aws:sqs:us-east-1:111122223333:q"),
        ("arn:aws:s3:::${aws:username}", "arn:aws:s3:::${aws:username}"),
        ("b", "b"),
    ],
)
def test_identity_policies_complete_the_arns_of_their_resources(written: str, read: str) -> None:
    action, resource = Patterns(("s3:*",)), Patterns((written,))
    assert Statement("Allow", action, resource).resource_values == (read,)
    everyone = Principals((PrincipalName("AWS", "*"),))
    assert Statement("Allow", action, resource, everyone).resource_values == (written,)


def test_a_statement_without_resource_has_no_resource_values() -> None:
    assert Statement("Allow", Patterns(("sts:assumerole",))).resource_values == ()


def test_policies_are_values() -> None:
    document = {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "*"}}
    one, other = (read_policy(document, "p", "scp") for _ in range(2))
    assert one == other
    assert len({one, other}) == 1
    assert (one.policy_type, one.name) == ("scp", "p")
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.statements[0].effect = "Allow"  # type: ignore[misc] # that is the point


def test_a_policy_says_nothing_of_itself_unless_told() -> None:
    bare = Policy(())
    assert (bare.version, bare.id, bare.name, bare.policy_type) == ("2008-10-17", "", "", "")
