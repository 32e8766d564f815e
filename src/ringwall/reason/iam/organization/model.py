"""The nouns: account, principal, resource, and the organization that they make up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

from ringwall.reason.iam.evaluation.policy_set import Policies, UnreadPolicy
from ringwall.reason.iam.evaluation.requester import Requester, read_requester
from ringwall.reason.iam.evaluation.settings import ResourceSettings
from ringwall.reason.iam.organization.attached_policy import AttachedPolicy
from ringwall.reason.iam.organization.workloads import Workload

IdentityKind = Literal["user", "role", "root"]


@dataclass(frozen=True)
class PolicyLevel:
    """One level of SCPs or RCPs: the root, a unit or the account, with what is attached there."""

    target: str
    attached: tuple[AttachedPolicy, ...]

    @cached_property
    def policies(self) -> Policies:
        """The policies, ready to be asked."""
        return tuple(policy.compiled for policy in self.attached)


@dataclass(frozen=True)
class OrganizationAccount:
    """One account. `scps` and `rcps` are None where the organization was not collected."""

    id: str
    name: str = ""
    path: tuple[str, ...] = ()
    """Ids above it, from the organization's root down."""
    scps: tuple[PolicyLevel, ...] | None = ()
    rcps: tuple[PolicyLevel, ...] | None = ()

    @cached_property
    def scp_levels(self) -> tuple[Policies, ...]:
        """The SCPs from the root down, ready to be asked."""
        return _levels(self.scps, f"the SCPs of account {self.id}")

    @cached_property
    def rcp_levels(self) -> tuple[Policies, ...]:
        """The RCPs from the root down, ready to be asked."""
        return _levels(self.rcps, f"the RCPs of account {self.id}")


def _levels(levels: tuple[PolicyLevel, ...] | None, name: str) -> tuple[Policies, ...]:
    if levels is None:
        return ((UnreadPolicy(f"{name} (not collected)"),),)
    return tuple(level.policies for level in levels)


@dataclass(frozen=True, eq=False)
class Principal:
    """A user, a role or a root user, with what decides what it may do."""

    arn: str
    account_id: str
    kind: IdentityKind
    unique_id: str = ""
    tags: Mapping[str, str] | None = field(default_factory=dict)
    """None where they are not known."""
    attached: tuple[AttachedPolicy, ...] = ()
    """Its identity policies, those of a user's groups too."""
    boundary: AttachedPolicy | None = None
    trust: AttachedPolicy | None = None
    """Who may become it, for a role."""
    groups: tuple[str, ...] = ()
    """ARNs of a user's groups."""
    instance_profiles: tuple[str, ...] | None = ()
    """ARNs of the instance profiles that a role is in; None where they are not known."""
    last_used: datetime | None = None
    created: datetime | None = None
    """When it was created, UTC; None where that is not known."""

    @property
    def partition(self) -> str:
        """The partition of AWS that it is in: aws, aws-cn, aws-us-gov."""
        return self.arn.split(":", 2)[1]

    @cached_property
    def requester(self) -> Requester:
        """The principal as evaluation knows it; a role stands for any session of it."""
        return read_requester(self.arn)

    @cached_property
    def policies(self) -> Policies:
        """Its identity policies, ready to be asked."""
        return tuple(policy.compiled for policy in self.attached)

    def attached_about(self, action: str, arn: str) -> tuple[AttachedPolicy, ...]:
        """Return those identity policies that may say something about an action on an ARN.

        The others need not be compiled to decide it. Actions are in lower case.
        """
        return tuple(policy for policy in self.attached if policy.mentions(action, arn))

    def policies_about(self, action: str, arn: str) -> Policies:
        """Return the same, ready to be asked."""
        return tuple(policy.compiled for policy in self.attached_about(action, arn))

    @cached_property
    def boundaries(self) -> Policies:
        """Its permissions boundary, ready to be asked."""
        return () if self.boundary is None else (self.boundary.compiled,)

    @property
    def name(self) -> str:
        """Its name without the path."""
        return self.arn.rpartition("/")[2]


