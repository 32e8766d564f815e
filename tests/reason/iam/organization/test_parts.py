"""Which resources have parts whose policies are not known, and which gaps say nothing of them."""

from typing import Any

import pytest

Estate = Any
"""tests/reason/conftest.py declares it."""
A, B = "111111111111", "222222222222"
FUNCTION = f"arn:aws:lambda:us-east-1:{A}:function:f"
UNLISTED = "its parts of the table lambda_alias, which were not collected"


@pytest.mark.parametrize(
    ("account", "status", "aspect", "region", "is_open"),
    [
        (A, "denied", "list", "us-east-1", True),
        (A, "failed", "row", "us-east-1", True),
        (A, "denied", "list", "global", True),
        (A, "region_disabled", "list", "us-east-1", False),
        (A, "ok", "list", "us-east-1", False),
        (A, "denied", "list", "eu-west-1", False),
        (B, "denied", "list", "us-east-1", False),
    ],
)
def test_parts_that_could_not_be_listed_leave_the_whole_open_where_it_lies(
    estate: Estate, account: str, status: str, aspect: str, region: str, *, is_open: bool
) -> None:
    estate.add("lambda_function", FUNCTION, region="us-east-1", policy={})
    estate.cover("lambda_alias", account, status, aspect=aspect, region=region)
    assert estate.read().unread_parts == ({FUNCTION: UNLISTED} if is_open else {})


def test_a_part_whose_policy_is_not_known_leaves_its_own_whole_open(estate: Estate) -> None:
    estate.add("lambda_function", FUNCTION, policy={})
    estate.add("lambda_function", f"{FUNCTION}2", policy={})
    estate.add("lambda_alias", f"{FUNCTION}:live", policy={})
    assert estate.read().unread_parts == {}
    estate.add("lambda_alias", f"{FUNCTION}2:1", policy=None)
    assert estate.read().unread_parts == {
        f"{FUNCTION}2": f"the policy of {FUNCTION}2:1, which was not collected"
    }


def test_parts_that_nobody_asked_for_leave_the_whole_open(estate: Estate) -> None:
    estate.add("lambda_function", FUNCTION, policy={})
    assert estate.read().unread_parts == {}
    estate.unasked.add("lambda_alias")
    estate.cover("lambda_function", A, region="us-east-1")
    assert estate.read().unread_parts == {FUNCTION: UNLISTED}
