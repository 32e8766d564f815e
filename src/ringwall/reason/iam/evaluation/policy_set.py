"""The policies that apply to a request, by type, and what each type says to it.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy, CompiledStatement
from ringwall.reason.iam.evaluation.principal_match import FULL_MATCH, NO_MATCH, PrincipalMatch
from ringwall.reason.iam.evaluation.request import Request
from ringwall.reason.iam.language.ternary import Ternary, both, either

PolicyType = Literal[
    "identity", "resource", "boundary", "session", "scp", "rcp", "endpoint", "caller"
]
"""Where a decision was made; `caller` where AWS refuses an action to whoever is of a kind."""

Policies = tuple[CompiledPolicy | None, ...]
"""Policies of one type; None stands for one that was not collected."""


@dataclass(frozen=True)
class PolicySet:
    """All policies that bear on a request.

    Empty means that there is none, `(None,)` that nobody knows. SCPs and RCPs come in levels, from
    the organization's root down to the account. `sharing` is what the resource's settings grant
    beside its policy (ACLs, KMS grants, launch permissions), written as policies.
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
    """What the policies of one type say: whether it denies, and by what right it allows."""

    policy_type: PolicyType
    denied: Ternary = False
    grants: PrincipalMatch = NO_MATCH
    denying: tuple[CompiledStatement, ...] = ()
    granting: tuple[CompiledStatement, ...] = ()
    doubtful: tuple[CompiledStatement, ...] = ()
    """Statements of which it is not known whether they apply."""
    uncollected: int = 0

    @property
    def allowed(self) -> Ternary:
        """Whether a statement allows the request, by whatever right."""
        return self.grants.any


def evaluate_policies(
    policy_type: PolicyType,
    policies: Policies,
    request: Request,
    *,
    by_principal: bool = False,
    has_boundary: bool = False,
) -> PolicyTypeResult:
    """Return what the policies of one type say to a request.

    `by_principal` is for types whose statements have a Principal; `has_boundary` tells whether
    the requester has a permissions boundary.
    """
    count: _ResultBuilder | None = None
    for policy in policies:
        if policy is None:
            count = count or _ResultBuilder(policy_type)
            count.skip_policy()
            continue
        for statement in policy.statements_about(request.action):
            applies = statement.applies(request)
            if applies is False:
                continue
            count = count or _ResultBuilder(policy_type)
            if by_principal:
                reach = statement.reach(request, has_boundary=has_boundary)
                count.add(statement, applies, reach)
            else:
                count.add(statement, applies, FULL_MATCH)
    return count.result() if count else _silent(policy_type)


@cache
def _silent(policy_type: PolicyType) -> PolicyTypeResult:
    """Return the votes of a type that says nothing."""
    return PolicyTypeResult(policy_type)


class _ResultBuilder:
    """Votes while they are counted."""

    __slots__ = (
        "denied",
        "denying",
        "doubtful",
        "granting",
        "grants",
        "policy_type",
        "uncollected",
    )

    def __init__(self, policy_type: PolicyType) -> None:
        self.policy_type = policy_type
        self.denied: Ternary = False
        self.grants = NO_MATCH
        self.denying: list[CompiledStatement] = []
        self.granting: list[CompiledStatement] = []
        self.doubtful: list[CompiledStatement] = []
        self.uncollected = 0

    def add(self, statement: CompiledStatement, applies: Ternary, reach: PrincipalMatch) -> None:
        """Count a statement that applies, or may."""
        holds = applies if reach is FULL_MATCH else both(applies, reach.any)
        if holds is False:
            return
        is_denial = statement.is_denial
        if is_denial:
            self.denied = either(self.denied, holds)
        else:
            self._grant(applies, reach)
        if holds is None:
            self.doubtful.append(statement)
        else:
            (self.denying if is_denial else self.granting).append(statement)

    def skip_policy(self) -> None:
        """Count a policy that nobody collected: it may say anything."""
        self.uncollected += 1
        self.denied = either(self.denied, None)
        self._grant(None, FULL_MATCH)

    def _grant(self, applies: Ternary, reach: PrincipalMatch) -> None:
        if applies and reach is FULL_MATCH:
            self.grants = FULL_MATCH
        elif self.grants is not FULL_MATCH:
            direct, role, account = self.grants
            self.grants = PrincipalMatch(
                either(direct, both(applies, reach.direct)),
                either(role, both(applies, reach.role)),
                either(account, both(applies, reach.account)),
            )

    def result(self) -> PolicyTypeResult:
        """Return the votes as they stand."""
        return PolicyTypeResult(
            self.policy_type,
            self.denied,
            self.grants,
            tuple(self.denying),
            tuple(self.granting),
            tuple(self.doubtful),
            self.uncollected,
        )
