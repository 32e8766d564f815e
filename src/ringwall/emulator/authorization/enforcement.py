"""Authorize calls: what a call needs is asked of the authority, under all policies that apply.

Messages are AWS's:
https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ringwall.emulator.authorization.authority import (
    AppliedPolicies,
    AskedRequest,
    Authority,
    NamedPolicy,
    Need,
    PolicyList,
    Ruling,
)
from ringwall.emulator.authorization.callers import ApiCaller, find_caller
from ringwall.emulator.authorization.guards import find_guard
from ringwall.emulator.authorization.identity_policies import (
    RCP,
    SCP,
    find_boundary,
    find_identity_policies,
    find_levels,
    find_organization,
    find_session_policies,
)
from ringwall.emulator.authorization.membership import find_answering_account
from ringwall.emulator.authorization.request_context import describe_request, describe_resource
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.needs.find import find_needs
from ringwall.emulator.needs.operations import find_prefix
from ringwall.emulator.needs.runbook_roles import find_runbook_role
from ringwall.emulator.presigned import check_presigned
from ringwall.emulator.refusals import ACCESS_DENIED
from ringwall.emulator.state import EmulatorState
from ringwall.emulator.vpc_endpoints import find_endpoint

ACROSS_ACCOUNTS = frozenset(
    {"dynamodb", "ecr", "events", "kms", "lambda", "secretsmanager", "sns", "sqs"}
)
"""Services whose resources other accounts can be let use, and which moto looks for at home."""
BY_ITEM = frozenset({"s3:DeleteObjects"})
"""Batches in whose answers each item is refused by itself."""
_TYPES: Mapping[str, str] = {
    "identity": "identity-based policy",
    "resource": "resource-based policy",
    "boundary": "permissions boundary",
    "session": "session policy",
    "scp": "service control policy",
    "rcp": "resource control policy",
    "endpoint": "VPC endpoint policy",
}


@dataclass(frozen=True)
class AllowedCall:
    """What a caller may do with a call."""

    account_id: str
    """The account whose state the call is about."""
    refused: frozenset[str] = frozenset()
    """ARNs of a batch that are refused, while the rest is answered."""


@dataclass(frozen=True)
class Enforcement:
    """Refuses the calls that policies do not allow."""

    authority: Authority

    def check(self, state: EmulatorState, call: EmulatedCall) -> AllowedCall:
        """Return what the caller may do with a call; Fault where it may not make it.

        A call of which it is not known what it needs is refused, and recorded as a guess.
        """
        check_presigned(call)
        caller = find_caller(state, call)
        needs = find_needs(call, self.authority)
        if needs is None:
            state.guess(call, "(the permissions that it needs)", None)
            raise deny(call, f"it is not known which permissions {call.name} needs")
        refused: set[str] = set()
        for need in (*needs, *find_runbook_role(state, call)):
            ruling = self.decide(state, call, caller, need)
            if ruling.verdict == "allowed":
                continue
            if call.name not in BY_ITEM:
                raise deny(call, _describe(caller, need, ruling))
            refused.add(need.resource)
        return AllowedCall(_find_account(state, call, needs), frozenset(refused))

    def decide(
        self, state: EmulatorState, call: EmulatedCall, caller: ApiCaller, need: Need
    ) -> Ruling:
        """Return whether a caller has a permission, under all policies that apply."""
        guard = find_guard(state, need.resource, call.account_id)
        is_role = ":role/" in need.resource and not need.action.lower().startswith("sts:")
        organization = find_organization(caller.account_id or guard.account_id)
        policies = AppliedPolicies(
            identity=find_identity_policies(caller),
            boundaries=find_boundary(caller),
            session=find_session_policies(caller),
            # A trust policy is about assuming the role, and about nothing else.
            resource=() if is_role else guard.policies,
            scp_levels=find_levels(caller.account_id, SCP) if caller.account_id else (),
            rcp_levels=find_levels(guard.account_id, RCP),
            endpoint=find_endpoint_policies(call, need),
            settings=guard.settings,
        )
        request = AskedRequest(
            principal=caller.arn,
            role_arn=caller.role_arn,
            user_arn=caller.user_arn,
            action=need.action,
            resource=need.resource,
            resource_account=guard.account_id,
            management_account=organization.org.master_account_id if organization else "",
            keys={
                **describe_request(call, caller),
                # A service uses the key in the caller's name.
                **({"aws:ViaAWSService": "true"} if "kms:ViaService" in need.keys else {}),
                **describe_resource(guard, need.action.partition(":")[0]),
                **need.keys,
            },
        )
        return self.authority.decide(request, policies)


def _find_account(state: EmulatorState, call: EmulatedCall, needs: tuple[Need, ...]) -> str:
    if call.service == "organizations":
        return find_answering_account(call)
    if call.service in ACROSS_ACCOUNTS and needs:
        return find_guard(state, needs[0].resource, call.account_id).account_id
    return call.account_id


def find_endpoint_policies(call: EmulatedCall, need: Need) -> PolicyList:
    """Return the policy of the VPC endpoint that a permission passes: that of the call itself.

    What another service does for the caller does not come through the endpoint.
    """
    endpoint = find_endpoint(call)
    if endpoint is None or need.action.partition(":")[0] != find_prefix(call):
        return ()
    return (NamedPolicy(endpoint.endpoint_id, endpoint.policy),)


def deny(call: EmulatedCall, message: str) -> Fault:
    """Return the error of a service for a call that is not allowed."""
    code, status = ACCESS_DENIED[call.protocol]
    return Fault(code, message, status)


def _describe(caller: ApiCaller, need: Need, ruling: Ruling) -> str:
    """Return AWS's message: who may not do what, and which type of policy is why."""
    kind = _TYPES.get(ruling.policy_type, "policy")
    article = "an" if kind.startswith("i") else "a"
    if ruling.verdict == "explicitly_denied":
        why = f"with an explicit deny in {article} {kind}"
    else:
        why = f"because no {kind} allows the {need.action} action"
    what = f"perform: {need.action} on resource: {need.resource}"
    return f"User: {caller.arn} is not authorized to {what} {why}"