@dataclass(frozen=True, eq=False)
class Resource:
    """A resource that has, or may have, a policy of its own or settings that share it."""

    arn: str
    account_id: str
    region: str
    table: str
    attached: AttachedPolicy | None = None
    """Its policy; None where there is none."""
    tags: Mapping[str, str] | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Columns of its table that bear on access: Block Public Access, ACL, grants, sharing."""

    @property
    def policies(self) -> Policies:
        """Its policy, ready to be asked."""
        return () if self.attached is None else (self.attached.compiled,)


@dataclass
class Organization:
    """All that a snapshot knows. `members` is None where it is not known who belongs to it."""

    id: str | None
    """The organization's id; '' where the account belongs to none, None where it is not known."""
    management_account: str
    accounts: Mapping[str, OrganizationAccount]
    members: frozenset[str] | None
    principals: Mapping[str, Principal]
    resources: Mapping[str, Resource]
    settings: Mapping[str, ResourceSettings | None] = field(default_factory=dict)
    groups: Mapping[str, tuple[AttachedPolicy, ...]] = field(default_factory=dict)
    """Policies of groups, by the group's ARN."""
    managed: Mapping[tuple[str, str], AttachedPolicy] = field(default_factory=dict)
    """Managed policies, by account and ARN."""
    networks: frozenset[str] = frozenset()
    """Ids of its VPCs and VPC endpoints."""
    units: Mapping[str, str] = field(default_factory=dict)
    """Organizational units: id to path of names, Root/Workloads/Prod."""
    workloads: Mapping[str, tuple[Workload, ...]] = field(default_factory=dict)
    """What runs as a role, by kind: lambda_function, ec2_instance, ..."""
    unlisted: frozenset[tuple[str, str]] = frozenset()
    """Tables and accounts whose resources are not all known."""
    unread_parts: Mapping[str, str] = field(default_factory=dict)
    """Resources with parts whose policies were not all collected, by ARN: what is not known."""
    gaps: tuple[str, ...] = ()
    """What was not collected, one line each."""
    captured_at: datetime | None = None
    saml_providers: frozenset[str] = frozenset()
    """ARNs of the SAML providers that were collected."""

    def account(self, account_id: str) -> OrganizationAccount:
        """Return an account; of one outside the organization, nothing binds it that we know."""
        return self.accounts.get(account_id) or OrganizationAccount(account_id)

    def is_member(self, account_id: str) -> bool | None:
        """Whether an account belongs to the organization; None where that is not known."""
        return None if self.members is None else account_id in self.members

    @cached_property
    def knows_networks(self) -> bool:
        """Whether `networks` are all that there are."""
        unlisted = {name for name, _ in self.unlisted}
        return unlisted.isdisjoint({"ec2_vpc", "ec2_vpc_endpoint", "organizations_account"})

    def find_resource(self, arn: str) -> Resource | None:
        """Return the collected resource that an ARN names, or that it is a part of.

        An object belongs to its bucket, an index to its table, a version to its function.
        """
        wanted = arn
        while wanted.count(":") >= _FIRST_NAME:
            if (found := self.resources.get(wanted)) is not None:
                return found
            cut = max(wanted.rfind("/"), wanted.rfind(":"))
            wanted = wanted[:cut]
        return None

    @cached_property
    def by_account(self) -> Mapping[str, tuple[Principal, ...]]:
        """The principals of each account."""
        found: dict[str, list[Principal]] = {}
        for principal in self.principals.values():
            found.setdefault(principal.account_id, []).append(principal)
        return {account: tuple(principals) for account, principals in found.items()}

    def roles(self, account_id: str = "") -> Iterable[Principal]:
        """Yield the roles of one account, or of all."""
        chosen = self.by_account.get(account_id, ()) if account_id else self.principals.values()
        return (principal for principal in chosen if principal.kind == "role")


_FIRST_NAME = 5
