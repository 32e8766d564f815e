"""A question about the organization put together: the request, and all policies that apply to it.

Of the context, what follows from the organization is filled in (its id, tags, accounts); the rest
is open, so that the answer says what it hangs on.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.evaluation.context import Values
from ringwall.reason.iam.evaluation.policy_set import Policies, PolicySet
from ringwall.reason.iam.evaluation.request import Request, find_account, make_request
from ringwall.reason.iam.evaluation.requester import SOURCE_KEYS
from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.language.universe import load_universe
from ringwall.reason.iam.organization.model import UNKNOWN_POLICY, Organization, Principal, Resource
from ringwall.reason.iam.symbolic.contexts.decide import Access, decide_over_contexts

_REGION, _ACCOUNT = 3, 4
"""Fields of an ARN."""
_ANOTHER = "o-another"
"""The organization of an account that was collected and does not belong to ours."""
_RESOURCE_TAG = "aws:resourcetag/"
_CLOSED = ("aws:principaltag/",)
_TAGS_OF_PRINCIPALS = (_RESOURCE_TAG, "iam:resourcetag/")
_BOUNDARY = "iam:permissionsboundary"
_SETS_BOUNDARY = frozenset(
    {
        *("iam:createuser", "iam:createrole"),
        *("iam:putuserpermissionsboundary", "iam:putrolepermissionsboundary"),
    }
)
"""Actions whose iam:PermissionsBoundary is a parameter, not the boundary that is there."""
_ROLE = re.compile(r"arn:[a-z-]+:iam::\d{12}:role/")
_SETS_POLICY = re.compile(r":(put|set|add|create|update|attach)\w*(policy|permission)$")
_WITHOUT = frozenset({"iam", "organizations", "sso", "sts", "controltower", "config", "ram"})
"""Services whose policies are not those of resources, or of resources that are collected."""


def ask(
    organization: Organization,
    principal: Principal,
    action: str,
    arn: str,
    context: Mapping[str, Any] | None = None,
) -> Access:
    """Return whether a principal may act on a resource, over all contexts."""
    request = make_question(organization, principal, action, arn, context)
    return decide_over_contexts(request, policies_for(organization, principal, request))


def ask_as_service(organization: Organization, role: Principal, service: str) -> Access:
    """Return whether a service may assume a role on behalf of something in the role's account.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
    """
    account = role.account_id
    known = {
        **describe_account(organization, account, "resource"),
        **describe_account(organization, account, "source"),
        "aws:sourceaccount": account,
    }
    request = make_request(
        service,
        "sts:AssumeRole",
        role.arn,
        known,
        resource_account=account,
        management_account=organization.management_account,
        is_complete=False,
    )
    trust = None if role.trust is None else role.trust.compiled
    policy_set = PolicySet(resource=(trust,), rcp_levels=organization.account(account).rcp_levels)

    def admits(key: str, values: Values) -> bool:
        return key != "aws:sourcearn" or all(find_account(v, "") in {None, account} for v in values)

    return decide_over_contexts(request, policy_set, admits)


def make_question(
    organization: Organization,
    principal: Principal,
    action: str,
    arn: str,
    context: Mapping[str, Any] | None = None,
) -> Request:
    """Return a principal's request; `context` has keys that are known beside those that follow."""
    resource = organization.find_resource(arn)
    known = {
        **describe_principal(organization, principal),
        **describe_resource(organization, resource, arn),
        **(context or {}),
    }
    owner = organization.owner_of(arn)
    closed = closed_for(resource)
    if principal.tags is not None and not takes_session_tags(principal):
        closed += _CLOSED
    target = organization.principals.get(arn)
    if target is not None:
        known = {**describe_target(target, action), **known}
        closed += _TAGS_OF_PRINCIPALS if target.tags is not None else ()
    request = make_request(
        principal.requester,
        action,
        arn,
        known,
        resource_account=owner or (principal.account_id if arn == "*" else None),
        management_account=organization.management_account,
        is_complete=False,
        closed=closed,
    )
    if principal.kind == "role" and principal.unique_id:
        # Of a session's id the role's is known, its name is not.
        request = replace(request, shapes={"aws:userid": f"{principal.unique_id}:*"})
    return request


def policies_for(
    organization: Organization, principal: Principal | None, request: Request
) -> PolicySet:
    """Return the policies that apply to a request; None asks for somebody from outside."""
    resource = organization.find_resource(request.resource)
    settings = organization.settings.get(resource.arn) if resource else None
    is_unknown = resource is not None and resource.arn in organization.settings and not settings
    owner = organization.account(request.resource_account or "")
    return PolicySet(
        identity=principal.policies_about(request.action, request.resource) if principal else (),
        boundaries=principal.boundaries if principal else (),
        scp_levels=organization.account(principal.account_id).scp_levels if principal else (),
        resource=policies_of(resource, request),
        sharing=UNKNOWN_POLICY if is_unknown else settings.policies if settings else (),
        rcp_levels=owner.rcp_levels,
        restricts_public=settings.restricts_public if settings else False,
    )


