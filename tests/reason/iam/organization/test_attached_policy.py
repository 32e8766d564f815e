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
    assert not attached.compiled
    assert attached.may_grant("s3:getobject", "arn:aws:s3:::data/k")
    assert attached.mentions("s3:getobject", "arn:aws:s3:::data/k")
    assert attached.may_do("s3:getobject")
    assert attached.may_allow("arn:aws:s3:::data")


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


def test_a_policy_is_compiled_when_it_is_first_asked_and_only_once() -> None:
    statement = {"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}
    attached = AttachedPolicy({"Version": "2012-10-17", "Statement": statement}, "own", "identity")
    assert attached.may_grant("s3:getobject", "arn:aws:s3:::data/k") is False
    assert "compiled" not in vars(attached)
    assert attached.may_grant("sqs:sendmessage", "*") is True
    assert attached.compiled is vars(attached)["compiled"]


@pytest.mark.parametrize(
    ("statement", "action", "arn", "expected"),
    [
        ({"Action": "s3:Get*", "Resource": "arn:aws:s3:::data/*"}, "s3:getobject", "", True),
        ({"Action": "s3:Get*", "Resource": "arn:aws:s3:::data/*"}, "s3:putobject", "", False),
        ({"Action": "s3:Get*", "Resource": "arn:aws:s3:::data/*"}, "s3:getobject", "x", False),
        ({"Action": "S3:GET*", "Resource": "*"}, "s3:getobject", "arn:aws:s3:::data", True),
        ({"Action": ["sqs:*", "s3:*"], "Resource": "*"}, "s3:getobject", "*", True),
        ({"NotAction": "s3:*", "Resource": "*"}, "s3:getobject", "*", True),
        ({"Action": "s3:?et*", "Resource": "*"}, "s3:setobject", "*", True),
        # A part of what is asked about counts: an object of a bucket.
        ({"Action": "*", "Resource": "arn:aws:s3:::data/a/b"}, "", "arn:aws:s3:::data", True),
        ({"Action": "*", "Resource": "arn:aws:s3:::other/a"}, "", "arn:aws:s3:::data", False),
        ({"Action": "*", "Resource": "arn:aws:s3:::${aws:username}"}, "", "arn:aws:s3:::d", True),
        ({"Action": "*", "NotResource": "arn:aws:s3:::data"}, "", "arn:aws:s3:::data", True),
    ],
)
@pytest.mark.parametrize("effect", ["Allow", "Deny"])
def test_a_policy_mentions_what_the_beginnings_of_its_elements_leave_open(
    statement: dict[str, Any], action: str, arn: str, effect: str, *, expected: bool
) -> None:
    document = {"Version": "2012-10-17", "Statement": [{"Effect": effect, **statement}]}
    attached = AttachedPolicy(document, "own", "identity")
    assert attached.mentions(action, arn) is expected
    assert attached.denies is (effect == "Deny")


def test_a_denial_grants_nothing_and_is_mentioned() -> None:
    statement = {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}
    attached = AttachedPolicy({"Version": "2012-10-17", "Statement": statement}, "own", "identity")
    assert attached.mentions("s3:getobject", "arn:aws:s3:::data/k")
    assert not attached.may_grant("s3:getobject", "arn:aws:s3:::data/k")
    assert not attached.may_do("s3:getobject")
    assert not attached.may_allow("arn:aws:s3:::data")


@pytest.mark.parametrize(
    ("resource", "expected"),
    [("*", True), ("arn:aws:s3:::data", True), ("arn:aws:s3:::data/in/*", True),
     ("arn:aws:s3:::other/*", False), ("arn:aws:s3:::dat", False), ("arn:aws:s3:::d*", True)],
)  # fmt: skip
def test_a_policy_reaches_a_resource_or_its_parts(resource: str, *, expected: bool) -> None:
    statement = {"Effect": "Allow", "Action": "s3:*", "Resource": resource}
    attached = AttachedPolicy({"Version": "2012-10-17", "Statement": statement}, "own", "identity")
    assert attached.may_allow("arn:aws:s3:::data") is expected


def test_what_is_only_denied_is_not_reached() -> None:
    other = {"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::da?x"}
    denial = {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}
    document = {"Version": "2012-10-17", "Statement": [other, denial]}
    assert AttachedPolicy(document, "own", "identity").may_allow("arn:aws:s3:::data") is False


def test_a_policy_that_was_not_collected_may_do_anything_and_denies_nothing_for_certain() -> None:
    attached = AttachedPolicy(None, "gone", "identity")
    assert not attached.compiled
    assert attached.may_do("iam:createuser")
    assert attached.may_allow("arn:aws:s3:::data")
    assert attached.mentions("iam:createuser", "*")
    assert not attached.denies


def test_versions_that_say_something_else_are_the_policy_as_it_would_be() -> None:
    current: dict[str, Any] = {"Statement": []}
    older = {"Statement": [{"Effect": "Deny"}]}
    versions = {"v1": older, "v2": dict(current), "v3": None}
    attached = AttachedPolicy(current, "arn:p", "identity", "arn:p", versions)
    found = {version: other.document for version, other in attached.find_versions()}
    assert found == {"v1": older, "v3": None}
    assert list(AttachedPolicy(current, "arn:p", "identity").find_versions()) == []
