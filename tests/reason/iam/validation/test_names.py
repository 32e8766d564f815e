from typing import Any

from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.validation.names import check_names


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
