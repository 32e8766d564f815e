"""Requests through an S3 access point, which need its word and its bucket's.

"Both the access point and the underlying bucket ... must permit the request", under the most
restrictive combination of their and their accounts' Block Public Access; one that is held to a VPC
"rejects any request ... that doesn't originate from that VPC".
https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-vpc.html
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.evaluation.policy_set import Policies
from ringwall.reason.iam.evaluation.request import Request
from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.language.ternary import either
from ringwall.reason.iam.language.universe import load_universe
from ringwall.reason.iam.organization.model import UNKNOWN_POLICY, Organization, Resource
from ringwall.reason.iam.symbolic.contexts.decide import Ask

OBJECT = "/object/"
"""How objects behind an access point are written, after its ARN."""
_UNTOLD = "the-bucket-of-an-access-point"
"""Stands for a bucket whose name was not told."""


def ask_through(
    organization: Organization, action: str, arn: str, make: Callable[[str], Ask]
) -> tuple[Ask, ...]:
    """Return the questions that a request comes to: of an access point, its bucket's as well.

    `make` puts the question about one ARN.
    """
    request, policy_set = make(arn)
    point = find_point(organization, arn)
    behind = find_behind(point, action, arn) if point else ""
    if point is None or not behind:
        return ((request, policy_set),)
    on_bucket, policies_behind = make(behind)
    # "Amazon S3 applies the most restrictive combination" of Block Public Access.
    restricts = either(policy_set.restricts_public, policies_behind.restricts_public)
    attached = (*policy_set.resource, *_hold_to_network(point))
    return (
        (_tell(request, point), replace(policy_set, resource=attached, restricts_public=restricts)),
        (_tell(on_bucket, point), replace(policies_behind, restricts_public=restricts)),
    )


def find_behind(point: Resource, action: str, arn: str) -> str:
    """Return what a request to an access point is to in its bucket; '' where it stays with it."""
    bucket = bucket_arn_of(point)
    rest = arn.removeprefix(point.arn)
    if rest.startswith(OBJECT):
        return f"{bucket}/{rest.removeprefix(OBJECT)}"
    found = load_universe().find(action)
    on_bucket = found is None or any(kind.matches(bucket) for kind in found.types)
    return bucket if on_bucket and not rest else ""


def bucket_arn_of(point: Resource) -> str:
    """Return the ARN of the bucket that an access point leads to."""
    partition = point.arn.split(":", 2)[1]
    return f"arn:{partition}:s3:::{point.facts['bucket'] or _UNTOLD}"


def policies_behind(organization: Organization, resource: Resource) -> Policies:
    """Return the policies that bear on requests through an access point beside its own."""
    if not is_point(resource):
        return ()
    bucket = organization.resources.get(bucket_arn_of(resource))
    if bucket is None:
        return (*_hold_to_network(resource), *UNKNOWN_POLICY)
    settings = organization.settings.get(bucket.arn)
    shared = settings.policies if settings else ()
    is_unknown = bucket.arn in organization.settings and settings is None
    return (
        *_hold_to_network(resource),
        *bucket.policies,
        *(UNKNOWN_POLICY if is_unknown else shared),
    )


def is_point(resource: Resource | None) -> bool:
    """Whether a resource is an access point."""
    return resource is not None and resource.table == "s3_access_point"


def find_point(organization: Organization, arn: str) -> Resource | None:
    """Return the access point that an ARN names, or leads through."""
    resource = organization.find_resource(arn) if ":accesspoint/" in arn else None
    return resource if is_point(resource) else None


def _hold_to_network(point: Resource) -> Policies:
    """Return the policy that says the same as an access point's VPC; unknown where it is not."""
    vpc = point.facts["vpc_id"]
    if vpc is None:
        return UNKNOWN_POLICY
    if not vpc:
        return ()
    statement: dict[str, Any] = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": "*",
        "Condition": {"StringNotEquals": {"aws:SourceVpc": vpc}},
    }
    document = {"Version": "2012-10-17", "Statement": statement}
    return (CompiledPolicy(read_policy(document, f"network of {point.arn}")),)


def _tell(request: Request, point: Resource) -> Request:
    """Return a request with the keys that tell which access point it came through."""
    known = {
        "s3:dataaccesspointarn": (point.arn,),
        "s3:dataaccesspointaccount": (point.account_id,),
    }
    vpc = point.facts["vpc_id"]
    if vpc is not None:
        known["s3:accesspointnetworkorigin"] = ("VPC" if vpc else "Internet",)
    return replace(request, context=request.context.fill_in(known))
