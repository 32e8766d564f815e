"""Equal values have one form, and values that differ in meaning never share one."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringwall.model.normal import normalize

ALLOW: dict[str, Any] = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "One",
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
            "Action": ["s3:GetObject", "s3:PutObject"],
            "Resource": "arn:aws:s3:::logs/*",
            "Condition": {"Bool": {"aws:SecureTransport": True}},
        },
        {"Effect": "Deny", "Principal": "*", "NotAction": "s3:GetObject", "Resource": ["*"]},
    ],
}


def changed(statement: int, **members: Any) -> dict[str, Any]:
    statements = [dict(one) for one in ALLOW["Statement"]]
    statements[statement] |= members
    return {**ALLOW, "Statement": statements}


@pytest.mark.parametrize(
    "same",
    [
        json.dumps(ALLOW, indent=4),
        quote(json.dumps(ALLOW)),
        {**ALLOW, "Id": "named", "Statement": list(reversed(ALLOW["Statement"]))},
        {**ALLOW, "Statement": [*ALLOW["Statement"], ALLOW["Statement"][0]]},
        changed(0, Sid="Two"),
        changed(0, Action=["s3:putobject", "S3:GetObject", "s3:GetObject"]),
        changed(0, Resource=["arn:aws:s3:::logs/*"]),
        changed(0, Principal={"AWS": ["111122223333"]}),
        changed(0, Condition={"Bool": {"AWS:SecureTransport": ["true"]}}),
        changed(1, Principal={"AWS": "*"}, NotAction=["s3:getobject"], Resource="*"),
    ],
)
def test_a_policy_is_what_it_says(same: Any) -> None:
    assert same != ALLOW
    assert normalize(same, "policy") == normalize(ALLOW, "policy")


@pytest.mark.parametrize(
    "other",
    [
        {**ALLOW, "Version": "2008-10-17"},
        {"Statement": ALLOW["Statement"]},
        {**ALLOW, "Statement": ALLOW["Statement"][:1]},
        changed(0, Effect="Deny"),
        changed(0, Action="s3:GetObject"),
        changed(0, Resource="arn:aws:s3:::LOGS/*"),
        changed(0, Principal={"AWS": "arn:aws:iam::111122223333:role/root"}),
        changed(0, Principal={"Service": "111122223333"}),
        changed(0, Condition={"Bool": {"aws:SecureTransport": "false"}}),
        changed(0, Condition={"BoolIfExists": {"aws:SecureTransport": "true"}}),
        changed(1, NotAction=[]),
        "no policy",
        [],
        None,
    ],
)
def test_a_policy_that_says_something_else_is_another(other: Any) -> None:
    assert normalize(other, "policy") != normalize(ALLOW, "policy")


def test_statements_count_by_name_where_they_are_removed_by_it() -> None:
    one = ALLOW["Statement"][0]
    twice = {**ALLOW, "Statement": [one, {**one, "Sid": "Two"}]}
    once = {**ALLOW, "Statement": [one]}
    assert normalize(twice, "policy") == normalize(once, "policy")
    assert normalize(twice, "named policy") != normalize(once, "named policy")
    turned = {**twice, "Id": "any", "Statement": twice["Statement"][::-1]}
    assert normalize(turned, "named policy") == normalize(twice, "named policy")


def test_a_policy_of_one_statement_may_have_no_list() -> None:
    one = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    listed = {"Version": "2008-10-17", "Statement": [one]}
    assert normalize({"Statement": one}, "policy") == normalize(listed, "policy")


@pytest.mark.parametrize("damaged", ['{"Statement": 3}', "{", "[" * 100_000, 3, {"Statement": [3]}])
def test_what_is_no_policy_is_no_error(damaged: Any) -> None:
    assert normalize(damaged, "policy") != normalize(ALLOW, "policy")


@given(st.lists(st.integers() | st.text()), st.randoms(use_true_random=False))
def test_a_set_has_no_order_and_no_doubles(values: list[Any], chance: Any) -> None:
    mixed = [*values, *values[:1]]
    chance.shuffle(mixed)
    assert normalize(mixed, "set") == normalize(values, "set")
    assert set(normalize(values, "set")) == set(values)


def test_a_set_may_hold_documents() -> None:
    pair = [{"Key": "a", "Value": 1}, {"Value": 2, "Key": "b"}]
    assert normalize(pair, "set") == normalize([pair[1], pair[0]], "set")
    assert normalize("a", "set") == "a"


@pytest.mark.parametrize(
    ("value", "normal", "expected"),
    [
        ('{"a": [2, 1]}', "json", {"a": [2, 1]}),
        ({"a": [2, 1]}, "json", {"a": [2, 1]}),
        ("{", "json", "{"),
        (7, "text", "7"),
        (True, "text", "true"),
        ("7", "text", "7"),
        (None, "text", None),
        (None, "policy", None),
        (None, "set", None),
    ],
)
def test_json_and_text(value: Any, normal: str, expected: Any) -> None:
    assert normalize(value, normal) == expected
