"""One concrete request to the organization as it was collected, decided by the evaluator."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ringwall.reason.iam.cases.access import AccessCase
from ringwall.reason.iam.evaluation.combined_decision import combine_decisions
from ringwall.reason.iam.evaluation.evaluate import Decision
from ringwall.reason.iam.evaluation.policy_set import UNKNOWN_POLICY
from ringwall.reason.iam.evaluation.requester import Requester, read_requester
from ringwall.reason.iam.organization.model import Organization, Principal
from ringwall.reason.iam.question.caller import Caller, call_as
from ringwall.reason.iam.question.context_keys import describe_account, describe_time
from ringwall.reason.iam.question.question import AccessQuestion
from ringwall.reason.iam.question.target_resource import TargetResource, find_target

IN_EVERY_REQUEST = (
    *("aws:sourceip", "aws:useragent", "aws:requestedregion", "aws:multifactorauthpresent"),
    *("aws:currenttime", "aws:epochtime"),
)
"""Keys that every request has, or whose absence means something: unknown where they are not given.
"""
ASSUMED: Mapping[str, Any] = {"aws:securetransport": True, "aws:viaawsservice": False}
"""What is assumed of a request unless the caller says otherwise."""


def decide_in_estate(
    organization: Organization,
    requester: str | Requester,
    action: str,
    resources: tuple[str, ...],
    context: Mapping[str, Any] | None = None,
    *,
    resource_account: str = "",
    is_complete: bool = True,
) -> Decision:
    """Return the decision on one request, under everything that the snapshot has.

    Keys that follow from the organization are filled in, those of IN_EVERY_REQUEST are unknown;
    others that the context leaves out are absent, or unknown unless it is complete. The context
    goes before what follows from the organization. Of a principal that was not collected, the
    identity policies are unknown. BadInput where principal or action cannot be read.
    """
    who = requester if isinstance(requester, Requester) else read_requester(requester)
    caller = _find_caller(organization, who)
    given = {**ASSUMED, **(context or {})}
    targets = (_find_target(organization, arn, resource_account) for arn in resources or ("*",))
    return combine_decisions(
        AccessQuestion(caller, action, target, given, is_complete=is_complete).decide()
        for target in targets
    )


def decide_case(organization: Organization, case: AccessCase) -> Decision:
    """Return the decision on a case that brings no policies of its own."""
    request = case.request
    resource = request["resource"]
    return decide_in_estate(
        organization,
        read_requester(
            str(request["principal"]),
            role_arn=str(request.get("role_arn") or ""),
            user_arn=str(request.get("user_arn") or ""),
            canonical_id=str(request.get("canonical_id") or ""),
        ),
        str(request["action"]),
        tuple(map(str, resource)) if isinstance(resource, list) else (str(resource),),
        request.get("context") or {},
        resource_account=str(request.get("resource_account") or ""),
        is_complete=request.get("is_complete", True) is not False,
    )


def find_principal(organization: Organization, requester: Requester) -> Principal | None:
    """Return the user, role or root user who makes a request; for a session, its role."""
    if found := organization.principals.get(requester.name):
        return found
    if requester.kind != "session":
        return None
    if found := organization.principals.get(requester.role_arn):
        return found
    # The ARN of a session lacks its role's path: within an account, names of roles are unique.
    name = requester.name.split("/")[1]
    roles = organization.roles(requester.account)
    return next((role for role in roles if role.name == name), None)


def _find_caller(organization: Organization, requester: Requester) -> Caller:
    """Return a requester as a caller: what it does not say of itself is open, and not closed."""
    defaults = {**dict.fromkeys(IN_EVERY_REQUEST), **describe_time(organization)}
    principal = find_principal(organization, requester)
    if principal:
        known = call_as(organization, principal)
        if requester.kind == "session":
            requester = replace(requester, role_arn=principal.arn)
        keys = {**defaults, **known.keys}
        return replace(known, requester=requester, keys=keys, closed=(), shapes={})
    account = requester.account
    if not account:
        return Caller(requester, defaults)
    keys = {**defaults, **describe_account(organization, account, "principal")}
    scps = organization.account(account).scp_levels
    return Caller(requester, keys, granted=UNKNOWN_POLICY, scp_levels=scps)


def _find_target(organization: Organization, arn: str, account: str) -> TargetResource:
    """Return what an ARN names; the caller's word on its account and other keys goes first."""
    found = replace(find_target(organization, arn), identity=None, closed=())
    return replace(found, owner=account, is_owner_given=True) if account else found
