"""What the policies of the resource say, after what S3 adds to them.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
"""

from ringwall.reason.iam.evaluation.applicability import overrides_bucket_policy
from ringwall.reason.iam.evaluation.policy_set import PolicySet, PolicyTypeResult, evaluate_policies
from ringwall.reason.iam.evaluation.principal_match import PrincipalMatch
from ringwall.reason.iam.evaluation.public import is_public
from ringwall.reason.iam.evaluation.request import Request
from ringwall.reason.iam.language.ternary import Ternary, all_of, negate


def evaluate_resource_policies(
    request: Request, policy_set: PolicySet, *, has_boundary: bool
) -> PolicyTypeResult:
    """Return what the resource's policies say to a request."""
    policies = (*policy_set.resource, *policy_set.sharing)
    votes = evaluate_policies(
        "resource", policies, request, by_principal=True, has_boundary=has_boundary
    )
    if overrides_bucket_policy(request):
        votes = votes._replace(denied=False, denying=())
    return _restrict_public(votes, request, policy_set)


def _restrict_public(
    votes: PolicyTypeResult, request: Request, policy_set: PolicySet
) -> PolicyTypeResult:
    """Apply RestrictPublicBuckets.

    A public policy then grants nothing to other accounts and to strangers, not even what one of its
    statements grants to a certain account. AWS services and the owner's own people keep it.
    """
    if request.requester.kind == "service" or policy_set.restricts_public is False:
        return votes
    closed = tuple(p for p in policy_set.resource if p is None or not is_public(p.policy))
    if len(closed) == len(policy_set.resource):
        return votes
    kept = (*closed, *policy_set.sharing)
    strict = evaluate_policies("resource", kept, request, by_principal=True)
    restricted = all_of((policy_set.restricts_public, negate(request.is_same_account)))
    grants = (_choose(restricted, *pair) for pair in zip(strict.grants, votes.grants, strict=True))
    granting = strict.granting if restricted else votes.granting
    return votes._replace(grants=PrincipalMatch(*grants), granting=granting)


def _choose(is_so: Ternary, yes: Ternary, no: Ternary) -> Ternary:
    if is_so is None:
        return yes if yes == no else None
    return yes if is_so else no
