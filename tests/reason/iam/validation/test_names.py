from typing import Any

import pytest

from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.language.universe import load_universe
from ringwall.reason.iam.validation.names import MEANT, check_names


def messages(**statement: Any) -> list[str]:
    whole = {"Effect": "Allow", "Action": "s3:*", "Resource": "*", **statement}
    policy = read_policy({"Version": "2012-10-17", "Statement": [whole]})
    return [problem.message for problem in check_names(policy)]


def test_known_names_are_silent() -> None:
    actions = ["*", "s3:*", "S3:getObject", "iam:*Role*", "sts:AssumeRole"]
    keys = {
        "aws:PrincipalOrgID": "o", "AWS:requesttag/Team": "x", "s3:prefix": "p",
        "s3:ExistingObjectTag/a": "b", "token.actions.githubusercontent.com:sub": "x",
        "kms:EncryptionContext:anything": "x",
    }  # fmt: skip
    assert messages(Action=actions, Condition={"StringEquals": keys}) == []


def test_an_unknown_action_is_answered_with_the_nearest() -> None:
    assert messages(Action="s3:GetObjekt") == [
        "unknown action: s3:getobjekt; did you mean s3:GetObject?"
    ]
    assert messages(Action="s3:Zap*") == ["unknown action: s3:zap*"]


def test_an_unknown_service_is_answered_with_the_nearest() -> None:
    assert messages(Action="dynamdb:GetItem") == [
        "unknown service: dynamdb:getitem; did you mean dynamodb?"
    ]


def test_an_unknown_key_is_answered_with_the_nearest() -> None:
    condition = {"StringEquals": {"aws:PrincipalOrgId2": "o", "s3:prefx": "p"}}
    assert messages(Condition=condition) == [
        "unknown condition key: aws:principalorgid2; did you mean aws:PrincipalOrgID?",
        "unknown condition key: s3:prefx; did you mean s3:prefix?",
    ]


@pytest.mark.parametrize(
    ("action", "meant"),
    [
        ("s3:HeadBucket", "s3:ListBucket"),
        ("s3:HeadObject", "s3:GetObject"),
        ("s3:ListObjectsV2", "s3:ListBucket"),
        ("lambda:Invoke", "lambda:InvokeFunction"),
        ("bedrock:Converse", "bedrock:InvokeModel"),
    ],
)
def test_an_operation_is_allowed_by_an_action_of_another_name(action: str, meant: str) -> None:
    statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
    (problem,) = check_names(read_policy({"Version": "2012-10-17", "Statement": [statement]}))
    assert problem.message == f"unknown action: {action.lower()}; did you mean {meant}?"


def test_the_actions_that_are_meant_exist() -> None:
    assert {action for action in MEANT.values() if load_universe().find(action) is None} == set()
    assert {name for name in MEANT if load_universe().find(name)} == set()


@pytest.mark.parametrize(
    ("action", "hint"), [("s3GetObject", "; did you mean s3:GetObject?"), ("everything", "")]
)
def test_an_action_without_a_service_is_an_error(action: str, hint: str) -> None:
    statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
    (problem,) = check_names(read_policy({"Version": "2012-10-17", "Statement": [statement]}))
    assert (problem.severity, problem.code) == ("error", "invalid_action")
    assert problem.message.endswith(f"such as s3:GetObject{hint}")