def policies_of(resource: Resource | None, request: Request) -> Policies:
    """Return a resource's own policy; unknown where it may have one that was not collected."""
    if request.service != "sts" and _ROLE.match(request.resource):
        return ()  # a trust policy speaks of becoming the role, and of nothing else
    if resource is not None:
        return resource.policies
    if request.service == "sts":
        return UNKNOWN_POLICY if _ROLE.match(request.resource) else ()
    may_have = request.resource != "*" and may_have_policy(request.service, request.resource)
    return UNKNOWN_POLICY if may_have else ()


@cache
def allow_everything() -> CompiledPolicy:
    """Return the policy that allows everything: of somebody whose own policies we do not judge."""
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    return CompiledPolicy(read_policy({"Version": "2012-10-17", "Statement": statement}))


@lru_cache(maxsize=4096)
def may_have_policy(service: str, arn: str) -> bool:
    """Whether a resource may have a policy of its own: there is a call to set one on its like."""
    found = load_universe().services.get(service)
    if found is None or service in _WITHOUT:
        return False
    setters = (
        action
        for name, action in found.actions.items()
        if _SETS_POLICY.search(name) and "Permissions management" in action.levels
    )
    types = (kind for action in setters for kind in action.types)
    # A part of a resource (an object, an index) is guarded by the policy of the whole.
    return any(kind.matches(arn) or kind.begins(arn) for kind in types)


def takes_session_tags(principal: Principal) -> bool:
    """Whether who becomes a role may bring tags along, which then count as the role's."""
    return principal.trust is not None and principal.trust.may_do("sts:tagsession")


def describe_principal(organization: Organization, principal: Principal) -> dict[str, Any]:
    """Return the keys that tell of a principal: its organization, tags, id, and what it lacks."""
    known = {
        **describe_account(organization, principal.account_id, "principal"),
        **dict.fromkeys(SOURCE_KEYS, ()),
        # It may ask a service to ask on its behalf.
        "aws:viaawsservice": None,
    }
    if principal.kind == "user" and principal.unique_id:
        known["aws:userid"] = principal.unique_id
    for key, value in (principal.tags or {}).items():
        name = f"aws:principaltag/{key}"
        known[name] = None if takes_session_tags(principal) else value
    if organization.captured_at is not None:
        known["aws:currenttime"] = organization.captured_at.strftime("%Y-%m-%dT%H:%M:%SZ")
        known["aws:epochtime"] = str(int(organization.captured_at.timestamp()))
    return known


def closed_for(resource: Resource | None) -> tuple[str, ...]:
    """Return the beginnings of keys of which a resource has no others: its tags, if known."""
    if resource is None or not _has_known_tags(resource):
        return ()
    return (_RESOURCE_TAG, _tags_by_service(resource.arn))


def _tags_by_service(arn: str) -> str:
    """Return how a service's own keys for tags begin: `secretsmanager:resourcetag/`."""
    return f"{arn.split(':', _REGION)[2]}:resourcetag/"


def _has_known_tags(resource: Resource | None) -> bool:
    # The tags of a bucket count only where it has been enabled for that, which is not read.
    return resource is not None and resource.tags is not None and resource.table != "s3_bucket"


def describe_target(target: Principal, action: str) -> dict[str, Any]:
    """Return the keys that tell of a user or role that an action is about: its tags, its boundary.

    https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
    """
    known: dict[str, Any] = {
        f"{prefix}{key}".lower(): value
        for key, value in (target.tags or {}).items()
        for prefix in _TAGS_OF_PRINCIPALS
    }
    found = load_universe().find(action)
    if found is None or "iam:PermissionsBoundary" not in found.keys:
        known[_BOUNDARY] = ()  # the request does not have it
    elif action.lower() not in _SETS_BOUNDARY:
        known[_BOUNDARY] = () if target.boundary is None else target.boundary.managed_arn or None
    return known


def describe_account(organization: Organization, account_id: str, side: str) -> dict[str, Any]:
    """Return the keys that tell which organization an account belongs to.

    `side` is principal or resource. An account outside may be in any organization but ours.
    """
    if not organization.is_member(account_id) or not organization.id:
        is_collected = account_id in organization.accounts
        value: Any = None
        if organization.id == "" and is_collected:
            value = ()  # it was asked, and belongs to no organization
        elif organization.id and is_collected and organization.members is not None:
            value = _ANOTHER  # whose account it is, its own organization would tell
        return {f"aws:{side}orgid": value, f"aws:{side}orgpaths": value}
    path = organization.account(account_id).path
    paths = ["/".join((organization.id, *path)) + "/"] if path else None
    return {f"aws:{side}orgid": organization.id, f"aws:{side}orgpaths": paths}


def describe_resource(
    organization: Organization, resource: Resource | None, arn: str
) -> dict[str, Any]:
    """Return the keys that describe a resource: its account's organization, tags, region."""
    owner = organization.owner_of(arn)
    known = describe_account(organization, owner, "resource") if owner else {}
    if resource is not None and resource.tags is not None and _has_known_tags(resource):
        known |= {
            f"{prefix}{key}".lower(): value
            for key, value in resource.tags.items()
            for prefix in (_RESOURCE_TAG, _tags_by_service(resource.arn))
        }
    if resource is not None and resource.arn.split(":", _ACCOUNT)[_REGION]:
        known["aws:requestedregion"] = resource.region
    return known
