"""Whether policies depend on tags, which a principal may be able to change."""

from collections.abc import Iterable
from functools import lru_cache

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.evaluation.policy_set import UnreadPolicy
from ringwall.reason.iam.organization.model import Organization, Principal

OF_PRINCIPAL = ("aws:principaltag/",)
OF_IDENTITY = ("aws:resourcetag/", "iam:resourcetag/")


def depends_on_own_tags(organization: Organization, principal: Principal) -> bool:
    """Whether what a principal may do depends on its tags: by its policies, or to assume a role."""
    levels = organization.account(principal.account_id).scp_levels
    binding = (*principal.policies, *principal.boundaries, *(p for level in levels for p in level))
    trusts = (role.trust.compiled for role in organization.roles() if role.trust)
    return any(_names(policy, OF_PRINCIPAL) for policy in (*binding, *trusts))


def depends_on_tags_of_others(principal: Principal) -> bool:
    """Whether what a principal may do to users and roles depends on the tags of these."""
    return any(_names(p, OF_IDENTITY) for p in (*principal.policies, *principal.boundaries))


@lru_cache(maxsize=4096)
def _names(policy: CompiledPolicy | UnreadPolicy, keys: Iterable[str]) -> bool:
    """Whether a policy has a condition on tags, or a variable of one; no policy has none."""
    if not policy:
        return False
    variables = tuple(f"${{{key}" for key in keys)
    for compiled in policy.statements:
        found = compiled.statement
        texts = [*found.resource_values, *(v for c in found.conditions for v in c.values)]
        if any(condition.key.startswith(tuple(keys)) for condition in found.conditions):
            return True
        if any(variable in text.lower() for text in texts for variable in variables):
            return True
    return False
