"""The IAM reasoner as the authority of an emulator: policies mean there what they mean here."""

from functools import cache, lru_cache

from ringwall.emulator.authorization.authority import (
    ActionFacts,
    AppliedPolicies,
    AskedRequest,
    PolicyList,
    ResourceKind,
    Ruling,
)
from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.evaluation.evaluate import evaluate
from ringwall.reason.iam.evaluation.policy_set import Policies, PolicySet, UnreadPolicy
from ringwall.reason.iam.evaluation.request import make_request
from ringwall.reason.iam.evaluation.requester import read_requester
from ringwall.reason.iam.evaluation.settings import read_settings
from ringwall.reason.iam.language.parse import parse_policy
from ringwall.reason.iam.language.policy import PolicyType
from ringwall.reason.iam.language.universe import load_universe


class ReasonedAuthority:
    """Decides requests as `access test` does."""

    def find_action(self, name: str) -> ActionFacts | None:
        """Return an action of AWS's service reference; None where it has none of that name."""
        return _find_action(name)

    def decide(self, request: AskedRequest, policies: AppliedPolicies) -> Ruling:
        """Return whether the policies together allow a request."""
        requester = read_requester(
            request.principal, role_arn=request.role_arn, user_arn=request.user_arn
        )
        asked = make_request(
            requester,
            request.action,
            request.resource,
            request.keys,
            resource_account=request.resource_account,
            management_account=request.management_account,
        )
        policy_set = PolicySet(
            identity=_compile(policies.identity, "identity"),
            resource=_compile(policies.resource, "resource"),
            boundaries=_compile(policies.boundaries, "boundary"),
            session=_compile(policies.session, "session"),
            scp_levels=tuple(_compile(level, "scp") for level in policies.scp_levels),
            rcp_levels=tuple(_compile(level, "rcp") for level in policies.rcp_levels),
            endpoint=_compile(policies.endpoint, "endpoint"),
        )
        if policies.settings:
            policy_set = read_settings(policies.settings).add_to(policy_set)
        found = evaluate(asked, policy_set)
        denied = found.verdict == "explicitly_denied" and found.statements
        name = found.statements[0].statement.policy.name if denied else ""
        return Ruling(found.verdict, found.policy_type, name)


@cache
def _find_action(name: str) -> ActionFacts | None:
    found = load_universe().find(name.lower())
    if found is None:
        return None
    kinds = tuple(ResourceKind(kind.name, kind.arn, kind.is_required) for kind in found.types)
    keys = frozenset(key for kind in found.types for key in kind.keys) | frozenset(found.keys)
    return ActionFacts(found.name, kinds, keys)


def _compile(policies: PolicyList, kind: PolicyType) -> Policies:
    return tuple(_compile_one(policy.name, policy.text, kind) for policy in policies)


@lru_cache(maxsize=4096)
def _compile_one(name: str, text: str, kind: PolicyType) -> CompiledPolicy | UnreadPolicy:
    parsed = parse_policy(text, name, kind)
    if parsed.policy is None:
        return UnreadPolicy(f"the policy {name} (cannot be read)")
    return CompiledPolicy(parsed.policy)
