"""What AWS services may do by themselves: by the policy of a resource, or by a role given to them.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from dataclasses import dataclass

from ringwall.emulator.authorization.authority import AppliedPolicies, AskedRequest, Need
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
from ringwall.emulator.authorization.request_context import describe_resource
from ringwall.emulator.authorization.service_access import ServiceAccess, ServiceRequest
from ringwall.emulator.call import ROLE_ARN
from ringwall.emulator.needs.stored import find_bucket
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.state import EmulatorState

OLDEST = "us-east-1"
"""The Region of what has none in its ARN, but for buckets."""


@dataclass(frozen=True)
class ActingService:
    """A service that acts for a resource of an account: a trail, a flow log."""

    principal: str
    """`cloudtrail.amazonaws.com`."""
    account_id: str
    source_arn: str
    """The resource for which it acts: `aws:SourceArn`."""


def may_service(state: EmulatorState, service: ActingService, need: Need) -> bool:
    """Return whether the resource's own policy lets a service in; without an authority, yes."""
    request = ServiceRequest(
        service=service.principal,
        action=need.action,
        resource=need.resource,
        source_arn=service.source_arn,
        source_account=service.account_id,
        region=(service.source_arn.split(":") + [""] * 4)[3],
        keys=need.keys,
    )
    access: ServiceAccess = state.service_access
    return access.decide(state, request).verdict == "allowed"


def may_use_role(
    state: EmulatorState, service: ActingService, role_arn: str, needs: tuple[Need, ...]
) -> bool:
    """Return whether a service can assume a role, and the role has some permissions."""
    trusts = may_service(state, service, Need("sts:AssumeRole", role_arn))
    return trusts and may_role(state, role_arn, needs, service.principal)


def may_role(
    state: EmulatorState, role_arn: str, needs: tuple[Need, ...], session_name: str
) -> bool:
    """Return whether a session of a role has some permissions, whoever may assume it."""
    if state.authority is None:
        return True
    matched = ROLE_ARN.fullmatch(role_arn)
    if matched is None:
        return False
    roles = moto_backend("iam", matched[1]).roles.values()
    role = next((role for role in roles if role.arn == role_arn), None)
    if role is None:
        return False
    session = f"arn:{own_partition()}:sts::{matched[1]}:assumed-role/{role.name}/{session_name}"
    caller = ApiCaller("session", session, matched[1], f"{role.id}:{session_name}", role)
    return all(may_principal(state, caller, need) for need in needs)


def _find_region(arn: str) -> str:
    """Return the Region that a call about a resource goes to."""
    _, _, service, region, _, rest = (*arn.split(":", 5), *[""] * 6)[:6]
    bucket = find_bucket(rest.partition("/")[0]) if service == "s3" else None
    return region or (str(bucket.region_name) if bucket else OLDEST)


def may_principal(state: EmulatorState, caller: ApiCaller, need: Need) -> bool:
    """Return whether a principal has a permission, under its policies and the resource's."""
    if state.authority is None:
        return True
    guard = find_guard(state, need.resource, caller.account_id)
    policies = AppliedPolicies(
        identity=find_identity_policies(caller),
        boundaries=find_boundary(caller),
        resource=guard.policies,
        scp_levels=find_levels(caller.account_id, SCP),
        rcp_levels=find_levels(guard.account_id, RCP),
        settings=guard.settings,
    )
    keys = {
        "aws:PrincipalArn": caller.role_arn,
        "aws:PrincipalAccount": caller.account_id,
        "aws:PrincipalIsAWSService": "false",
        "aws:SecureTransport": "true",
        "aws:RequestedRegion": _find_region(need.resource),
    }
    organization = find_organization(guard.account_id)
    request = AskedRequest(
        principal=caller.arn,
        role_arn=caller.role_arn,
        user_arn="",
        action=need.action,
        resource=need.resource,
        resource_account=guard.account_id,
        management_account=organization.org.master_account_id if organization else "",
        keys={
            **keys,
            **describe_resource(guard, need.action.partition(":")[0]),
            **need.keys,
        },
    )
    return state.authority.decide(request, policies).verdict == "allowed"
