from typing import Any

import pytest

from ringwall.reason.iam.evaluation.combined_decision import combine_decisions, evaluate_pass_role
from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.evaluation.evaluate import Decision, DecisionVerdict
from ringwall.reason.iam.evaluation.policy_set import PolicySet
from ringwall.reason.iam.evaluation.request import make_request
from ringwall.reason.iam.language.parse import read_policy

ACCOUNT = "111122223333"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/target"


@pytest.mark.parametrize(
    ("verdicts", "together"),
    [
        (["allowed", "allowed"], "allowed"),
        (["allowed", "unknown"], "unknown"),
        (["unknown", "implicitly_denied"], "implicitly_denied"),
        (["implicitly_denied", "explicitly_denied", "allowed"], "explicitly_denied"),
    ],
)
def test_all_must_be_allowed(verdicts: list[DecisionVerdict], together: DecisionVerdict) -> None:
    assert combine_decisions(map(Decision, verdicts)).verdict == together


def policy(**statement: Any) -> CompiledPolicy:
    whole = {"Effect": "Allow", **statement}
    return CompiledPolicy(read_policy({"Version": "2012-10-17", "Statement": whole}))


@pytest.mark.parametrize(
    ("service", "verdict"),
    [("ec2.amazonaws.com", "allowed"), ("lambda.amazonaws.com", "implicitly_denied")],
)
def test_passing_a_role_takes_a_trust_that_accepts_the_service(
    service: str, verdict: DecisionVerdict
) -> None:
    policy_set = PolicySet(identity=(policy(Action="iam:PassRole", Resource=ROLE),))
    trust = policy(Action="sts:AssumeRole", Principal={"Service": "ec2.amazonaws.com"})
    request = make_request(
        f"arn:aws:iam::{ACCOUNT}:user/a", "iam:PassRole", ROLE, {"iam:PassedToService": service}
    )
    assert evaluate_pass_role(request, policy_set, (trust,)).verdict == verdict
