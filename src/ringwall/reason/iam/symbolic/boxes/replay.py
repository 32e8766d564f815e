"""A witness put to the concrete evaluator: no answer stands on the symbolic engine alone."""

from typing import NamedTuple

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy, CompiledStatement
from ringwall.reason.iam.evaluation.policy_set import PolicyType, evaluate_policies
from ringwall.reason.iam.evaluation.request import Request, make_request
from ringwall.reason.iam.language.policy import Policy
from ringwall.reason.iam.language.ternary import Ternary, both, negate
from ringwall.reason.iam.symbolic.answer import Witness

DEFAULT_REQUESTER = "arn:aws:iam::111122223333:role/somebody"
"""Who asks where no policy says who may."""


class PolicyAnswer(NamedTuple):
    """What one policy says to a request."""

    allowed: Ternary
    statements: tuple[CompiledStatement, ...]
    """Those that deny it, or else those that allow it."""


def make_witness_request(witness: Witness, keys: tuple[str, ...]) -> Request:
    """Return the request of a witness; `keys` are absent unless it has a value for them."""
    context: dict[str, object] = {key: witness.context.get(key, ()) for key in keys}
    requester = witness.requester or DEFAULT_REQUESTER
    return make_request(requester, witness.action, witness.resource, context)


def evaluate_policy(policy: Policy, request: Request, *, by_principal: bool) -> PolicyAnswer:
    """Return what a policy alone says to a request, whatever other policies there may be."""
    policy_type: PolicyType = "resource" if by_principal else "identity"
    compiled = (CompiledPolicy(policy),)
    votes = evaluate_policies(policy_type, compiled, request, by_principal=by_principal)
    allowed = both(votes.allowed, negate(votes.denied))
    return PolicyAnswer(allowed, votes.denying or votes.granting)


def describe_statement(statement: CompiledStatement) -> str:
    """Return a statement as people find it: policy, number, Sid and place."""
    found = statement.statement
    name = f"{statement.policy.name or 'policy'}[{found.index}]"
    sid = f" {found.sid}" if found.sid else ""
    return f"{name}{sid} ({found.position})" if found.position.line else f"{name}{sid}"
