"""One decision from several: for a call that needs several grants.

An action on several resources "must be authorized for each required resource":
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
A request through an S3 access point needs the access point's grant and the bucket's:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
To pass a role needs iam:PassRole and a trust policy that allows the service:
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
"""

from collections.abc import Iterable

from ringwall.reason.iam.evaluation.evaluate import Decision, DecisionVerdict, evaluate
from ringwall.reason.iam.evaluation.policy_set import Policies, PolicySet
from ringwall.reason.iam.evaluation.request import Request, make_request

_ORDER: tuple[DecisionVerdict, ...] = (
    "explicitly_denied",
    "implicitly_denied",
    "unknown",
    "allowed",
)


def combine_decisions(decisions: Iterable[Decision]) -> Decision:
    """Return the decision on a call that needs all of these to be allowed.

    It is the first of the strongest refusals; where all are allowed, their statements together.
    """
    found = list(decisions)
    worst = min(found, key=lambda decision: _ORDER.index(decision.verdict))
    if worst.verdict != "allowed":
        return worst
    statements = (statement for decision in found for statement in decision.statements)
    return Decision("allowed", "", tuple(dict.fromkeys(statements)))


def evaluate_pass_role(request: Request, policy_set: PolicySet, trust: Policies) -> Decision:
    """Return whether a requester can pass a role to a service.

    `request` is for iam:PassRole on the role, its context has iam:PassedToService; `trust` is the
    role's trust policy, which must let that service assume it.
    """
    decision = evaluate(request, policy_set)
    service = request.context.get("iam:passedtoservice")
    if not isinstance(service, tuple):
        return decision
    assume = make_request(
        service[0], "sts:AssumeRole", request.resource, resource_account=request.resource_account
    )
    return combine_decisions((decision, evaluate(assume, PolicySet(resource=trust))))
