"""Requests through an S3 access point, which its own policy and its bucket's must allow.

"Both the access point and the underlying bucket ... must permit the request", under the most
restrictive combination of their and their accounts' Block Public Access; one that is restricted to
a VPC "rejects any request ... that doesn't originate from that VPC".
https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-vpc.html
"""

from dataclasses import replace
from functools import lru_cache
from typing import Any

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.evaluation.policy_set import UNKNOWN_POLICY, Policies
from ringwall.reason.iam.evaluation.request import Request
from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.language.ternary import either
from ringwall.reason.iam.language.universe import load_universe
from ringwall.reason.iam.organization.model import Resource
from ringwall.reason.iam.symbolic.contexts.bound_request import BoundRequest

OBJECT = "/object/"
"""How objects behind an access point are written, after its ARN."""
_NOT_COLLECTED = "the-bucket-of-an-access-point"
"""Stands for the name of a bucket that was not collected."""


def is_access_point(resource: Resource) -> bool:
    """Whether a resource is an access point."""
    return resource.table == "s3_access_point"


def bucket_arn_of(point: Resource) -> str:
    """Return the ARN of the bucket that an access point leads to."""
    partition = point.arn.split(":", 2)[1]
    return f"arn:{partition}:s3:::{point.facts['bucket'] or _NOT_COLLECTED}"


def find_behind(point: Resource, action: str, arn: str) -> str:
    """Return the ARN in the bucket that a request to an access point is for.

    '' where the request is for the access point alone.
    """
    bucket = bucket_arn_of(point)
    rest = arn.removeprefix(point.arn)
    if rest.startswith(OBJECT):
        return f"{bucket}/{rest.removeprefix(OBJECT)}"
    found = load_universe().find(action)
    on_bucket = found is None or any(kind.matches(bucket) for kind in found.types)
    return bucket if on_bucket and not rest else ""


def restrict_to_network(point: Resource) -> Policies:
    """Return the policy that says the same as an access point's VPC; unknown where that is."""
    vpc = point.facts["vpc_id"]
    if vpc is None:
        return UNKNOWN_POLICY
    return (_deny_other_networks(point.arn, vpc),) if vpc else ()


@lru_cache(maxsize=4096)
def _deny_other_networks(arn: str, vpc: str) -> CompiledPolicy:
    statement: dict[str, Any] = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": "*",
        "Condition": {"StringNotEquals": {"aws:SourceVpc": vpc}},
    }
    document = {"Version": "2012-10-17", "Statement": statement}
    return CompiledPolicy(read_policy(document, f"network of {arn}"))


def pass_through(
    point: Resource, on_point: BoundRequest, on_bucket: BoundRequest
) -> tuple[BoundRequest, BoundRequest]:
    """Return the two requests that one through an access point comes to: both must be allowed."""
    own, behind = on_point.policy_set, on_bucket.policy_set
    # "Amazon S3 applies the most restrictive combination" of Block Public Access.
    restricts = either(own.restricts_public, behind.restricts_public)
    policies = (*own.resource, *restrict_to_network(point))
    return (
        BoundRequest(
            _name_point(on_point.request, point),
            replace(own, resource=policies, restricts_public=restricts),
        ),
        BoundRequest(
            _name_point(on_bucket.request, point), replace(behind, restricts_public=restricts)
        ),
    )


def _name_point(request: Request, point: Resource) -> Request:
    """Return a request with the keys that say which access point it comes through."""
    known = {
        "s3:dataaccesspointarn": (point.arn,),
        "s3:dataaccesspointaccount": (point.account_id,),
    }
    vpc = point.facts["vpc_id"]
    if vpc is not None:
        known["s3:accesspointnetworkorigin"] = ("VPC" if vpc else "Internet",)
    return replace(request, context=request.context.fill_in(known))
