"""The fields of a request as users write them, and what is wrong with them."""

from typing import Any

import pytest

from ringwall.model.errors import BadInput
from ringwall.reason.iam.evaluation.request_fields import (
    check_context,
    check_fields,
    read_resources,
)

ACCOUNT = "111122223333"
CANONICAL = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"
GOOD: dict[str, Any] = {
    "resource_account": ACCOUNT,
    "management_account": ACCOUNT,
    "role_arn": f"arn:aws:iam::{ACCOUNT}:role/team/app",
    "user_arn": f"arn:aws-cn:iam::{ACCOUNT}:user/ann",
    "canonical_id": CANONICAL,
    "is_complete": False,
}


def test_fields_of_the_right_form_are_accepted() -> None:
    check_fields(GOOD)
    check_fields({})
    check_fields(dict.fromkeys(GOOD.keys() - {"is_complete"}))
    check_fields({"principal": 5})  # of no concern here


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("resource_account", "12", "an account id, a string of 12 digits"),
        ("resource_account", 111122223333, "an account id, a string of 12 digits"),
        ("management_account", f"{ACCOUNT}4", "an account id, a string of 12 digits"),
        ("role_arn", GOOD["user_arn"], "the ARN of a role"),
        ("role_arn", f"arn:aws:iam::{ACCOUNT}:role/", "the ARN of a role"),
        ("role_arn", f"arn:aws:sts::{ACCOUNT}:assumed-role/a/b", "the ARN of a role"),
        ("user_arn", GOOD["role_arn"], "the ARN of a user"),
        ("canonical_id", CANONICAL[:-1], "64 hexadecimal digits"),
        ("canonical_id", CANONICAL.upper(), "64 hexadecimal digits"),
        ("is_complete", "yes", "true or false"),
        ("is_complete", None, "true or false"),
    ],
)
def test_a_malformed_field_is_rejected_by_name(name: str, value: Any, expected: str) -> None:
    with pytest.raises(BadInput, match=f"^{name} is .*must be .*{expected}"):
        check_fields({**GOOD, name: value})


@pytest.mark.parametrize(
    ("value", "resources"),
    [("*", ["*"]), ("arn:aws:s3:::b", ["arn:aws:s3:::b"]), (["a", "b"], ["a", "b"]), ([], [])],
)
def test_a_request_has_one_resource_or_a_list(value: Any, resources: list[str]) -> None:
    assert read_resources(value) == resources


@pytest.mark.parametrize("value", [None, 5, "", {"a": 1}, ["a", ""], ["a", 5], [["a"]]])
def test_other_resources_are_rejected(value: Any) -> None:
    with pytest.raises(BadInput, match=r"resource is .*; it must be an ARN"):
        read_resources(value)


@pytest.mark.parametrize(
    "context",
    [
        {},
        {"aws:SourceIp": "203.0.113.7"},
        {"a:b": True, "a:c": 1.5, "a:d": ["x", 1, False], "a:e": None, "a:f": []},
    ],
)
def test_a_context_holds_scalars_lists_and_null(context: dict[str, Any]) -> None:
    assert check_context(context) == context


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        ([], "must be an object of condition keys"),
        ("x", "must be an object of condition keys"),
        (None, "must be an object of condition keys"),
        ({"a:b": {"c": 1}}, "a:b in context is {'c': 1}; it must be a string"),
        ({"a:b": [["c"]]}, "a:b in context is .*; it must be a string"),
        ({"a:b": [None]}, "a:b in context is .*; it must be a string"),
        ({"a:b": "x", "A:B": "y"}, "A:B appears twice in context"),
    ],
)
def test_other_contexts_are_rejected(context: Any, expected: str) -> None:
    with pytest.raises(BadInput, match=expected):
        check_context(context)
