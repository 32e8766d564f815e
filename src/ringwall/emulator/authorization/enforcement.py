"""Authorize calls: what a call needs is asked of the authority, under all policies that apply.

Messages are AWS's:
https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

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
from ringwall.emulator.authorization.guards import ResourceGuard, find_guard
from ringwall.emulator.authorization.identity_policies import (
    ADMINISTRATOR,
    RCP,
    SCP,
    find_boundary,
    find_identity_policies,
    find_levels,
    find_organization,
    find_session_policies,
)
from ringwall.emulator.authorization.membership import find_answering_account, may_ask
from ringwall.emulator.authorization.request_context import describe_request, describe_resource
from ringwall.emulator.call import BY_ROOT, EmulatedCall, Fault
from ringwall.emulator.linked_roles import PATH
from ringwall.emulator.needs.find import find_needs
from ringwall.emulator.needs.operations import find_prefix
from ringwall.emulator.needs.runbook_roles import find_runbook_role
from ringwall.emulator.organizations.records import find_records
from ringwall.emulator.refusals import ACCESS_DENIED
from ringwall.emulator.state import EmulatorState
from ringwall.emulator.vpc_endpoints import find_endpoint
from ringwall.emulator.wire.presigned import check_presigned

ACROSS_ACCOUNTS = frozenset(
    {"dynamodb", "ecr", "events", "kms", "lambda", "secretsmanager", "sns", "sqs"}
)
"""Services whose resources other accounts can be let use, and which moto looks for at home."""
NEW_NAMES = frozenset({"s3:CreateBucket"})
"""What makes a thing whose name is one for all accounts: the caller's, whoever has that name."""
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
        is_root = caller.kind == "root"
        asked = replace(call, environ={**call.environ, BY_ROOT: True}) if is_root else call
        needs = find_needs(asked, self.authority)
        if needs is None:
            state.guess(call.name, "(the permissions that it needs)", None)
            raise deny(call, f"it is not known which permissions {call.name} needs")
        refused: set[str] = set()
        for need in (*needs, *find_runbook_role(state, call)):
            ruling = self.decide(state, call, caller, need)
            if ruling.verdict == "allowed":
                continue
            if call.name not in BY_ITEM:
                raise deny(call, _describe(caller, need, ruling))
            refused.add(need.resource)
        return AllowedCall(self._find_account(state, call, caller, needs), frozenset(refused))

    def _find_account(
        self, state: EmulatorState, call: EmulatedCall, caller: ApiCaller, needs: tuple[Need, ...]
    ) -> str:
        if call.service == "organizations":
            return self._find_answering_account(state, call, caller, needs)
        if call.service in ACROSS_ACCOUNTS and needs:
            return find_guard(state, needs[0].resource, call.account_id).account_id
        return call.account_id

    def _find_answering_account(
        self, state: EmulatorState, call: EmulatedCall, caller: ApiCaller, needs: tuple[Need, ...]
    ) -> str:
        """Return the account that answers a call of Organizations.

        Beside the calls that members and delegated administrators may make, a member may make those
        that the organization's resource policy gives to it.
        """
        organization = find_organization(call.account_id)
        if organization is None or not needs or may_ask(organization, call):
            return find_answering_account(call)
        management: str = organization.org.master_account_id
        policy = find_records(state, organization).resource_policy
        given = AppliedPolicies(
            identity=find_identity_policies(caller),
            boundaries=find_boundary(caller),
            session=find_session_policies(caller),
            resource=(NamedPolicy("the resource policy of the organization", policy),),
        )
        for need in needs if policy else ():
            request = self._ask(call, caller, need, ResourceGuard(management))
            if self.authority.decide(request, given).verdict != "allowed":
                return find_answering_account(call)
        return management if policy else find_answering_account(call)

    def decide(
        self, state: EmulatorState, call: EmulatedCall, caller: ApiCaller, need: Need
    ) -> Ruling:
        """Return whether a caller has a permission, under all policies that apply."""
        guard = ResourceGuard(call.account_id)
        if call.name not in NEW_NAMES:
            guard = find_guard(state, need.resource, call.account_id)
        is_role = ":role/" in need.resource and not need.action.lower().startswith("sts:")
        is_linked = caller.role_arn.partition(":role")[2].startswith(PATH)
        policies = AppliedPolicies(
            identity=find_identity_policies(caller),
            boundaries=find_boundary(caller),
            session=find_session_policies(caller),
            # A trust policy is about assuming the role, and about nothing else.
            resource=() if is_role else guard.policies,
            scp_levels=()
            if is_linked or not caller.account_id
            else find_levels(caller.account_id, SCP),
            rcp_levels=find_levels(guard.account_id, RCP),
            endpoint=find_endpoint_policies(call, need),
            settings=guard.settings,
        )
        request = self._ask(call, caller, need, guard)
        if caller.kind == "root":
            # A root user has no policies that a session policy could limit: its task is a level.
            # AWS's task policies deny all else, and allow nothing by themselves.
            level = (ADMINISTRATOR, *find_session_policies(caller))
            task = replace(policies, scp_levels=(level,))
            ruling = self.authority.decide(request, task)
            if ruling.verdict != "allowed":
                return replace(ruling, policy_type="session")
        return self.authority.decide(request, policies)

    @staticmethod
    def _ask(
        call: EmulatedCall,
        caller: ApiCaller,
        need: Need,
        guard: ResourceGuard,
    ) -> AskedRequest:
        """Return the request for one permission, as policies see it."""
        organization = find_organization(caller.account_id or guard.account_id)
        return AskedRequest(
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
