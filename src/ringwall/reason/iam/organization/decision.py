"""One request put to the organization as it was collected: the concrete evaluator's answer."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ringwall.reason.iam.cases.access import AccessCase
from ringwall.reason.iam.evaluation.combined_decision import combine_decisions
from ringwall.reason.iam.evaluation.evaluate import Decision, evaluate
from ringwall.reason.iam.evaluation.policy_set import PolicySet
from ringwall.reason.iam.evaluation.request import Request, make_request
from ringwall.reason.iam.evaluation.requester import Requester, read_requester
from ringwall.reason.iam.organization.access_point import ask_through
from ringwall.reason.iam.organization.model import UNKNOWN_POLICY, Organization, Principal
from ringwall.reason.iam.organization.question import (
    describe_account,
    describe_principal,
    describe_resource,
    policies_for,
)
from ringwall.reason.iam.symbolic.contexts.decide import Ask

IN_EVERY_REQUEST = (
    *("aws:sourceip", "aws:useragent", "aws:requestedregion", "aws:multifactorauthpresent"),
    *("aws:currenttime", "aws:epochtime"),
)
"""Keys that a request has, or whose absence tells something: unknown where nobody says."""
ASSUMED: Mapping[str, Any] = {"aws:securetransport": True, "aws:viaawsservice": False}
"""What is taken for granted of a request unless the caller says otherwise."""


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
    others that the context leaves out are absent, or unknown unless it is complete. Of a principal
    that was not collected, the identity policies are unknown. BadInput where principal or action
    cannot be read.
    """
    who = requester if isinstance(requester, Requester) else read_requester(requester)
    principal = find_principal(organization, who)
    if principal and who.kind == "session":
        who = replace(who, role_arn=principal.arn)

    def make(arn: str) -> Ask:
        request = _ask(
            organization,
            who,
            action,
            arn,
            # What the caller says of the context goes before what follows from the organization.
            {**_describe(organization, who, principal, arn), **_lower(context or {})},
            resource_account=resource_account,
            is_complete=is_complete,
        )
        return request, _policy_set(organization, principal, request)

    asked = (
        each for arn in resources or ("*",) for each in ask_through(organization, action, arn, make)
    )
    return combine_decisions(evaluate(request, policy_set) for request, policy_set in asked)


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
    """Return the user, role or root user who asks; for a session, its role."""
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


def _describe(
    organization: Organization, requester: Requester, principal: Principal | None, arn: str
) -> dict[str, Any]:
    known = describe_resource(organization, organization.find_resource(arn), arn)
    if principal:
        known |= describe_principal(organization, principal)
    elif requester.account:
        known |= describe_account(organization, requester.account, "principal")
    if organization.captured_at is not None:
        known.setdefault("aws:currenttime", organization.captured_at.isoformat())
    return {**dict.fromkeys(IN_EVERY_REQUEST), **known, **ASSUMED}


def _lower(context: Mapping[str, Any]) -> dict[str, Any]:
    return {key.lower(): value for key, value in context.items()}


def _ask(
    organization: Organization,
    requester: Requester,
    action: str,
    arn: str,
    context: Mapping[str, Any],
    *,
    resource_account: str,
    is_complete: bool,
) -> Request:
    owner = resource_account or organization.owner_of(arn)
    return make_request(
        requester,
        action,
        arn,
        context,
        resource_account=owner or (requester.account if arn == "*" else None),
        management_account=organization.management_account,
        is_complete=is_complete,
    )


def _policy_set(
    organization: Organization, principal: Principal | None, request: Request
) -> PolicySet:
    policy_set = policies_for(organization, principal, request)
    account = request.requester.account
    if principal is None and account:
        is_ours = organization.is_member(account) is not False
        scps = organization.account(account).scp_levels if is_ours else ()
        return replace(policy_set, identity=UNKNOWN_POLICY, scp_levels=scps)
    return policy_set
