"""The layers of policies that bear on a request, and what each of them says to it.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
"""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from ringwall.reason.iam.compiled import CompiledPolicy, CompiledStatement
from ringwall.reason.iam.reach import NOT_REACHED, Reach
from ringwall.reason.iam.request import Request
from ringwall.reason.iam.ternary import Ternary, all_of, any_of

Layer = Literal[
    "identity", "resource", "boundary", "session", "scp", "rcp", "endpoint", "public_access_block"
]
"""Where a decision was made."""

Policies = tuple[CompiledPolicy | None, ...]
"""Policies of one layer; None stands for one that was not collected."""


@dataclass(frozen=True)
class Layers:
    """All policies that bear on a request.

    Empty means that there is none, `(None,)` that nobody knows. SCPs and RCPs come in levels, from
    the organization's root down to the account. `restricts_public` is RestrictPublicBuckets of the
    bucket, its access point or its account.
    """

    identity: Policies = ()
    resource: Policies = ()
    boundaries: Policies = ()
    session: Policies = ()
    scp_levels: tuple[Policies, ...] = ()
    rcp_levels: tuple[Policies, ...] = ()
    endpoint: Policies = ()
    restricts_public: Ternary = False


@dataclass(frozen=True)
class Tally:
    """What one layer says: whether it denies, and by what right it allows."""

    layer: Layer
    denied: Ternary = False
    grants: Reach = NOT_REACHED
    denying: tuple[CompiledStatement, ...] = ()
    granting: tuple[CompiledStatement, ...] = ()
    doubtful: tuple[CompiledStatement, ...] = ()
    """Statements of which it is not known whether they apply."""
    uncollected: int = 0

    @property
    def allowed(self) -> Ternary:
        """Whether a statement allows the request, by whatever right."""
        return self.grants.any


def count_votes(
    layer: Layer,
    policies: Policies,
    request: Request,
    *,
    by_principal: bool = False,
    has_boundary: bool = False,
) -> Tally:
    """Return what the policies of a layer say to a request.

    `by_principal` is for layers whose statements have a Principal; `has_boundary` tells whether
    the requester has a permissions boundary.
    """
    hits: list[_Hit] = []
    for policy in policies:
        for statement in policy.speaking_of(request.action) if policy else ():
            applies = statement.applies(request)
            if applies is not False:
                reach = statement.reach(request, has_boundary=has_boundary) if by_principal else ALL
                if reach != NOT_REACHED:
                    hits.append(_Hit(statement, applies, reach))
    if not hits and None not in policies:
        return Tally(layer)
    return _tally(layer, hits, policies.count(None))


class _Hit(NamedTuple):
    """A statement that applies, or may."""

    statement: CompiledStatement
    applies: Ternary
    reach: Reach

    @property
    def is_denial(self) -> bool:
        return self.statement.statement.effect == "Deny"

    @property
    def holds(self) -> Ternary:
        return all_of((self.applies, self.reach.any))


def _tally(layer: Layer, hits: list[_Hit], uncollected: int) -> Tally:
    # A policy that nobody collected may say anything.
    unread: list[Ternary] = [None] if uncollected else []
    denials = [hit for hit in hits if hit.is_denial]
    grants = [hit for hit in hits if not hit.is_denial]
    by_right = (
        any_of([*(all_of((hit.applies, hit.reach[right])) for hit in grants), *unread])
        for right in range(len(ALL))
    )
    return Tally(
        layer,
        any_of([*(hit.holds for hit in denials), *unread]),
        Reach(*by_right),
        tuple(hit.statement for hit in denials if hit.holds),
        tuple(hit.statement for hit in grants if hit.holds),
        tuple(hit.statement for hit in hits if hit.holds is None),
        uncollected,
    )


ALL = Reach(direct=True, role=True, account=True)
"""How an identity's own policies reach it: they have no Principal."""
