"""Policies exploded into statements: what they name, and what is not a policy."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringwall.catalog.iam.statements import explode_inline, explode_policy
from ringwall.model.table import Row


def _one(**statement: Any) -> Row:
    usual = {"Effect": "Allow", "Action": "s3:GetObject", "Principal": "*"}
    policy = {"Version": "2012-10-17", "Statement": {**usual, **statement}}
    (row,) = explode_policy(json.dumps(policy), "s3_bucket", "resource", "p")
    return row


def test_a_statement_becomes_a_row() -> None:
    row = _one(
        Sid="Read",
        Principal={"AWS": ["123456789012", "*"], "Service": "s3.amazonaws.com"},
        Action="s3:GetObject",
        Resource=["arn:aws:s3:::b/*"],
        Condition={"Bool": {"aws:SecureTransport": "true"}},
    )
    assert row == {
        "owner_table": "s3_bucket",
        "policy_type": "resource",
        "policy_name": "p",
        "position": 0,
        "sid": "Read",
        "effect": "Allow",
        "principals": ["AWS:123456789012", "*", "Service:s3.amazonaws.com"],
        "not_principals": [],
        "principal_accounts": ["123456789012"],
        "actions": ["s3:getobject"],
        "not_actions": [],
        "resources": ["arn:aws:s3:::b/*"],
        "not_resources": [],
        "condition": {"Bool": {"aws:SecureTransport": "true"}},
        "condition_keys": ["aws:securetransport"],
    }


@pytest.mark.parametrize("nothing", [None, "", {}, {"Statement": []}])
def test_no_policy_has_no_statements(nothing: Any) -> None:
    assert list(explode_policy(nothing, "s3_bucket", "resource")) == []


@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        ("{", "Expecting property name"),
        ("[1]", "a policy is a JSON object"),
        ('{"Statement": ["Allow"]}', "statement 0 is not a JSON object"),
        (
            '{"Statement": {"Effect": "Deny", "Action": "*", "Principal": "*", "Condition": []}}',
            "the Condition of statement 0",
        ),
        ('{"Statement": null}', "a policy has statements"),
        ('{"Statement": {"Effect": "Deny", "Principal": "*"}}', "neither Action nor NotAction"),
        (
            '{"Statement": {"Effect": "Deny", "Principal": "*", "Action": null}}',
            "neither Action nor NotAction",
        ),
        ('{"Statement": {"Effect": "Deny", "Action": "*"}}', "neither Principal nor NotPrincipal"),
        ("[" * 9999, "nested too deep"),
        ('{"Version": "2012-10-17"}', "a policy has statements"),
        ('{"Statement": {"Action": "*", "Resource": "*"}}', "the Effect of statement 0"),
        ('{"Statement": {"Effect": null, "Action": "*"}}', "the Effect of statement 0"),
        ('{"Statement": {"Effect": "allow", "Action": "*"}}', "the Effect of statement 0"),
    ],
)
def test_what_is_no_policy_is_refused(broken: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        list(explode_policy(broken, "s3_bucket", "resource"))


@pytest.mark.parametrize("policy_type", ["managed", "inline", "endpoint", "scp", "rcp"])
def test_a_statement_about_no_resource_is_refused(policy_type: str) -> None:
    policy = {"Statement": {"Effect": "Allow", "Action": "*", "Principal": "*"}}
    with pytest.raises(ValueError, match="neither Resource nor NotResource"):
        list(explode_policy(policy, "iam_policy", policy_type))


def test_an_inline_policy_without_document_is_refused() -> None:
    with pytest.raises(ValueError, match="inline policy p has no document"):
        list(explode_inline([{"PolicyName": "p"}], "iam_user"))


@pytest.mark.parametrize(
    ("principal", "accounts"),
    [
        ("111111111111", ["111111111111"]),
        ("arn:aws:iam::111111111111:role/a", ["111111111111"]),
        ("arn:aws-cn:sts::111111111111:assumed-role/a/b", ["111111111111"]),
        ("arn:aws:iam::cloudfront:user/1", []),
        ("AROAEXAMPLE", []),
        ("*", []),
    ],
)
def test_accounts_are_read_from_principals(principal: str, accounts: list[str]) -> None:
    assert _one(Principal={"AWS": principal})["principal_accounts"] == accounts


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["Statement", "Effect", "Principal", "Condition", "Action", "AWS", "x"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_exploded_or_refused(policy: Any) -> None:
    try:
        rows = list(explode_policy(json.dumps(policy), "s3_bucket", "resource"))
    except ValueError:
        return
    assert all(row["position"] == at for at, row in enumerate(rows))
