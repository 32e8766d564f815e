"""What an ARN names: whose it is, what guards it, and what is known of it."""

from typing import Any

import pytest

from ringwall.reason.iam.question.target_resource import find_target

Estate = Any
"""tests/reason/conftest.py declares it."""
A, B, STRANGER = "111111111111", "222222222222", "333333333333"


@pytest.mark.parametrize(
    ("arn", "owner"),
    [
        ("arn:aws:s3:::data/k", B),
        ("arn:aws:s3:::elsewhere/k", None),
        (f"arn:aws:sqs:us-east-1:{STRANGER}:jobs", STRANGER),
        ("*", None),
    ],
)
def test_an_owner_is_told_by_the_snapshot_or_the_arn(
    estate: Estate, arn: str, owner: str | None
) -> None:
    estate.bucket("data", account=B)
    assert find_target(estate.read(), arn).owner == owner
