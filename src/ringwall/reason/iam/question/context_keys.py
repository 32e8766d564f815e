"""Condition keys that follow from the organization: of the principal and of the resource.

What does not follow from it stays open, so that the answer says what it depends on.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from typing import Any, Literal

from ringwall.reason.iam.evaluation.requester import SOURCE_KEYS
from ringwall.reason.iam.language.universe import load_universe
from ringwall.reason.iam.organization.model import Organization, Principal, Resource

_REGION, _ACCOUNT = 3, 4
"""Fields of an ARN."""
_ANOTHER = "o-another"
"""The organization of an account that was collected and does not belong to ours."""
_RESOURCE_TAG = "aws:resourcetag/"
_PRINCIPAL_TAG = "aws:principaltag/"
_IDENTITY_TAGS = (_RESOURCE_TAG, "iam:resourcetag/")
"""How the keys begin that have the tags of a user or role that a request is about."""
_BOUNDARY = "iam:permissionsboundary"
_SETS_BOUNDARY = frozenset(
    {
        *("iam:createuser", "iam:createrole"),
        *("iam:putuserpermissionsboundary", "iam:putrolepermissionsboundary"),
    }
)
"""Actions whose iam:PermissionsBoundary is a parameter, not the boundary that is attached."""

Side = Literal["principal", "resource", "source"]
"""Whose account a key describes."""


def describe_account(organization: Organization, account_id: str, side: Side) -> dict[str, Any]:
    """Return the keys that say which organization an account belongs to.

    An account outside the organization may be in any organization but ours.
    """
    if not organization.is_member(account_id) or not organization.id:
        is_collected = account_id in organization.accounts
        value: Any = None
        if organization.id == "" and is_collected:
            value = ()  # AWS was asked: it belongs to no organization
        elif organization.id and is_collected and organization.members is not None:
            value = _ANOTHER  # only its own organization knows which one
        return {f"aws:{side}orgid": value, f"aws:{side}orgpaths": value}
    path = organization.account(account_id).path
    paths = ["/".join((organization.id, *path)) + "/"] if path else None
    return {f"aws:{side}orgid": organization.id, f"aws:{side}orgpaths": paths}


def describe_time(organization: Organization) -> dict[str, Any]:
    """Return the keys of a request's time: whoever makes it, it is made when the snapshot was."""
    at = organization.captured_at
    if at is None:
        return {}
    return {
        "aws:currenttime": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "aws:epochtime": str(int(at.timestamp())),
    }


def describe_principal(organization: Organization, principal: Principal) -> dict[str, Any]:
    """Return the keys of a principal: its organization, tags and id, and what it never has."""
    known = {
        **describe_account(organization, principal.account_id, "principal"),
        **dict.fromkeys(SOURCE_KEYS, ()),
        # It may have a service make the request for it.
        "aws:viaawsservice": None,
    }
    if principal.kind == "user" and principal.unique_id:
        known["aws:userid"] = principal.unique_id
    is_open = takes_session_tags(principal)
    for key, value in (principal.tags or {}).items():
        known[f"{_PRINCIPAL_TAG}{key}"] = None if is_open else value
    return known


def close_principal(principal: Principal) -> tuple[str, ...]:
    """Return how the keys begin of which a principal has no others than are known: its tags."""
    if principal.tags is None or takes_session_tags(principal):
        return ()
    return (_PRINCIPAL_TAG,)


def takes_session_tags(principal: Principal) -> bool:
    """Whether who assumes a role may pass session tags, which then count as the role's tags."""
    return principal.trust is not None and principal.trust.may_do("sts:tagsession")


def describe_resource(
    organization: Organization, resource: Resource | None, owner: str | None
) -> dict[str, Any]:
    """Return the keys of a resource: the organization of its owner, its tags, its region."""
    known = describe_account(organization, owner, "resource") if owner else {}
    if resource is None:
        return known
    if resource.tags is not None and _counts_tags(resource):
        known |= {
            f"{prefix}{key}".lower(): value
            for key, value in resource.tags.items()
            for prefix in (_RESOURCE_TAG, _tags_of_service(resource.arn))
        }
    if resource.arn.split(":", _ACCOUNT)[_REGION]:
        known["aws:requestedregion"] = resource.region
    return known


def close_resource(resource: Resource | None) -> tuple[str, ...]:
    """Return how the keys begin of which a resource has no others than are known: its tags."""
    if resource is None or resource.tags is None or not _counts_tags(resource):
        return ()
    return (_RESOURCE_TAG, _tags_of_service(resource.arn))


def _tags_of_service(arn: str) -> str:
    """Return how a service's own keys for tags begin: `secretsmanager:resourcetag/`."""
    return f"{arn.split(':', _REGION)[2]}:resourcetag/"


def _counts_tags(resource: Resource) -> bool:
    # The tags of a bucket count only where that has been enabled for it, which is not collected.
    return resource.table != "s3_bucket"


def describe_identity(identity: Principal, action: str) -> dict[str, Any]:
    """Return the keys of a user or role that an action is about: its tags, its boundary.

    https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
    """
    known: dict[str, Any] = {
        f"{prefix}{key}".lower(): value
        for key, value in (identity.tags or {}).items()
        for prefix in _IDENTITY_TAGS
    }
    found = load_universe().find(action)
    if found is None or "iam:PermissionsBoundary" not in found.keys:
        known[_BOUNDARY] = ()  # requests for this action do not have the key
    elif action.lower() not in _SETS_BOUNDARY:
        boundary = identity.boundary
        known[_BOUNDARY] = () if boundary is None else boundary.managed_arn or None
    return known


def close_identity(identity: Principal) -> tuple[str, ...]:
    """Return how the keys begin of which a user or role has no others than are known: its tags."""
    return () if identity.tags is None else _IDENTITY_TAGS
