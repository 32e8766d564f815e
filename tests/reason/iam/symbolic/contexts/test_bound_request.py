"""A request with its policies is decided as the evaluator decides it."""

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.evaluation.evaluate import evaluate
from ringwall.reason.iam.evaluation.policy_set import PolicySet
from ringwall.reason.iam.evaluation.request import make_request
from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.symbolic.contexts.bound_request import BoundRequest

STATEMENT = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*"}
OWN = CompiledPolicy(read_policy({"Version": "2012-10-17", "Statement": STATEMENT}))
ANN = "arn:aws:iam::111122223333:user/ann"


def bind(resource: str) -> BoundRequest:
    request = make_request(ANN, "s3:GetObject", resource, resource_account="111122223333")
    return BoundRequest(request, PolicySet((OWN,)))


def test_it_is_decided_under_its_own_policies() -> None:
    inside, outside = bind("arn:aws:s3:::data/k"), bind("arn:aws:s3:::other/k")
    assert inside.decide() == evaluate(inside.request, inside.policy_set)
    assert (inside.decide().verdict, outside.decide().verdict) == ("allowed", "implicitly_denied")


def test_other_policies_make_another_decision() -> None:
    bound = bind("arn:aws:s3:::data/k")
    bare = bound._replace(policy_set=PolicySet())
    assert bare.request is bound.request
    assert bare.decide().verdict == "implicitly_denied"
