"""Whether an AWS service may use a resource by itself, or by a role that it was given.

It is the resource's policy that lets a service in, and the RCPs of its account can keep it out:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.authorization.authority import AppliedPolicies, AskedRequest
from ringwall.emulator.authorization.callers import ApiCaller
from ringwall.emulator.authorization.guards import find_guard
from ringwall.emulator.authorization.identity_policies import (
    RCP,
    SCP,
    find_boundary,
    find_identity_policies,
    find_levels,
    find_organization,
)
from ringwall.emulator.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState


def may_service(  # noqa: PLR0917  # a request is who, what, on what, for whom
    state: EmulatorState,
    service: str,
    action: str,
    resource: str,
    account_id: str,
    source_arn: str = "",
    keys: Mapping[str, Any] | None = None,
) -> bool:
    """Return whether a service principal may do something, for a resource of an account.

    Without an authority it may.
    """
    if state.authority is None:
        return True
    guard = find_guard(state, resource, account_id)
    organization = find_organization(account_id)
    asked = AskedRequest(
        principal=service,
        role_arn="",
        user_arn="",
        action=action,
        resource=resource,
        resource_account=guard.account_id,
        management_account=organization.org.master_account_id if organization else "",
        keys={
            "aws:PrincipalIsAWSService": "true",
            "aws:SourceAccount": account_id,
            "aws:SecureTransport": "true",
            **({"aws:SourceArn": source_arn} if source_arn else {}),
            **({"aws:SourceOrgID": organization.org.id} if organization else {}),
            **(keys or {}),
        },
    )
    policies = AppliedPolicies(
        resource=guard.policies, rcp_levels=find_levels(guard.account_id, RCP)
    )
    return state.authority.decide(asked, policies).verdict == "allowed"


def may_role(
    state: EmulatorState,
    role_arn: str,
    action: str,
    resource: str,
    keys: Mapping[str, Any] | None = None,
) -> bool:
    """Return whether a session of a role may do something; without an authority it may."""
    if state.authority is None:
        return True
    account_id = role_arn.split(":")[4]
    roles = moto_backend("iam", account_id).roles.values()
    role = next((role for role in roles if role.arn == role_arn), None)
    if role is None:
        return False
    session = f"arn:{state.regions.partition}:sts::{account_id}:assumed-role/{role.name}/service"
    caller = ApiCaller("session", session, account_id, f"{role.id}:service", role)
    guard = find_guard(state, resource, account_id)
    asked = AskedRequest(
        principal=session,
        role_arn=role_arn,
        user_arn="",
        action=action,
        resource=resource,
        resource_account=guard.account_id,
        management_account="",
        keys={"aws:PrincipalAccount": account_id, "aws:SecureTransport": "true", **(keys or {})},
    )
    policies = AppliedPolicies(
        identity=find_identity_policies(caller),
        boundaries=find_boundary(caller),
        resource=guard.policies,
        scp_levels=find_levels(account_id, SCP),
        rcp_levels=find_levels(guard.account_id, RCP),
    )
    return state.authority.decide(asked, policies).verdict == "allowed"
