"""The actions of paths that a principal may have been allowed: the other paths need no proof."""

from collections.abc import Iterator
from itertools import chain

from ringwall.reason.iam.escalation.paths import load_paths
from ringwall.reason.iam.organization.attached_policy import AttachedPolicy
from ringwall.reason.iam.organization.model import Organization, Principal
from ringwall.reason.iam.question.guard import find_guard
from ringwall.reason.iam.question.named_principals import NamedPrincipals
from ringwall.reason.iam.relation.role_chains import ASSUME


class PathActions:
    """The actions of paths, asked which of them a principal may have been allowed."""

    def __init__(self, organization: Organization) -> None:
        self._actions = sorted({action for path in load_paths() for action in path.actions})
        self._by_policy: dict[int, frozenset[str]] = {}
        self._by_workloads = list(self._read_workloads(organization))

    def allowed_to(self, principal: Principal) -> frozenset[str]:
        """Return the actions that some policy may allow a principal, in lower case."""
        by_workloads = (
            actions for named, actions in self._by_workloads if named.includes(principal)
        )
        # A trust policy may allow a principal to assume a role that has no policy for it.
        return frozenset({ASSUME.lower()}).union(
            *map(self._allowed_by, principal.attached), *by_workloads
        )

    def _read_workloads(
        self, organization: Organization
    ) -> Iterator[tuple[NamedPrincipals, frozenset[str]]]:
        """Yield whom the policies of workloads name, and for which actions."""
        for workload in chain.from_iterable(organization.workloads.values()):
            resource = organization.resources.get(workload.arn)
            if resource and resource.attached and (actions := self._allowed_by(resource.attached)):
                named = find_guard(organization, resource).names
                if not named.is_empty:
                    yield named, actions

    def _allowed_by(self, policy: AttachedPolicy) -> frozenset[str]:
        """Return the actions that a policy allows on anything at all."""
        found = self._by_policy.get(id(policy))
        if found is None:
            actions = (action for action in self._actions if policy.may_do(action))
            found = self._by_policy[id(policy)] = frozenset(actions)
        return found
