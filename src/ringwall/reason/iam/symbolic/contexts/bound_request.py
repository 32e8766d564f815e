"""A request together with the policies that apply to it: what the evaluator decides."""

from typing import NamedTuple

from ringwall.reason.iam.evaluation.evaluate import Decision, evaluate
from ringwall.reason.iam.evaluation.policy_set import PolicySet
from ringwall.reason.iam.evaluation.request import Request


class BoundRequest(NamedTuple):
    """One request and the policies that apply to it."""

    request: Request
    policy_set: PolicySet

    def decide(self) -> Decision:
        """Return the decision on the request."""
        return evaluate(self.request, self.policy_set)
