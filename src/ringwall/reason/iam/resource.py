"""What the policies of the resource say, after what S3 adds to them.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
"""

from ringwall.reason.iam.applicability import defies_bucket_policy
from ringwall.reason.iam.layers import Layers, Tally, count_votes
from ringwall.reason.iam.public import is_public
from ringwall.reason.iam.reach import Reach
from ringwall.reason.iam.request import Request
from ringwall.reason.iam.ternary import Ternary, all_of, negate


def count_resource_votes(request: Request, layers: Layers, *, has_boundary: bool) -> Tally:
    """Return what the resource's policies say to a request."""
    policies = (*layers.resource, *layers.sharing)
    tally = count_votes("resource", policies, request, by_principal=True, has_boundary=has_boundary)
    if defies_bucket_policy(request):
        tally = tally._replace(denied=False, denying=())
    return _restrict_public(tally, request, layers)


def _restrict_public(tally: Tally, request: Request, layers: Layers) -> Tally:
    """Apply RestrictPublicBuckets.

    A public policy then grants nothing to other accounts and to strangers, not even what one of its
    statements grants to a certain account. AWS services and the owner's own people keep it.
    """
    if request.requester.kind == "service" or layers.restricts_public is False:
        return tally
    closed = tuple(p for p in layers.resource if p is None or not is_public(p.policy))
    if len(closed) == len(layers.resource):
        return tally
    kept = (*closed, *layers.sharing)
    strict = count_votes("resource", kept, request, by_principal=True)
    restricted = all_of((layers.restricts_public, negate(request.is_same_account)))
    grants = (_choose(restricted, *pair) for pair in zip(strict.grants, tally.grants, strict=True))
    granting = strict.granting if restricted else tally.granting
    return tally._replace(grants=Reach(*grants), granting=granting)


def _choose(is_so: Ternary, yes: Ternary, no: Ternary) -> Ternary:
    if is_so is None:
        return yes if yes == no else None
    return yes if is_so else no
