"""Witnesses evaluated: no answer rests on the symbolic engine alone."""

from typing import NamedTuple

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy, CompiledStatement
from ringwall.reason.iam.evaluation.policy_set import evaluate_policies
from ringwall.reason.iam.evaluation.request import Request, make_request
from ringwall.reason.iam.language.policy import Policy, PolicyType
from ringwall.reason.iam.language.ternary import Ternary, both, negate
from ringwall.reason.iam.symbolic.check_answer import Witness

DEFAULT_REQUESTER = "arn:aws:iam::111122223333:role/somebody"
"""The requester where the policies do not depend on it."""


class PolicyAnswer(NamedTuple):
    """The result of one policy for a request."""

    allowed: Ternary
    statements: tuple[CompiledStatement, ...]
    """Those that deny it, or else those that allow it."""


def make_witness_request(witness: Witness, keys: tuple[str, ...]) -> Request:
    """Return the request of a witness; `keys` are absent where it has no value for them."""
    context: dict[str, object] = {key: witness.context.get(key, ()) for key in keys}
    requester = witness.requester or DEFAULT_REQUESTER
    return make_request(requester, witness.action, witness.resource, context)


def evaluate_policy(
    policy: Policy | CompiledPolicy, request: Request, *, by_principal: bool
) -> PolicyAnswer:
    """Return the result of one policy alone for a request."""
    policy_type: PolicyType = "resource" if by_principal else "identity"
    compiled = policy if isinstance(policy, CompiledPolicy) else CompiledPolicy(policy)
    result = evaluate_policies(policy_type, (compiled,), request, by_principal=by_principal)
    allowed = both(result.allowed, negate(result.denied))
    return PolicyAnswer(allowed, result.denying or result.granting)


def describe_statement(statement: CompiledStatement) -> str:
    """Return how a statement is found: policy, index, Sid and position."""
    found = statement.statement
    name = f"{statement.policy.name or 'policy'}[{found.index}]"
    sid = f" {found.sid}" if found.sid else ""
    return f"{name}{sid} ({found.position})" if found.position.line else f"{name}{sid}"
