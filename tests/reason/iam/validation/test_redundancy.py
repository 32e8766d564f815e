"""Parts of a policy that others cover."""

from typing import Any

import pytest

from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.validation.redundancy import (
    MAX_STATEMENTS,
    MAX_VALUES,
    check_redundancy,
)

OBJECT, BUCKET = "arn:aws:s3:::b/*", "arn:aws:s3:::b"


def say(**elements: Any) -> dict[str, Any]:
    found = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": OBJECT, **elements}
    return {key: value for key, value in found.items() if value is not None}


def problems(*statements: dict[str, Any]) -> list[tuple[int, str, str]]:
    """Return statement, code and message of each problem."""
    policy = read_policy({"Version": "2012-10-17", "Statement": list(statements)})
    return [
        (statement.index, problem.code, problem.message)
        for statement in policy.statements
        for problem in check_redundancy(policy, statement)
    ]


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        (["s3:GetObject", "s3:PutObject"], []),
        (["s3:Get*", "s3:GetObject"], ["s3:getobject is covered by s3:get*"]),
        (["s3:GetObject", "s3:Get*"], ["s3:getobject is covered by s3:get*"]),
        (["s3:Get*", "s3:*"], ["s3:get* is covered by s3:*"]),
        (["s3:GetObject", "s3:GetObject"], ["s3:getobject appears twice"]),
        (["s3:Get*", "s3:Get?bject"], ["s3:get?bject is covered by s3:get*"]),
        (["*", "iam:PassRole"], ["iam:passrole is covered by *"]),
    ],
)
@pytest.mark.parametrize("element", ["Action", "NotAction"])
def test_an_action_that_another_covers(
    element: str, actions: list[str], expected: list[str]
) -> None:
    statement = {**say(Action=None), element: actions}
    assert problems(statement) == [(0, "redundant_action", message) for message in expected]


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ([OBJECT, BUCKET], []),
        ([OBJECT, "*"], [f"{OBJECT} is covered by *"]),
        ([OBJECT, OBJECT], [f"{OBJECT} appears twice"]),
        # Whether a wildcard covers an ARN depends on its fields, which are not compared.
        (["arn:aws:s3:::b/*", "arn:aws:s3:::b/k"], []),
    ],
)
def test_a_resource_that_another_covers(resources: list[str], expected: list[str]) -> None:
    found = problems(say(Resource=resources))
    assert found == [(0, "redundant_resource", message) for message in expected]


@pytest.mark.parametrize(
    ("action", "is_named"),
    [("s*:GetObject", True), ("?3:*", True), ("*:GetObject", True), ("*", False), ("s3:*", False)],
)
def test_the_whole_name_of_a_service_is_wanted(action: str, *, is_named: bool) -> None:
    codes = [code for _, code, _ in problems(say(Action=action))]
    assert codes == (["wildcard_in_service_name"] if is_named else [])


@pytest.mark.parametrize(
    ("statements", "redundant"),
    [
        ([say(), say(Action="s3:PutObject")], []),
        ([say(), say(Action="s3:Get*")], [0]),
        ([say(Action="s3:*"), say()], [1]),
        # Of two alike the later one is redundant.
        ([say(), say()], [1]),
        ([say(), say(Effect="Deny")], []),
        ([say(Resource="*"), say(Condition={"Bool": {"aws:SecureTransport": "true"}})], [1]),
        ([say(), say(Resource="*", Condition={"Bool": {"aws:SecureTransport": "true"}})], []),
        # Several may cover it together.
        (
            [say(Action=["s3:GetObject", "s3:PutObject"]), say(), say(Action="s3:PutObject")],
            [0, 1, 2],
        ),
        ([say(Principal={"AWS": "111122223333"}), say(Principal="*")], [0]),
        ([say(Principal={"AWS": "111122223333"}), say(Principal={"AWS": "444455556666"})], []),
    ],
)
def test_a_statement_that_others_cover(
    statements: list[dict[str, Any]], redundant: list[int]
) -> None:
    found = [at for at, code, _ in problems(*statements) if code == "redundant_statement"]
    assert found == redundant


def test_a_large_policy_is_not_compared_as_a_whole() -> None:
    few = [say(Sid=f"s{n}", Action=f"s3:Get{n}") for n in range(MAX_STATEMENTS - 1)]
    assert problems(*few, say(Sid="again", Action="s3:Get0"))
    assert not problems(*few, say(Sid="again", Action="s3:Get0"), say(Action="s3:Put"))
    many = [f"s3:Get{n}" for n in range(MAX_VALUES)]
    assert not problems(say(Action=[*many, "s3:Get0"]))
