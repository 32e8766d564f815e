"""Values of condition keys: those that a key never has are refused."""

import pytest

from ringwall.jobs.access.context_values import check_values
from ringwall.model.errors import BadInput


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("aws:SourceIp", "203.0.113.7"),
        ("aws:sourceip", "2001:db8::1"),
        ("aws:sourceip", "203.0.113.0/24"),
        ("aws:securetransport", "TRUE"),
        ("aws:currenttime", "2026-01-31T00:00:00Z"),
        ("aws:epochtime", "1767225600"),
        ("aws:multifactorauthage", "3600"),
        ("aws:principalarn", "arn:aws:iam::111111111111:role/app"),
        ("aws:username", "anyone"),
        ("aws:userid", ""),
        ("aws:principaltag/team", "any text"),
        ("s3:max-keys", "10"),
        ("s3:prefix", "home/"),
        ("token.actions.githubusercontent.com:sub", "repo:x"),
        ("foo:bar", "any text"),
    ],
)
def test_a_value_that_its_key_may_have(key: str, value: str) -> None:
    check_values({key: [value]})


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("aws:SourceIp", "notanip", "is an address"),
        ("aws:sourceip", "203.0.113.300", "is an address"),
        ("aws:vpcsourceip", "", "is an address"),
        ("aws:securetransport", "yes", "is true or false"),
        ("aws:currenttime", "tomorrow", "is a time"),
        ("aws:multifactorauthage", "an hour", "is a number"),
        ("aws:sourcearn", "bucket", "is an ARN"),
        ("s3:max-keys", "ten", "is a number"),
        ("ec2:ebsoptimized", "1", "is true or false"),
    ],
)
def test_a_value_that_its_key_never_has(key: str, value: str, said: str) -> None:
    with pytest.raises(BadInput, match=f"the value of {key} {said}") as refused:
        check_values({"aws:userid": ["x"], key: [value]})
    assert str(refused.value).startswith(f"{key}={value}: ")


def test_a_key_without_a_value_has_no_wrong_one() -> None:
    check_values({"aws:sourceip": None, "aws:securetransport": True})
