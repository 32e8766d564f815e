"""Statements and policies compiled: what they are about, and whether they apply."""

from typing import Any

import pytest

from ringwall.reason.iam.evaluation.compiled import (
    MAX_REMEMBERED,
    CompiledPolicy,
    CompiledStatement,
)
from ringwall.reason.iam.evaluation.context import RequestContext
from ringwall.reason.iam.evaluation.principal_match import FULL_MATCH, NO_MATCH
from ringwall.reason.iam.evaluation.request import make_request
from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.language.ternary import Ternary

A = "111111111111"
ANN = f"arn:aws:iam::{A}:user/ann"
OBJECT = "arn:aws:s3:::b/home/ann/k"


def compile_all(*statements: Any) -> CompiledPolicy:
    return CompiledPolicy(read_policy({"Version": "2012-10-17", "Statement": list(statements)}))


def statement(**elements: Any) -> CompiledStatement:
    whole = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", **elements}
    made = {name: value for name, value in whole.items() if value is not None}
    return compile_all(made).statements[0]


def applies(found: CompiledStatement, resource: str = OBJECT, **context: Any) -> Ternary:
    keys = {key.replace("_", ":", 1): value for key, value in context.items()}
    return found.applies(make_request(ANN, "s3:GetObject", resource, keys))


@pytest.mark.parametrize(
    ("elements", "action", "expected"),
    [
        ({"Action": "s3:GetObject"}, "s3:getobject", True),
        ({"Action": "S3:get*"}, "s3:getobject", True),
        ({"Action": ["iam:*", "s3:Get?bject"]}, "s3:getobject", True),
        ({"Action": "s3:Put*"}, "s3:getobject", False),
        ({"Action": "*"}, "s3:getobject", True),
        ({"Action": None, "NotAction": "iam:*"}, "s3:getobject", True),
        ({"Action": None, "NotAction": ["iam:*", "s3:*"]}, "s3:getobject", False),
        # A dollar in an action is a dollar.
        ({"Action": "s3:${aws:username}"}, "s3:ann", False),
    ],
)
def test_a_statement_is_about_the_actions_it_matches(
    elements: Any, action: str, *, expected: bool
) -> None:
    assert statement(**elements).is_about(action) is expected


@pytest.mark.parametrize(
    ("elements", "expected"),
    [
        ({"Resource": "*"}, True),
        ({"Resource": "arn:aws:s3:::b/*"}, True),
        ({"Resource": "arn:aws:s3:::c/*"}, False),
        ({"Resource": ["arn:aws:s3:::c/*", OBJECT]}, True),
        ({"Resource": None, "NotResource": "arn:aws:s3:::c/*"}, True),
        ({"Resource": None, "NotResource": "arn:aws:s3:::b/*"}, False),
        ({"Resource": "arn:aws:s3:::b/home/${aws:username}/*"}, True),
        ({"Resource": "arn:aws:s3:::b/home/${aws:userid}/*"}, None),
        ({"Resource": "arn:aws:s3:::c/home/${aws:userid}/*"}, False),
        ({"Resource": None, "NotResource": "arn:aws:s3:::b/home/${aws:userid}/*"}, None),
        ({"Condition": {"Bool": {"aws:SecureTransport": "true"}}}, False),
        ({"Condition": {"Null": {"aws:SecureTransport": "true"}}}, True),
        ({"Condition": {"StringEquals": {"aws:userid": "x"}}}, None),
        # What is certainly false decides over what is not known.
        (
            {"Condition": {"StringEquals": {"aws:userid": "x", "aws:username": "bob"}}},
            False,
        ),
        ({"Resource": "arn:aws:s3:::c", "Condition": {"StringEquals": {"aws:userid": "x"}}}, False),
    ],
)
def test_a_statement_applies_where_resource_and_conditions_match(
    elements: Any, expected: Ternary
) -> None:
    assert applies(statement(**elements)) is expected


def test_an_allow_needs_a_resource_or_a_principal() -> None:
    assert applies(statement(Resource=None)) is False
    assert applies(statement(Resource=None, Effect="Deny")) is True
    assert applies(statement(Resource=None, Principal="*")) is True


def test_a_statement_without_principal_denies_everyone_and_allows_no_one() -> None:
    request = make_request(ANN, "s3:GetObject", OBJECT)
    assert statement().match_principal(request, has_boundary=False) == NO_MATCH
    assert statement(Effect="Deny").match_principal(request, has_boundary=False) == FULL_MATCH
    named = statement(Principal={"AWS": ANN})
    assert named.match_principal(request, has_boundary=False).direct is True


