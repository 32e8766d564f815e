"""A witness put to the concrete evaluator: no answer stands on the symbolic engine alone."""

from typing import NamedTuple

from ringwall.reason.iam.compiled import CompiledPolicy, CompiledStatement
from ringwall.reason.iam.layers import Layer, count_votes
from ringwall.reason.iam.policy import Policy
from ringwall.reason.iam.request import Request, make_request
from ringwall.reason.iam.symbolic.answer import Witness
from ringwall.reason.iam.ternary import Ternary, both, negate

SOMEBODY = "arn:aws:iam::111122223333:role/somebody"
"""Who asks where no policy says who may."""


class Word(NamedTuple):
    """What one policy says to a request."""

    allowed: Ternary
    statements: tuple[CompiledStatement, ...]
    """Those that deny it, or else those that allow it."""


def make_witness_request(witness: Witness, keys: tuple[str, ...]) -> Request:
    """Return the request of a witness; `keys` are absent unless it has a value for them."""
    context: dict[str, object] = {key: witness.context.get(key, ()) for key in keys}
    requester = witness.requester or SOMEBODY
    return make_request(requester, witness.action, witness.resource, context)


def put_to(policy: Policy, request: Request, *, by_principal: bool) -> Word:
    """Return what a policy alone says to a request, whatever other policies there may be."""
    layer: Layer = "resource" if by_principal else "identity"
    compiled = (CompiledPolicy(policy),)
    tally = count_votes(layer, compiled, request, by_principal=by_principal)
    allowed = both(tally.allowed, negate(tally.denied))
    return Word(allowed, tally.denying or tally.granting)


def describe(statement: CompiledStatement) -> str:
    """Return a statement as people find it: policy, number, Sid and place."""
    found = statement.statement
    name = f"{statement.policy.name or 'policy'}[{found.index}]"
    sid = f" {found.sid}" if found.sid else ""
    return f"{name}{sid} ({found.place})" if found.place.line else f"{name}{sid}"
