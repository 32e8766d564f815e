"""What AWS services may do in somebody's name: deliver to a resource, assume a role.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from ringwall.emulator.authorization.authority import (
    AppliedPolicies,
    AskedRequest,
    Authority,
    NamedPolicy,
    PolicyList,
    Ruling,
)
from ringwall.emulator.authorization.guards import find_guard
from ringwall.emulator.authorization.identity_policies import RCP, find_levels, find_organization
from ringwall.emulator.authorization.request_context import (
    describe_organization,
    describe_resource,
    write_time,
)
from ringwall.emulator.issued_session import IssuedSession
from ringwall.emulator.needs.templates import find_partition
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

HOUR = timedelta(hours=1)
ALL = {"Effect": "Allow", "Action": "*", "Resource": "*"}
EVERYTHING = (NamedPolicy("all", json.dumps({"Version": "2012-10-17", "Statement": [ALL]})),)


@dataclass(frozen=True)
class ServiceRequest:
    """A request that a service makes by itself, on behalf of a resource."""

    service: str
    """Its principal: `events.amazonaws.com`."""
    action: str
    resource: str
    """The ARN of what it uses."""
    source_arn: str
    """The resource on whose behalf it asks: `aws:SourceArn`; '' if there is none."""
    source_account: str
    region: str
    keys: Mapping[str, Any] = field(default_factory=dict)
    """Further condition keys."""


@dataclass(frozen=True)
class IssuedCredentials:
    """Credentials of a role's session."""

    access_key: str
    secret_key: str = field(repr=False)
    token: str = field(repr=False)
    expires: datetime


@dataclass(frozen=True)
class ServiceAccess:
    """Decides what services may do; without an authority, everything."""

    authority: Authority | None

    def decide(self, state: EmulatorState, request: ServiceRequest) -> Ruling:
        """Return whether resource policy, trust policy and RCPs let a service do something."""
        return self._decide(state, request, _describe(request))

    def lets_account(self, state: EmulatorState, request: ServiceRequest) -> bool:
        """Whether resource policy and RCPs let the request's source account do something.

        That the account's own policies allow it to who asks is taken for granted.
        """
        root = f"arn:{find_partition(request.region)}:iam::{request.source_account}:root"
        keys = {
            **write_time(datetime.now(UTC)),
            "aws:SecureTransport": "true",
            "aws:RequestedRegion": request.region,
            "aws:ViaAWSService": "true",
            "aws:CalledVia": [request.service],
            "aws:PrincipalAccount": request.source_account,
            "aws:PrincipalArn": root,
            **dict(describe_organization(request.source_account, "Principal")),
        }
        found = self._decide(state, replace(request, service=root), keys, EVERYTHING)
        return found.verdict == "allowed"

    def _decide(
        self,
        state: EmulatorState,
        request: ServiceRequest,
        keys: Mapping[str, Any],
        identity: PolicyList = (),
    ) -> Ruling:
        if self.authority is None:
            return Ruling("allowed")
        guard = find_guard(state, request.resource, request.source_account)
        organization = find_organization(guard.account_id)
        policies = AppliedPolicies(
            identity=identity,
            resource=guard.policies,
            rcp_levels=find_levels(guard.account_id, RCP),
            settings=guard.settings,
        )
        asked = AskedRequest(
            principal=request.service,
            role_arn="",
            user_arn="",
            action=request.action,
            resource=request.resource,
            resource_account=guard.account_id,
            management_account=organization.org.master_account_id if organization else "",
            keys={
                **keys,
                **describe_resource(guard, request.action.partition(":")[0]),
                **request.keys,
            },
        )
        return self.authority.decide(asked, policies)

    def assume(
        self, state: EmulatorState, request: ServiceRequest, session_name: str
    ) -> IssuedCredentials | None:
        """Return credentials of a role for a service; None where the role does not trust it.

        The request's action is sts:AssumeRole and its resource the role.
        """
        account = request.resource.split(":")[4]
        roles = moto_backend("iam", account).roles.values()
        is_there = any(role.arn == request.resource for role in roles)
        if not is_there or self.decide(state, request).verdict != "allowed":
            return None
        now = datetime.now(UTC).replace(microsecond=0)
        seconds = int(HOUR.total_seconds())
        made = moto_backend("sts", account).assume_role(
            request.region, session_name, request.resource, None, seconds, None
        )
        state.sessions[made.access_key_id] = IssuedSession(account, issued=now, expires=now + HOUR)
        return IssuedCredentials(
            made.access_key_id, made.secret_access_key, made.session_token, now + HOUR
        )


def _describe(request: ServiceRequest) -> dict[str, Any]:
    """Return the keys of a request that a service makes by itself."""
    now = datetime.now(UTC)
    keys: dict[str, Any] = {
        **write_time(now),
        "aws:SecureTransport": "true",
        "aws:RequestedRegion": request.region,
        "aws:PrincipalIsAWSService": "true",
        "aws:PrincipalServiceName": request.service,
        "aws:PrincipalServiceNamesList": [request.service],
        "aws:ViaAWSService": "false",
        "aws:SourceAccount": request.source_account,
        **dict(describe_organization(request.source_account, "Source")),
    }
    return keys | ({"aws:SourceArn": request.source_arn} if request.source_arn else {})