@pytest.mark.parametrize(
    ("elements", "expected"),
    [
        ({}, True),
        ({"Principal": "*"}, True),
        ({"Principal": {"AWS": A}}, True),
        ({"Principal": {"AWS": f"arn:aws:iam::{A}:root"}}, True),
        ({"Principal": {"Service": "ec2.amazonaws.com"}}, True),
        ({"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}}, True),
        ({"Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}}, True),
        ({"Principal": {"AWS": ANN}}, False),
        ({"Principal": {"AWS": [A, ANN]}}, False),
        ({"Principal": None, "NotPrincipal": {"AWS": A}}, False),
        ({"Resource": "arn:aws:s3:::b/${aws:username}"}, False),
        ({"Condition": {"StringEquals": {"aws:PrincipalArn": ANN}}}, False),
        ({"Condition": {"StringEquals": {"aws:PrincipalTag/team": "red"}}}, False),
        ({"Condition": {"StringEquals": {"aws:PrincipalType": "User"}}}, False),
        ({"Condition": {"StringLike": {"aws:userid": "*:ann"}}}, False),
        ({"Condition": {"StringEquals": {"aws:username": "ann"}}}, False),
        ({"Condition": {"StringEquals": {"aws:SourceVpc": "${aws:PrincipalTag/vpc}"}}}, False),
    ],
)
def test_an_impersonal_statement_is_alike_for_all_of_an_account(
    elements: Any, *, expected: bool
) -> None:
    assert statement(**elements).is_impersonal is expected


def test_what_must_be_known_is_named() -> None:
    found = statement(
        Resource="arn:aws:s3:::b/home/${aws:userid}/*",
        Condition={
            "StringEquals": {"aws:userid": "x"},
            "StringLike": {"aws:username": "a*"},
            "Bool": {"aws:SecureTransport": "true"},
        },
    )
    context = {"aws:SecureTransport": None}
    request = make_request(ANN, "s3:GetObject", OBJECT, context)
    assert found.open_questions(request) == (
        "StringEquals aws:userid",
        "Bool aws:securetransport",
        "a variable in Resource",
    )
    assert [c.key for c in found.open_conditions(request.context)] == [
        *("aws:userid", "aws:securetransport"),
    ]
    assert found.open_variables(request.context) == ("aws:userid",)


def test_an_uncertain_principal_must_be_known() -> None:
    # A session of the role asks: it may be the one that is named, or not.
    named = {"AWS": f"arn:aws:sts::{A}:assumed-role/app/s"}
    request = make_request(f"arn:aws:iam::{A}:role/app", "s3:GetObject", OBJECT)
    assert statement(Principal=named).open_questions(request) == ("Principal",)


def test_variables_that_are_known_or_not_replaced_are_not_open() -> None:
    context = RequestContext({"aws:username": "ann"}, is_complete=False)
    assert statement(Resource="arn:aws:s3:::${aws:username}").open_variables(context) == ()
    assert statement(Resource="arn:aws:s3:::b").open_variables(context) == ()
    old = {"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::${aws:userid}"}
    policy = CompiledPolicy(read_policy({"Version": "2008-10-17", "Statement": old}))
    assert policy.statements[0].open_variables(context) == ()


@pytest.mark.parametrize(
    ("elements", "expected"),
    [
        ({"Resource": "*"}, True),
        ({"Resource": "arn:aws:s3:::b/${aws:userid}/*"}, True),
        ({"Resource": "arn:aws:s3:::c/${aws:userid}"}, False),
        ({"Resource": None, "NotResource": "arn:aws:s3:::b/*"}, False),
        ({"Resource": None, "NotResource": "arn:aws:s3:::b/${aws:userid}/*"}, True),
        ({"Resource": None, "Principal": "*"}, True),
    ],
)
def test_a_resource_may_match_for_some_value_of_a_variable(
    elements: Any, *, expected: bool
) -> None:
    assert statement(**elements).may_match_resource(OBJECT) is expected


def test_a_policy_finds_its_statements_about_an_action() -> None:
    read, write, admin = (
        {"Effect": "Allow", "Action": action, "Resource": "*", "Sid": action[-3:]}
        for action in ("s3:Get*", "s3:Put*", "*")
    )
    policy = compile_all(read, write, admin)

    def sids(action: str) -> list[str]:
        return [found.statement.sid for found in policy.statements_about(action)]

    assert sids("s3:getobject") == ["et*", "*"]
    assert sids("s3:putobject") == ["ut*", "*"]
    assert sids("iam:passrole") == ["*"]
    assert policy.statements_about("s3:getobject") is policy.statements_about("s3:getobject")


def test_a_policy_remembers_a_bounded_number_of_actions() -> None:
    policy = compile_all({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})
    for number in range(2 * MAX_REMEMBERED + 1):
        assert len(policy.statements_about(f"s3:action{number}")) == 1
    assert policy.statements_about("iam:x") == ()
