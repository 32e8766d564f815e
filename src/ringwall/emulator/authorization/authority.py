"""What decides in place of AWS: the caller of the emulator hands it in, as one object.

The emulator knows who asks, what for, and which policies apply. What AWS's actions are, and what
policies mean, an `Authority` knows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

RulingVerdict = Literal["allowed", "explicitly_denied", "implicitly_denied", "unknown"]


@dataclass(frozen=True)
class ResourceKind:
    """A type of resource that an action takes."""

    name: str
    arn: str
    """Its ARN with `${...}` for what differs: `arn:${Partition}:s3:::${BucketName}`."""
    is_required: bool
    """Whether each request for the action names one."""


@dataclass(frozen=True)
class ActionFacts:
    """What AWS's service reference says of an action."""

    name: str
    """As AWS spells it: `s3:GetObject`."""
    kinds: tuple[ResourceKind, ...]
    """Without one, the action is granted on `*` alone."""
    keys: frozenset[str]
    """Its condition keys, and those of its resource types."""


@dataclass(frozen=True)
class Need:
    """One permission that a call needs: the keys are those beside the ones of every request."""

    action: str
    resource: str
    """An ARN, or `*`."""
    keys: Mapping[str, Any] = field(default_factory=dict)
    """Condition keys of the request: `iam:PassedToService`, `aws:RequestTag/team`."""


@dataclass(frozen=True)
class NamedPolicy:
    """A policy document as its owner wrote it; equal texts are one policy."""

    name: str
    text: str


PolicyList = tuple[NamedPolicy, ...]


@dataclass(frozen=True)
class AppliedPolicies:
    """All policies that apply to a request. SCPs and RCPs come from the root down."""

    identity: PolicyList = ()
    boundaries: PolicyList = ()
    session: PolicyList = ()
    resource: PolicyList = ()
    scp_levels: tuple[PolicyList, ...] = ()
    rcp_levels: tuple[PolicyList, ...] = ()
    endpoint: PolicyList = ()
    """The policy of the VPC endpoint that the request came through."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """What grants beside the resource's policy: `acl`, `object_ownership`, `block_public_access`,
    `kms_grants`, as `access test` writes them."""


@dataclass(frozen=True)
class AskedRequest:
    """A request as policies see it."""

    principal: str
    """Who asks: the ARN of a user, a session or a root user; a service's name; `anonymous`."""
    role_arn: str
    """The role of a session; '' for others."""
    user_arn: str
    """The user who federated the principal; '' for others."""
    action: str
    resource: str
    resource_account: str
    management_account: str
    """'' where there is no organization."""
    keys: Mapping[str, Any]
    """Every condition key that the request has."""


@dataclass(frozen=True)
class Ruling:
    """What became of a request, and the type of policy that decided where it was refused."""

    verdict: RulingVerdict
    policy_type: str = ""
    policy: str = ""
    """The name of the policy that denies it; '' where none does."""


class Authority(Protocol):
    """Knows AWS's actions, and decides requests."""

    def find_action(self, name: str) -> ActionFacts | None:
        """Return an action by its name, in any case; None where AWS has none of that name."""
        ...

    def decide(self, request: AskedRequest, policies: AppliedPolicies) -> Ruling:
        """Return whether the policies together allow a request."""
        ...
