"""RCPs that AWS Organizations refuses."""

from typing import Any

import pytest

from ringwall.reason.iam.language.parse import parse_policy
from ringwall.reason.iam.language.policy import PolicyType
from ringwall.reason.iam.validation.rcp import check_rcp

DENY = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}


def problems(policy_type: PolicyType = "rcp", **elements: Any) -> list[tuple[str, str]]:
    """Return code and path of each problem of an RCP's only statement."""
    statement = {k: v for k, v in {**DENY, **elements}.items() if v is not None}
    source = {"Version": "2012-10-17", "Statement": [statement]}
    policy = parse_policy(source, policy_type=policy_type).policy
    assert policy is not None
    found = [problem for s in policy.statements for problem in check_rcp(policy, s)]
    assert {problem.severity for problem in found} <= {"error"}
    return [(problem.code.removeprefix("rcp_syntax_error_"), problem.path) for problem in found]


@pytest.mark.parametrize(
    "elements",
    [
        {},
        {"Action": ["s3:GetObject", "sts:AssumeRole", "kms:*", "sqs:*", "secretsmanager:*"]},
        {"Principal": {"AWS": "*"}},
        {"Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}},
        {"Resource": "arn:aws:s3:::b/*"},
        # RCPFullAWSAccess, which AWS attaches everywhere
        {"Effect": "Allow", "Action": "*"},
    ],
)
def test_a_sound_rcp_has_no_problem(elements: dict[str, Any]) -> None:
    assert problems(**elements) == []


@pytest.mark.parametrize(
    ("elements", "expected"),
    [
        ({"Effect": "Allow"}, [("allow", "Statement[0].Effect")]),
        (
            {
                "Effect": "Allow",
                "Action": "*",
                "Condition": {"Bool": {"aws:SecureTransport": "true"}},
            },
            [("allow", "Statement[0].Effect"), ("action", "Statement[0].Action")],
        ),
        ({"Principal": {"AWS": "111122223333"}}, [("principal", "Statement[0].Principal")]),
        ({"Principal": {"Service": "s3.amazonaws.com"}}, [("principal", "Statement[0].Principal")]),
        (
            {"Principal": None, "NotPrincipal": {"AWS": "111122223333"}},
            [("principal", "Statement[0].Principal")],
        ),
        ({"Action": None, "NotAction": "s3:*"}, [("notaction", "Statement[0].NotAction")]),
        ({"Action": "*"}, [("action", "Statement[0].Action")]),
        ({"Action": "ec2:RunInstances"}, [("action", "Statement[0].Action")]),
        (
            {"Action": ["iam:*", "s3:*", "lambda:*"]},
            [("action", "Statement[0].Action"), ("action", "Statement[0].Action")],
        ),
    ],
)
def test_what_organizations_refuses_is_an_error(
    elements: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert problems(**elements) == expected


@pytest.mark.parametrize("policy_type", ["scp", "resource", "identity", ""])
def test_other_policies_are_not_rcps(policy_type: PolicyType) -> None:
    assert problems(policy_type, Effect="Allow", Action="ec2:*") == []
