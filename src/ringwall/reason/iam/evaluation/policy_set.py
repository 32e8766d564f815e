"""The policies that apply to a request, by policy type, and the result of each type.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy, CompiledStatement
from ringwall.reason.iam.evaluation.principal_match import FULL_MATCH, NO_MATCH, PrincipalMatch
from ringwall.reason.iam.evaluation.request import Request
from ringwall.reason.iam.language.policy import PolicyType
from ringwall.reason.iam.language.ternary import Ternary, both, either


@dataclass(frozen=True)
class UnreadPolicy:
    """Stands for a policy that is not known, which may allow or deny anything. It is false."""

    what: str = ""
    """Which one, and what became of it: `the SCP guard (not collected)`."""

    def __bool__(self) -> Literal[False]:
        """Return False: `if policy` asks whether a policy is known."""
        return False


Policies = tuple[CompiledPolicy | UnreadPolicy, ...]
"""Policies of one type."""
UNKNOWN_POLICY: Policies = (UnreadPolicy(),)
_NAMES: Mapping[PolicyType, str] = {
    "boundary": "permissions boundaries",
    "scp": "SCPs",
    "rcp": "RCPs",
}


def describe_unread(policy_type: PolicyType) -> str:
    """Return what an answer depends on where nothing is known of the policies of a type."""
    name = _NAMES.get(policy_type, f"{policy_type} policies")
    return f"{name} that were not collected or cannot be read"


@dataclass(frozen=True)
class PolicySet:
    """All policies that apply to a request.

    An empty tuple means that there is no policy, `UNKNOWN_POLICY` that it is not known. SCPs and
    RCPs come in levels, from the organization's root to the account. `sharing` is what settings of
    the resource grant beside its policy (ACLs, KMS grants, launch permissions), as policies.
    `restricts_public` is RestrictPublicBuckets of the bucket, its access point or its account.
    """

    identity: Policies = ()
    resource: Policies = ()
    sharing: Policies = ()
    boundaries: Policies = ()
    session: Policies = ()
    scp_levels: tuple[Policies, ...] = ()
    rcp_levels: tuple[Policies, ...] = ()
    endpoint: Policies = ()
    restricts_public: Ternary = False


class PolicyTypeResult(NamedTuple):
    """The result of the policies of one type: whether they deny, and how they allow."""

    policy_type: PolicyType
    denied: Ternary = False
    grants: PrincipalMatch = NO_MATCH
    """How the statements that allow the request name the requester."""
    denying: tuple[CompiledStatement, ...] = ()
    granting: tuple[CompiledStatement, ...] = ()
    doubtful: tuple[CompiledStatement, ...] = ()
    """Statements of which it is not known whether they apply."""
    unread: tuple[str, ...] = ()
    """What must be known of policies that are not."""

    @property
    def allowed(self) -> Ternary:
        """Whether a statement allows the request, however it names the requester."""
        return self.grants.any


def evaluate_policies(
    policy_type: PolicyType,
    policies: Policies,
    request: Request,
    *,
    by_principal: bool = False,
    has_boundary: bool = False,
) -> PolicyTypeResult:
    """Return the result of the policies of one type for a request.

    `by_principal` is for types whose statements have a Principal; `has_boundary` says whether the
    requester has a permissions boundary.
    """
    result: _ResultBuilder | None = None
    for policy in policies:
        if isinstance(policy, UnreadPolicy):
            result = result or _ResultBuilder(policy_type)
            result.add_unread(policy)
            continue
        for statement in policy.statements_about(request.action):
            applies = statement.applies(request)
            if applies is False:
                continue
            result = result or _ResultBuilder(policy_type)
            if by_principal:
                match = statement.match_principal(request, has_boundary=has_boundary)
                result.add(statement, applies, match)
            else:
                result.add(statement, applies, FULL_MATCH)
    return result.build() if result else _no_statement(policy_type)


@cache
def _no_statement(policy_type: PolicyType) -> PolicyTypeResult:
    """Return the result of a type without a statement that applies."""
    return PolicyTypeResult(policy_type)


class _ResultBuilder:
    """A result while its statements are added up."""

    __slots__ = (
        "denied",
        "denying",
        "doubtful",
        "granting",
        "grants",
        "policy_type",
        "unread",
    )

    def __init__(self, policy_type: PolicyType) -> None:
        self.policy_type = policy_type
        self.denied: Ternary = False
        self.grants = NO_MATCH
        self.denying: list[CompiledStatement] = []
        self.granting: list[CompiledStatement] = []
        self.doubtful: list[CompiledStatement] = []
        self.unread: list[str] = []

    def add(self, statement: CompiledStatement, applies: Ternary, match: PrincipalMatch) -> None:
        """Add a statement that applies, or may apply."""
        holds = applies if match is FULL_MATCH else both(applies, match.any)
        if holds is False:
            return
        is_denial = statement.is_denial
        if is_denial:
            self.denied = either(self.denied, holds)
        else:
            self._grant(applies, match)
        if holds is None:
            self.doubtful.append(statement)
        else:
            (self.denying if is_denial else self.granting).append(statement)

    def add_unread(self, policy: UnreadPolicy) -> None:
        """Add a policy that is not known: it may allow or deny anything."""
        self.unread.append(policy.what or describe_unread(self.policy_type))
        self.denied = either(self.denied, None)
        self._grant(None, FULL_MATCH)

    def _grant(self, applies: Ternary, match: PrincipalMatch) -> None:
        if applies and match is FULL_MATCH:
            self.grants = FULL_MATCH
        elif self.grants is not FULL_MATCH:
            direct, role, account = self.grants
            self.grants = PrincipalMatch(
                either(direct, both(applies, match.direct)),
                either(role, both(applies, match.role)),
                either(account, both(applies, match.account)),
            )

    def build(self) -> PolicyTypeResult:
        """Return the result of what was added."""
        return PolicyTypeResult(
            self.policy_type,
            self.denied,
            self.grants,
            tuple(self.denying),
            tuple(self.granting),
            tuple(self.doubtful),
            tuple(self.unread),
        )
