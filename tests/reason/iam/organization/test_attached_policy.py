"""A policy as somebody holds it: whether it may grant a thing, conditions and callers aside."""

from typing import Any

import pytest

from ringwall.reason.iam.organization.attached_policy import MAX_REMEMBERED, AttachedPolicy


def may_grant(statement: dict[str, Any] | None, action: str, resource: str) -> bool:
    document = {"Version": "2012-10-17", "Statement": [statement]} if statement else None
    attached = AttachedPolicy(document, "own", "identity")
    return attached.may_grant(action.lower(), resource)


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ({"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::data/*"}, True),
        ({"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::other/*"}, False),
        ({"Effect": "Allow", "Action": "s3:Put*", "Resource": "*"}, False),
        ({"Effect": "Allow", "NotAction": "sqs:*", "Resource": "*"}, True),
        ({"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::data/*"}, False),
        ({"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::${aws:username}/*"}, True),
        ({"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::${aws:username}/*"}, True),
        ({"Effect": "Deny", "Action": "*", "Resource": "*"}, False),
        (None, True),
    ],
)
def test_a_policy_may_grant_what_a_statement_takes_in(
    statement: dict[str, Any] | None, *, expected: bool
) -> None:
    assert may_grant(statement, "s3:GetObject", "arn:aws:s3:::data/k") is expected


@pytest.mark.parametrize(
    "document",
    [
        {"Statement": [{"Effect": "Perhaps"}]},
        {"Statement": [{"Effect": "Allow", "Action": ["sqs:*", 5], "Resource": "*"}]},
        {"Statement": [{"Effect": "Allow", "Action": {"s3": "*"}, "Resource": "*"}]},
        {"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": [None]}},
        {"Statement": "Allow"},
        {"Version": "2012-10-17"},
    ],
)
def test_a_document_that_cannot_be_read_may_grant_anything(document: dict[str, Any]) -> None:
    attached = AttachedPolicy(document, "broken", "identity")
    assert attached.compiled is None
    assert attached.may_grant("s3:getobject", "arn:aws:s3:::data/k")
    assert attached.mentions("s3:getobject", "arn:aws:s3:::data/k")
    assert attached.may_do("s3:getobject")
    assert attached.may_reach("arn:aws:s3:::data")


def test_answers_stay_right_when_more_was_asked_than_is_remembered() -> None:
    statement = {"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::data/1*"}
    attached = AttachedPolicy({"Version": "2012-10-17", "Statement": statement}, "own", "identity")
    for _ in range(2):
        for at in range(MAX_REMEMBERED + 9):
            found = attached.may_grant("s3:getobject", f"arn:aws:s3:::data/{at}")
            assert found is str(at).startswith("1")


def test_what_was_asked_about_one_part_does_not_answer_for_any_part() -> None:
    statement = {"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::data/k*"}
    attached = AttachedPolicy({"Version": "2012-10-17", "Statement": statement}, "own", "identity")
    assert attached.may_grant("s3:getobject", "arn:aws:s3:::data/x") is False
    assert attached.may_grant("s3:getobject", "arn:aws:s3:::data/x", "arn:aws:s3:::data") is True
