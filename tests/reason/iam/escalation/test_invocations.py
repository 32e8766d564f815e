"""Whether anything is known to invoke a function, by its policies or by a principal's."""

from typing import Any

import pytest

from ringwall.reason.iam.escalation.invocations import Invocations

Estate = Any
"""tests/reason/conftest.py declares it."""
A, B = "111111111111", "222222222222"
FUNCTION = f"arn:aws:lambda:us-east-1:{A}:function:f"


def allow(action: str, resource: str = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def is_invoked(estate: Estate) -> bool:
    return Invocations(estate.read()).is_invoked(FUNCTION, A)


@pytest.mark.parametrize(
    ("table", "arn", "action", "expected"),
    [
        ("lambda_function", FUNCTION, "lambda:InvokeFunction", True),
        ("lambda_function", FUNCTION, "lambda:*", True),
        ("lambda_function", FUNCTION, "lambda:GetFunction", False),
        ("lambda_function", f"{FUNCTION}2", "lambda:InvokeFunction", False),
        ("lambda_alias", f"{FUNCTION}:live", "lambda:InvokeFunction", True),
    ],
)
def test_a_policy_of_the_function_or_of_an_alias_is_a_trigger(
    estate: Estate, table: str, arn: str, action: str, *, expected: bool
) -> None:
    estate.add("lambda_function", f"{FUNCTION}3", policy={})
    statement = allow(action, arn, Principal={"Service": "s3.amazonaws.com"})
    estate.add(table, arn, policy={"Statement": [statement]})
    assert is_invoked(estate) is expected


def test_a_function_whose_policy_was_not_collected_is_not_known_to_be_invoked(
    estate: Estate,
) -> None:
    estate.add("lambda_function", FUNCTION, policy=None)
    estate.user("ann", policies=None)
    assert not is_invoked(estate)


@pytest.mark.parametrize(
    ("resource", "account", "expected"),
    [("*", A, True), (FUNCTION, A, True), (f"{FUNCTION}2", A, False), ("*", B, False)],
)
def test_a_principal_of_the_account_may_invoke_it(
    estate: Estate, resource: str, account: str, *, expected: bool
) -> None:
    estate.add("lambda_function", FUNCTION, policy={})
    estate.user("ann", allow("lambda:Invoke*", resource), account=account)
    assert is_invoked(estate) is expected
