"""Statements written as JSON mean what they meant."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringwall.reason.iam.language.matching import compile_glob
from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.language.pattern import read_pattern
from ringwall.reason.iam.language.policy import Statement
from ringwall.reason.iam.symbolic.questions import is_equivalent
from ringwall.reason.iam.usage.render import (
    escape,
    render_condition,
    render_policy,
    render_resource,
    render_statement,
    spell_action,
)

READ = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}
TAGGED = {"StringEquals": {"aws:PrincipalTag/team": "red"}, "Bool": {"aws:SecureTransport": True}}


def read(statement: dict[str, Any], version: str = "2012-10-17") -> Statement:
    return read_policy({"Version": version, "Statement": statement}).statements[0]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (READ, {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::b/*"]}),
        (
            {**READ, "Sid": "Read", "Action": ["S3:getobject", "s3:Put*"]},
            {
                "Sid": "Read",
                "Effect": "Allow",
                "Action": ["s3:GetObject", "s3:put*"],
                "Resource": ["arn:aws:s3:::b/*"],
            },
        ),
        (
            {"Effect": "Deny", "NotAction": "iam:*", "NotResource": ["a", "b"]},
            {"Effect": "Deny", "NotAction": ["iam:*"], "NotResource": ["a", "b"]},
        ),
        (
            {**READ, "Condition": TAGGED},
            {
                "Effect": "Allow",
                "Action": ["s3:GetObject"],
                "Resource": ["arn:aws:s3:::b/*"],
                "Condition": {
                    "StringEquals": {"aws:principaltag/team": ["red"]},
                    "Bool": {"aws:securetransport": ["true"]},
                },
            },
        ),
    ],
)
def test_a_statement_is_written_in_full(
    statement: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert render_statement(read(statement)) == expected


def test_a_statement_without_resource_is_about_all() -> None:
    assert render_resource(read({"Effect": "Deny", "Action": "*"})) == ("Resource", ("*",))


def test_a_policy_is_of_the_new_version() -> None:
    assert render_policy([READ]) == {"Version": "2012-10-17", "Statement": [READ]}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("arn:aws:s3:::${aws:username}", "arn:aws:s3:::${$}{aws:username}"),
        ("arn:aws:s3:::b$", "arn:aws:s3:::b$"),
        ("arn:aws:s3:::*", "arn:aws:s3:::*"),
    ],
)
def test_what_was_no_variable_becomes_none(written: str, expected: str) -> None:
    old = read({**READ, "Resource": written}, "2008-10-17")
    assert render_resource(old) == ("Resource", (expected,))
    new = read({**READ, "Resource": written})
    assert render_resource(new) == ("Resource", (written,))


def test_conditions_keep_what_they_compare() -> None:
    block = {
        "StringLike": {"s3:prefix": "${aws:username}/*"},
        "NumericLessThan": {"s3:max-keys": 9},
    }
    new = render_condition(read({**READ, "Condition": block}))
    assert new["Condition"]["StringLike"] == {"s3:prefix": ["${aws:username}/*"]}
    old = render_condition(read({**READ, "Condition": block}, "2008-10-17"))
    assert old["Condition"]["StringLike"] == {"s3:prefix": ["${$}{aws:username}/*"]}
    assert old["Condition"]["NumericLessThan"] == {"s3:max-keys": ["9"]}
    assert render_condition(read(READ)) == {}


def test_one_operator_with_several_keys_is_one_block() -> None:
    block = {"StringEquals": {"a:b": "c", "a:d": ["e", "f"]}}
    assert render_condition(read({**READ, "Condition": block})) == {
        "Condition": {"StringEquals": {"a:b": ["c"], "a:d": ["e", "f"]}}
    }


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("s3:getobject", "s3:GetObject"),
        ("iam:passrole", "iam:PassRole"),
        ("s3:get*", "s3:get*"),
        ("s3:nosuchaction", "s3:nosuchaction"),
        ("*", "*"),
    ],
)
def test_actions_are_spelt_as_aws_does(action: str, expected: str) -> None:
    assert spell_action(action) == expected


@given(st.text("ab*?${}", max_size=8), st.text("ab*?${}", max_size=8))
def test_an_escaped_text_matches_itself_alone(text: str, other: str) -> None:
    matches = compile_glob(read_pattern(escape(text), variables=True))
    assert matches(text)
    assert matches(other) is (text == other)


TEXTS = st.sampled_from(["*", "arn:aws:s3:::b/*", "arn:aws:s3:::b/k", "arn:aws:s3:::${x}/k"])
CONDITIONS = st.sampled_from([{}, {"StringLike": {"k": "${x}*"}}, {"Null": {"k": "true"}}])


@given(TEXTS, CONDITIONS, st.sampled_from(["2008-10-17", "2012-10-17"]))
def test_a_written_statement_allows_the_same(text: str, condition: Any, version: str) -> None:
    whole = {**READ, "Resource": text, "Condition": condition}
    old = read_policy({"Version": version, "Statement": whole})
    document = json.loads(json.dumps(render_policy([render_statement(old.statements[0])])))
    assert is_equivalent(old, read_policy(document)) is True
