"""The result of the resource's policies, with the settings that S3 adds to them.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
"""

from ringwall.reason.iam.evaluation.applicability import overrides_bucket_policy
from ringwall.reason.iam.evaluation.policy_set import (
    PolicySet,
    PolicyTypeResult,
    UnreadPolicy,
    evaluate_policies,
)
from ringwall.reason.iam.evaluation.principal_match import PrincipalMatch
from ringwall.reason.iam.evaluation.request import Request
from ringwall.reason.iam.evaluation.s3_public_policy import is_public_policy
from ringwall.reason.iam.language.ternary import Ternary, all_of, negate


def evaluate_resource_policies(
    request: Request, policy_set: PolicySet, *, has_boundary: bool
) -> PolicyTypeResult:
    """Return the result of the resource's policies for a request."""
    policies = (*policy_set.resource, *policy_set.sharing)
    result = evaluate_policies(
        "resource", policies, request, by_principal=True, has_boundary=has_boundary
    )
    if overrides_bucket_policy(request):
        result = result._replace(denied=False, denying=())
    return _restrict_public(result, request, policy_set)


def _restrict_public(
    result: PolicyTypeResult, request: Request, policy_set: PolicySet
) -> PolicyTypeResult:
    """Apply RestrictPublicBuckets.

    A public policy then grants nothing outside of the owner's account, not even what one of its
    statements grants to a certain account. AWS services and the owner's account keep their access.
    """
    if request.requester.kind == "service" or policy_set.restricts_public is False:
        return result
    closed = tuple(
        p
        for p in policy_set.resource
        if isinstance(p, UnreadPolicy) or not is_public_policy(p.policy)
    )
    if len(closed) == len(policy_set.resource):
        return result
    kept = (*closed, *policy_set.sharing)
    strict = evaluate_policies("resource", kept, request, by_principal=True)
    restricted = all_of((policy_set.restricts_public, negate(request.is_same_account)))
    grants = (_choose(restricted, *pair) for pair in zip(strict.grants, result.grants, strict=True))
    granting = strict.granting if restricted else result.granting
    return result._replace(grants=PrincipalMatch(*grants), granting=granting)


def _choose(is_so: Ternary, yes: Ternary, no: Ternary) -> Ternary:
    if is_so is None:
        return yes if yes == no else None
    return yes if is_so else no
