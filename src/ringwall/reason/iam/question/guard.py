"""What guards a resource: its own policy, what its settings share, and the RCPs of its account."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy, CompiledStatement
from ringwall.reason.iam.evaluation.policy_set import UNKNOWN_POLICY, Policies
from ringwall.reason.iam.evaluation.settings import ResourceSettings
from ringwall.reason.iam.language.ternary import Ternary
from ringwall.reason.iam.organization.model import (
    Organization,
    OrganizationAccount,
    Resource,
)
from ringwall.reason.iam.question.access_point import (
    bucket_arn_of,
    is_access_point,
    restrict_to_network,
)
from ringwall.reason.iam.question.named_principals import NamedPrincipals, find_named


@dataclass(frozen=True, eq=False)
class Guard:
    """What guards one resource that was collected, found once."""

    resource: Resource
    account: OrganizationAccount
    """The account that owns the resource."""
    settings: ResourceSettings | None = field(default_factory=ResourceSettings)
    """What its settings share, and whether they restrict public access; None: not collected."""
    bucket: "Guard | None" = None
    """What guards the bucket behind an access point; None where it was not collected."""

    @property
    def own(self) -> Policies:
        """Its own policy."""
        return self.resource.policies

    @property
    def shared(self) -> Policies:
        """The policies that say what its settings share, as far as these were collected."""
        return self.settings.policies if self.settings else ()

    @property
    def sharing(self) -> Policies:
        """The same, unknown where the settings were not collected."""
        return UNKNOWN_POLICY if self.settings is None else self.settings.policies

    @property
    def restricts_public(self) -> Ternary:
        """RestrictPublicBuckets of Block Public Access, of the resource or of its account."""
        return self.settings.restricts_public if self.settings else False

    @property
    def is_unknown(self) -> bool:
        """Whether its own policy, or what its settings share, was not collected."""
        return self.settings is None or not all((*self.own, *self.shared))

    @property
    def behind(self) -> Policies:
        """The other policies that requests through an access point must pass."""
        if not is_access_point(self.resource):
            return ()
        network = restrict_to_network(self.resource)
        if self.bucket is None:
            return (*network, *UNKNOWN_POLICY)
        return (*network, *self.bucket.own, *self.bucket.sharing)

    @property
    def rcps(self) -> Policies:
        """The RCPs of its account, of all levels."""
        return tuple(policy for level in self.account.rcp_levels for policy in level)

    @property
    def policies(self) -> Policies:
        """All these policies."""
        return (*self.own, *self.shared, *self.behind, *self.rcps)

    @cached_property
    def collected(self) -> tuple[CompiledPolicy, ...]:
        """All these policies, as far as they were collected."""
        return tuple(policy for policy in self.policies if policy)

    def statements_about(self, action: str) -> Iterator[CompiledStatement]:
        """Yield the statements of all these policies about an action (in lower case)."""
        for policy in dict.fromkeys(self.collected):
            yield from policy.statements_about(action)

    @cached_property
    def grants(self) -> tuple[CompiledStatement, ...]:
        """The statements of its own policy and its settings that allow something."""
        return tuple(s for s in _statements((*self.own, *self.shared)) if not s.is_denial)

    @property
    def statements(self) -> tuple[CompiledStatement, ...]:
        """The statements of its own policy, its settings and the policies behind it."""
        return _statements((*self.own, *self.shared, *self.behind))

    @cached_property
    def names(self) -> NamedPrincipals:
        """Whom its own policy and its settings allow anything."""
        policies = (*self.own, *self.sharing)
        return find_named((p.statements if p else None for p in policies), self.canonical_id)

    @property
    def canonical_id(self) -> str | None:
        """The canonical id of its owner, where that is known."""
        return self.resource.facts.get("owner_canonical_id")


def find_guard(organization: Organization, resource: Resource) -> Guard:
    """Return what guards a resource."""
    bucket: Guard | None = None
    if is_access_point(resource):
        behind = organization.resources.get(bucket_arn_of(resource))
        bucket = find_guard(organization, behind) if behind else None
    return Guard(
        resource,
        organization.account(resource.account_id),
        organization.settings.get(resource.arn, ResourceSettings()),
        bucket,
    )


def _statements(policies: Policies) -> tuple[CompiledStatement, ...]:
    return tuple(s for policy in policies if policy for s in policy.statements)
