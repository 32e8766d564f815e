"""Which policy types apply to a request: the exceptions that AWS documents, one function each."""

import re

from ringwall.reason.iam.evaluation.request import Request
from ringwall.reason.iam.language.ternary import Ternary
from ringwall.reason.iam.language.universe import load_universe
from ringwall.reason.iam.language.variables import UNKNOWN

_KEY = re.compile(r"arn:[a-z-]+:kms:[^:]*:[^:]*:key/.+")
_ROLE = re.compile(r"arn:[a-z-]+:iam::\d{12}:role/.+")
_LONG_TERM = frozenset({"sts:getsessiontoken", "sts:getfederationtoken"})
"""Actions that take the keys of a user or of the root user."""
_BUCKET_POLICY = frozenset({"s3:getbucketpolicy", "s3:putbucketpolicy", "s3:deletebucketpolicy"})


def needs_no_permission(request: Request) -> bool:
    """Whether AWS allows it without a permission, and whatever denies it.

    https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
    https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
    """
    if request.action == "sts:getcalleridentity":
        return bool(request.requester.account)
    return request.action == "sts:getsessiontoken" and request.requester.kind in {"user", "root"}


def is_refused_to_caller(request: Request) -> bool:
    """Whether AWS refuses an action of STS to such a requester, whatever policies allow.

    The root user and an anonymous caller cannot call AssumeRole; temporary credentials cannot call
    GetSessionToken and GetFederationToken; a federated user can call GetCallerIdentity alone.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html
    """
    kind = request.requester.kind
    if request.service != "sts":
        return False
    if kind == "federated_user":
        return True
    if request.action == "sts:assumerole":
        return kind in {"root", "anonymous"}
    return request.action in _LONG_TERM and kind in {"role", "session"}


def is_bound_by_scp(request: Request) -> bool:
    """Whether SCPs apply to the requester.

    They apply to users, roles and root users of member accounts; not to the management account, to
    service-linked roles, or to principals outside of the organization.
    https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
    """
    requester = request.requester
    if not requester.account or requester.is_service_linked:
        return False
    return requester.account != request.management_account


def is_bound_by_rcp(request: Request) -> bool:
    """Whether RCPs apply to the request.

    They apply to every request for a resource of a member account, from outside of the organization
    too, but not to service-linked roles; only for some services, and never to kms:RetireGrant.
    https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
    """
    if request.requester.is_service_linked or request.action == "kms:retiregrant":
        return False
    if request.management_account and request.resource_account == request.management_account:
        return False
    return request.service in load_universe().rcp_services


def needs_resource_policy(request: Request) -> bool:
    """Whether the resource's policy must allow the request within one account too.

    This is so for a KMS key ("unless the key policy explicitly allows it, you cannot use IAM
    policies to allow access to a KMS key") and for a role's trust policy.
    https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
    """
    if request.service == "kms":
        return bool(_KEY.fullmatch(request.resource))
    return request.service == "sts" and bool(_ROLE.fullmatch(request.resource))


def overrides_bucket_policy(request: Request) -> bool:
    """Whether a bucket policy's denials do not apply: to the root user that repairs it.

    https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
    """
    return (
        request.requester.kind == "root"
        and request.action in _BUCKET_POLICY
        and request.is_same_account is True
    )


def uses_endpoint(request: Request) -> Ternary:
    """Whether a request uses the VPC endpoint whose policies are given.

    aws:SourceVpce is present only then, and aws:SourceIp only otherwise. Where the context has
    neither, the endpoint's policies are assumed to be given because they apply.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
    """
    endpoint = request.context.get("aws:sourcevpce")
    if isinstance(endpoint, tuple):
        return True
    if endpoint is UNKNOWN:
        return None
    return not isinstance(request.context.get("aws:sourceip"), tuple)
