"""What the policies of the resource say, after what S3 adds to them.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
"""

from ringwall.reason.iam.evaluation.applicability import defies_bucket_policy
from ringwall.reason.iam.evaluation.policy_set import PolicySet, Votes, count_votes
from ringwall.reason.iam.evaluation.principal_match import Reach
from ringwall.reason.iam.evaluation.public import is_public
from ringwall.reason.iam.evaluation.request import Request
from ringwall.reason.iam.language.ternary import Ternary, all_of, negate


def count_resource_votes(request: Request, policy_set: PolicySet, *, has_boundary: bool) -> Votes:
    """Return what the resource's policies say to a request."""
    policies = (*policy_set.resource, *policy_set.sharing)
    votes = count_votes("resource", policies, request, by_principal=True, has_boundary=has_boundary)
    if defies_bucket_policy(request):
        votes = votes._replace(denied=False, denying=())
    return _restrict_public(votes, request, policy_set)


def _restrict_public(votes: Votes, request: Request, policy_set: PolicySet) -> Votes:
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
    strict = count_votes("resource", kept, request, by_principal=True)
    restricted = all_of((policy_set.restricts_public, negate(request.is_same_account)))
    grants = (_choose(restricted, *pair) for pair in zip(strict.grants, votes.grants, strict=True))
    granting = strict.granting if restricted else votes.granting
    return votes._replace(grants=Reach(*grants), granting=granting)


def _choose(is_so: Ternary, yes: Ternary, no: Ternary) -> Ternary:
    if is_so is None:
        return yes if yes == no else None
    return yes if is_so else no
