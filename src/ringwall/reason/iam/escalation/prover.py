"""The published paths, proved for the principals of an organization: each proof is an edge.

All requests of a path are put to the evaluator together, as one session makes them, under SCPs,
boundaries and conditions; the trust of the role that is taken over counts where the path needs it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from functools import cache

from ringwall.reason.iam.escalation.attempt_decider import AttemptDecider
from ringwall.reason.iam.escalation.attempts import Attempt, AttemptFinder, find_rewritten
from ringwall.reason.iam.escalation.ceilings import Ceilings
from ringwall.reason.iam.escalation.edges import ADMIN, Edge, own_statements
from ringwall.reason.iam.escalation.path_actions import PathActions
from ringwall.reason.iam.escalation.paths import (
    EscalationPath,
    Rewrite,
    fill_in,
    load_paths,
    load_rewrites,
)
from ringwall.reason.iam.escalation.steps import write_command
from ringwall.reason.iam.organization.model import Organization, Principal
from ringwall.reason.iam.symbolic.contexts.access_answer import AccessAnswer, AccessVerdict

_UNKNOWN_CEILING = "the permissions boundary or SCPs of the principal whose permissions are gained"


class Prover:
    """Proves the paths of one organization.

    `is_admin` says of an ARN whether it is an administrator's already.
    """

    def __init__(
        self, organization: Organization, is_admin: Callable[[str], bool] = lambda _: False
    ) -> None:
        self._organization = organization
        self._is_admin = is_admin
        self._actions = PathActions(organization)
        self._attempts = AttemptFinder(organization)
        self._decider = AttemptDecider(organization)
        self._ceilings = Ceilings(organization)

    def find_edges(self, principal: Principal) -> Iterator[Edge]:
        """Yield every edge that starts at a principal."""
        paths = self._find_open_paths(principal)
        found = [
            (edge, attempt)
            for path in paths
            for attempt in self._attempts.find(path, principal)
            if (edge := self._prove(principal, path, attempt))
        ]
        yield from (edge for edge, _ in found)
        yield from self._find_rewriting(principal, paths, found)

    def find_ways(self, principal: Principal, known: Collection[str] = ()) -> Iterator[Edge]:
        """Yield one edge from a principal to each that it can take over, or become.

        It is the shortest of those that are certain; where there is none, of the others. Who can
        escalate, and in how many steps, is the same as with every edge. `known` is where it
        leads for certain in other ways: that is left out.
        """
        paths = sorted(self._find_open_paths(principal), key=lambda path: len(path.steps))
        found: dict[str, tuple[Edge, Attempt]] = {}
        settled = set(known)
        # An attempt with a doubt is never certain: only where no other is, it is looked at.
        for is_doubtful in (False, True):
            for path in paths:
                if path.gives == "admin" and ADMIN in settled:
                    continue
                # Who is taken over already can still be the way to any permission.
                left_out = settled if path.gives == "target" else ()
                for attempt in self._attempts.find(path, principal, left_out):
                    lands = _find_landing(path, attempt)
                    best = found.get(lands)
                    if bool(attempt.doubt) is not is_doubtful or lands in settled:
                        continue
                    if best and is_doubtful and len(best[0].path.steps) <= len(path.steps):
                        continue
                    edge = self._prove(principal, path, attempt)
                    if edge and (best is None or is_doubtful or edge.is_certain):
                        found[lands] = edge, attempt
                        if edge.is_certain:
                            settled.add(lands)
        yield from (edge for edge, _ in found.values())
        if ADMIN not in known:
            yield from self._find_rewriting(principal, paths, found.values())

    def _find_open_paths(self, principal: Principal) -> list[EscalationPath]:
        """Return the paths whose actions some policy may allow a principal."""
        allowed = self._actions.allowed_to(principal)
        return [path for path in load_paths() if allowed.issuperset(path.actions)]

    def _find_rewriting(
        self,
        principal: Principal,
        paths: Iterable[EscalationPath],
        found: Iterable[tuple[Edge, Attempt]],
    ) -> Iterator[Edge]:
        """Yield the best edge to any permission: it is given to a target, which is taken over.

        None where any permission is certain without it.
        """
        takeovers = list(found)
        if any(edge.is_certain and self._is_gained(edge) for edge, _ in takeovers):
            return
        best: Edge | None = None
        for path, attempt in self._find_composed(principal, paths, takeovers):
            edge = self._prove(principal, path, attempt)
            if edge and (best is None or edge.rank > best.rank):
                best = edge
                if edge.is_certain:
                    break
        if best:
            yield best

    def _is_gained(self, edge: Edge) -> bool:
        return edge.to == ADMIN or self._is_admin(edge.lands)

    def _find_composed(
        self,
        principal: Principal,
        paths: Iterable[EscalationPath],
        takeovers: Iterable[tuple[Edge, Attempt]],
    ) -> Iterator[tuple[EscalationPath, Attempt]]:
        """Yield attempts in which a target is rewritten and taken over, the proved takeovers first.

        Every other path is tried with the targets that can be rewritten: what it takes may hold
        together with the rewriting where the proved path does not.
        """
        allowed = self._actions.allowed_to(principal)
        targets = [(e.path, a) for e, a in takeovers if e.path.gives == "target" and a.target]
        possible: dict[Principal | None, list[tuple[Rewrite, Attempt]]] = {}
        for rewrite in load_rewrites():
            for path, attempt in targets if allowed.issuperset(rewrite.actions) else ():
                for rewritten in find_rewritten(rewrite, attempt):
                    if self._decider.may_take(principal, rewrite.steps, rewritten):
                        possible.setdefault(attempt.target, []).append((rewrite, rewritten))
                        yield from _compose(rewrite, path, rewritten)
        for path in paths if possible else ():
            for attempt in self._attempts.find(path, principal) if path.gives == "target" else ():
                for rewrite, rewritten in possible.get(attempt.target, ()):
                    values = {**rewritten.values, **attempt.values}
                    yield from _compose(rewrite, path, replace(attempt, values=values))

    def _prove(self, principal: Principal, path: EscalationPath, attempt: Attempt) -> Edge | None:
        """Return the edge of an attempt; None where it is not allowed, or gains nothing."""
        to, is_unlimited = self._find_gain(principal, path, attempt)
        if is_unlimited is False:
            return None
        access, values = self._decider.decide(principal, path, attempt)
        if access.verdict == "never":
            return None
        trust = attempt.trust
        doubts = [*access.unknown, attempt.doubt, *(trust.unknown if trust else ())]
        if is_unlimited is None:
            doubts.append(_UNKNOWN_CEILING)
        awaited = (path.waits_for,) if path.waits_for and attempt.is_awaited else ()
        verdict = _join(access, attempt, is_known=is_unlimited is not None)
        if awaited and verdict == "always":
            verdict = "conditional"
        through = values.get("workload") or values.get("policy") or attempt.group
        return Edge(
            origin=principal.arn,
            to=to,
            path=path,
            verdict=verdict,
            through=through or values.get("target", principal.arn),
            lands=_find_landing(path, attempt),
            becomes=attempt.becomes,
            residual=(*access.residual, *(trust.residual if trust else ()), *awaited),
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
    ) -> tuple[str, bool | None]:
        """Return whose permissions are gained, and whether nothing limits them."""
        if attempt.is_unread:
            return ADMIN, True
        if path.gives == "admin":
            gainer = attempt.target or principal
            if path.target == "new":  # which no boundary limits
                arn = f"arn:{principal.partition}:iam::{principal.account_id}:user/new"
                gainer = Principal(arn, principal.account_id, "user")
            return ADMIN, self._ceilings.is_open(gainer, attempt.values.get("policy", ""))
        if attempt.becomes is not None and attempt.group:
            return attempt.group, True
        return _find_landing(path, attempt), True


def _find_landing(path: EscalationPath, attempt: Attempt) -> str:
    """Return where a chain goes on after an attempt."""
    if path.gives == "admin" or attempt.is_unread:
        return ADMIN
    if attempt.becomes is not None:
        return f"{attempt.becomes.arn} {attempt.change}"
    return attempt.target.arn if attempt.target else attempt.values["policy"]


def _compose(
    rewrite: Rewrite, path: EscalationPath, attempt: Attempt
) -> Iterator[tuple[EscalationPath, Attempt]]:
    composed = rewrite.before(path)
    if frozenset(composed.actions) not in _known_actions():
        yield composed, attempt


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
