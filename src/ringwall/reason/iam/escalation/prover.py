"""The published paths, proved for the principals of an organization: each proof is an edge.

All requests of a path are put to the evaluator together, as one session makes them, under SCPs,
boundaries and conditions; the trust of the role that is taken over counts where the path needs it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, lru_cache

from ringwall.reason.iam.escalation.admins import can_become_admin
from ringwall.reason.iam.escalation.attempt_decider import AttemptDecider
from ringwall.reason.iam.escalation.attempts import Attempt, AttemptFinder, find_rewritten
from ringwall.reason.iam.escalation.edges import ADMIN, ROLE_CHAIN, Edge, own_statements
from ringwall.reason.iam.escalation.path_actions import PathActions
from ringwall.reason.iam.escalation.paths import (
    EscalationPath,
    fill_in,
    load_paths,
    load_rewrites,
)
from ringwall.reason.iam.escalation.steps import write_command
from ringwall.reason.iam.organization.model import Organization, Principal
from ringwall.reason.iam.symbolic.contexts.answer import AccessAnswer, AccessVerdict

_UNKNOWN_CEILING = "the permissions boundary or SCPs of the principal whose permissions are gained"


class Prover:
    """Proves the paths of one organization."""

    def __init__(self, organization: Organization) -> None:
        self._organization = organization
        self._actions = PathActions(organization)
        self._attempts = AttemptFinder(organization)
        self._decider = AttemptDecider(organization)
        self._is_unlimited = lru_cache(maxsize=None)(self._find_ceiling)

    def find_edges(self, principal: Principal) -> Iterator[Edge]:
        """Yield the edges that start at a principal."""
        allowed = self._actions.allowed_to(principal)
        found = [
            (edge, attempt)
            for path in load_paths()
            if path.id != ROLE_CHAIN and allowed.issuperset(path.actions)
            for attempt in self._attempts.find(path, principal)
            if (edge := self._prove(principal, path, attempt))
        ]
        yield from (edge for edge, _ in found)
        if not any(edge.to == ADMIN and edge.verdict != "unknown" for edge, _ in found):
            composed = list(self._find_rewriting(principal, allowed, found))
            if composed:
                yield max(composed, key=lambda edge: edge.rank)

    def _find_rewriting(
        self, principal: Principal, allowed: frozenset[str], found: Iterable[tuple[Edge, Attempt]]
    ) -> Iterator[Edge]:
        """Yield edges to any permission: it is given to a target, which is then taken over.

        None after the first certain one: all lead to the same.
        """
        for rewrite in load_rewrites():
            if not allowed.issuperset(rewrite.actions):
                continue
            for edge, attempt in found:
                path = rewrite.before(edge.path)
                if edge.path.gives != "target" or frozenset(path.actions) in _known_actions():
                    continue
                for rewritten in find_rewritten(rewrite, attempt):
                    if better := self._prove(principal, path, rewritten):
                        yield better
                        if better.verdict == "always":
                            return

    def _prove(self, principal: Principal, path: EscalationPath, attempt: Attempt) -> Edge | None:
        """Return the edge of an attempt; None where it is not allowed, or gains nothing."""
        to, lands, is_unlimited = self._find_gain(principal, path, attempt)
        if is_unlimited is False:
            return None
        access, values = self._decider.decide(principal, path, attempt)
        if access.verdict == "never":
            return None
        trust = attempt.trust
        doubts = [*access.unknown, attempt.doubt, *(trust.unknown if trust else ())]
        if is_unlimited is None:
            doubts.append(_UNKNOWN_CEILING)
        through = values.get("workload") or values.get("policy") or attempt.group
        return Edge(
            origin=principal.arn,
            to=to,
            path=path,
            verdict=_join(access, attempt, is_known=is_unlimited is not None),
            through=through or values.get("target", principal.arn),
            lands=lands,
            becomes=attempt.becomes,
            residual=access.residual + (trust.residual if trust else ()),
            witness=access.witness,
            requests=tuple(
                (step.action, fill_in(r, values)) for step in path.steps for r in step.resources
            ),
            statements=own_statements(access),
            commands=tuple(write_command(step, values) for step in path.steps if step.command),
            unknown=tuple(filter(None, doubts)),
        )

    def _find_gain(
        self, principal: Principal, path: EscalationPath, attempt: Attempt
    ) -> tuple[str, str, bool | None]:
        """Return whose permissions are gained, where it leads, and whether nothing limits them."""
        if path.gives == "admin":
            gainer = attempt.target or principal
            if path.target == "new":  # which no boundary limits
                arn = f"arn:{principal.partition}:iam::{principal.account_id}:user/new"
                gainer = Principal(arn, principal.account_id, "user")
                return ADMIN, ADMIN, can_become_admin(self._organization, gainer)
            return ADMIN, ADMIN, self._is_unlimited(gainer, attempt.values.get("policy", ""))
        if attempt.becomes is not None:
            lands = f"{principal.arn} {attempt.change}"
            return attempt.group or lands, lands, True
        to = attempt.target.arn if attempt.target else attempt.values["policy"]
        return to, to, True

    def _find_ceiling(self, gainer: Principal, rewritten: str) -> bool | None:
        """Return whether nothing limits who gains; a policy that is rewritten limits no more."""
        attached = tuple(p for p in gainer.attached if not rewritten or p.managed_arn != rewritten)
        return can_become_admin(self._organization, replace(gainer, attached=attached))


def _join(access: AccessAnswer, attempt: Attempt, *, is_known: bool) -> AccessVerdict:
    """Return the verdict of an attempt, from its requests and the trust of its target."""
    if attempt.doubt or not is_known:
        return "unknown"
    trust = attempt.trust
    return trust.verdict if trust is not None and trust.rank < access.rank else access.verdict


@cache
def _known_actions() -> frozenset[frozenset[str]]:
    """Return the sets of actions of the paths that give any permission."""
    return frozenset(frozenset(path.actions) for path in load_paths() if path.gives == "admin")
