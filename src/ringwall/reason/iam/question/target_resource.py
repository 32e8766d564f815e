"""What a request is for: an ARN, looked up in the organization once and then carried along."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from ringwall.reason.iam.evaluation.policy_set import UNKNOWN_POLICY, Policies
from ringwall.reason.iam.evaluation.request import find_account
from ringwall.reason.iam.language.universe import load_universe
from ringwall.reason.iam.organization.model import Organization, Principal, Resource
from ringwall.reason.iam.question.access_point import find_behind, is_access_point
from ringwall.reason.iam.question.context_keys import (
    close_identity,
    close_resource,
    describe_identity,
    describe_resource,
)
from ringwall.reason.iam.question.guard import Guard, find_guard
from ringwall.reason.iam.question.named_principals import NamedPrincipals, find_named

_ROLE = re.compile(r"arn:[a-z-]+:iam::\d{12}:role/")
_SETS_POLICY = re.compile(r":(put|set|add|create|update|attach)\w*(policy|permission)$")
_WITHOUT = frozenset({"iam", "organizations", "sso", "sts", "controltower", "config", "ram"})
"""Services whose policies are not those of resources, or of resources that are collected."""


@dataclass(frozen=True, eq=False)
class TargetResource:
    """An ARN, with everything that the organization knows of it; make it with `find_target`."""

    organization: Organization
    arn: str
    guard: Guard | None = None
    """What guards the resource that the ARN names or lies in; None where none was collected."""
    owner: str | None = None
    """The account that owns it; None where that is not known."""
    identity: Principal | None = None
    """The user or role that the ARN names."""
    keys: Mapping[str, Any] = field(default_factory=dict)
    """The condition keys that follow from the resource."""
    closed: tuple[str, ...] = ()
    """How the keys begin of which it has no others."""
    is_owner_given: bool = False
    """Whether the question says who owns it, and not the organization."""
    made_in: str = ""
    """The account that it is taken to belong to, for something that is yet to be made."""
    written: Policies | None = None
    """Its own policies where they are not those that were collected; () for none."""

    @property
    def resource(self) -> Resource | None:
        """The collected resource that the ARN names or lies in."""
        return self.guard.resource if self.guard else None

    @property
    def is_whole(self) -> bool:
        """Whether the ARN names a collected resource itself, and not a part of one."""
        return self.guard is not None and self.guard.resource.arn == self.arn

    def part(self, arn: str) -> "TargetResource":
        """Return what another ARN names, which lies in the same resource for the most part."""
        if arn == self.arn:
            return self
        if self.guard and self.organization.find_resource(arn) is self.guard.resource:
            return replace(self, arn=arn, identity=self.organization.principals.get(arn))
        return find_target(self.organization, arn)

    def behind(self, action: str) -> "TargetResource | None":
        """Return what a request through an access point is for in its bucket; None for nothing."""
        point = self.resource
        if point is None or not is_access_point(point):
            return None
        arn = find_behind(point, action, self.arn)
        if not arn:
            return None
        found = find_target(self.organization, arn)
        # Where the question says whose the access point is, the bucket is that account's as well.
        return replace(found, owner=self.owner) if self.is_owner_given else found

    def keys_about(self, action: str) -> Mapping[str, Any]:
        """Return the condition keys that follow from what it is, in requests for an action."""
        if self.identity is None:
            return self.keys
        return {**describe_identity(self.identity, action), **self.keys}

    def with_open_tags(self) -> "TargetResource":
        """Return the same with tags that may be any."""
        heads = self.closed or ("aws:resourcetag/",)
        known = {key: value for key, value in self.keys.items() if not key.startswith(heads)}
        identity = self.identity and replace(self.identity, tags=None)
        return replace(self, identity=identity, keys=known, closed=())

    def without_sharing(self) -> "TargetResource":
        """Return the same with settings that share nothing: its policy alone counts."""
        if self.guard is None or self.guard.settings is None:
            return self
        settings = replace(self.guard.settings, policies=())
        return replace(self, guard=replace(self.guard, settings=settings))

    @property
    def closed_keys(self) -> tuple[str, ...]:
        """How the keys begin of which no others follow from what it is."""
        return self.closed if self.identity is None else self.closed + close_identity(self.identity)

    def policies_for(self, service: str) -> Policies:
        """Return the policies of its own that bear on actions of a service.

        Unknown where it may have one that was not collected. A trust policy is about assuming the
        role, and about nothing else.
        """
        is_role = _ROLE.match(self.arn) is not None
        if self.written is not None:
            return self.written
        if service != "sts" and is_role:
            return ()
        if self.guard is not None:
            return self.guard.own
        if service == "sts":
            return UNKNOWN_POLICY if is_role else ()
        return UNKNOWN_POLICY if self.arn != "*" and may_have_policy(service, self.arn) else ()

    @property
    def sharing(self) -> Policies:
        """The policies that say what its settings share."""
        return self.guard.sharing if self.guard else ()

    def find_named(self, action: str, *, by_sharing_alone: bool = False) -> NamedPrincipals:
        """Return whom its policies and its settings allow an action (in lower case)."""
        own = () if by_sharing_alone else self.policies_for(action.partition(":")[0])
        about = (p.statements_about(action) if p else None for p in (*own, *self.sharing))
        return find_named(about, self.guard.canonical_id if self.guard else None)


def find_target(organization: Organization, arn: str) -> TargetResource:
    """Return what an ARN names in an organization."""
    resource = organization.find_resource(arn)
    owner = resource.account_id if resource else find_account(arn, "")
    return TargetResource(
        organization,
        arn,
        find_guard(organization, resource) if resource else None,
        owner,
        organization.principals.get(arn),
        describe_resource(organization, resource, owner),
        close_resource(resource),
    )


@lru_cache(maxsize=4096)
def may_have_policy(service: str, arn: str) -> bool:
    """Whether a resource may have a policy of its own: the service has an action to set one."""
    found = load_universe().services.get(service)
    if found is None or service in _WITHOUT:
        return False
    setters = (
        action
        for name, action in found.actions.items()
        if _SETS_POLICY.search(name) and "Permissions management" in action.levels
    )
    types = (kind for action in setters for kind in action.types)
    # A part of a resource (an object, an index) is guarded by the policy of the whole.
    return any(kind.matches(arn) or kind.begins(arn) for kind in types)
