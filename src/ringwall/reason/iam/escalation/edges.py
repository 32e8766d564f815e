"""The edges of escalation: each a published path that one principal can go, proved step by step.

All requests of a path are put to the evaluator together, as one session makes them, under SCPs,
boundaries and conditions; the trust of the role that is taken over counts where the path needs it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from itertools import chain

from ringwall.reason.iam.escalation.admins import can_become_admin, find_powers
from ringwall.reason.iam.escalation.attempts import (
    NEW,
    Attempt,
    AttemptFinder,
    find_rewritten,
)
from ringwall.reason.iam.escalation.paths import (
    EscalationPath,
    PathStep,
    fill_in,
    load_paths,
    load_rewrites,
)
from ringwall.reason.iam.escalation.steps import ask_step, write_command
from ringwall.reason.iam.escalation.variants import find_variants
from ringwall.reason.iam.evaluation.context import Values
from ringwall.reason.iam.organization.attached_policy import AttachedPolicy
from ringwall.reason.iam.organization.model import Organization, Principal
from ringwall.reason.iam.question.caller import call_as
from ringwall.reason.iam.question.guard import find_guard
from ringwall.reason.iam.question.named_principals import NamedPrincipals
from ringwall.reason.iam.question.question import make_question
from ringwall.reason.iam.relation.chains import ASSUME, RoleStep
from ringwall.reason.iam.symbolic.contexts.answer import RANK, AccessAnswer, AccessVerdict
from ringwall.reason.iam.symbolic.contexts.decide import decide_session

ADMIN = "admin"
"""The end of a chain: any permission in the account."""
ROLE_CHAIN = "sts-001"
"""The path whose edges are the steps of role chains, over accounts too."""


@dataclass(frozen=True)
class Edge:
    """One principal gains the permissions of another, or any at all.

    `to` is the ARN of the principal (or group) whose permissions it gains, or `admin`.
    """

    origin: str
    to: str
    path: EscalationPath
    verdict: AccessVerdict
    through: str = ""
    """ARN of what it goes through: the target, policy, group, function."""
    lands: str = ""
    """Where a chain goes on: at `to`, or at what the principal becomes, under a name of its own."""
    becomes: Principal | None = None
    """The principal as it is then, where it is another than those of the organization."""
    residual: tuple[str, ...] = ()
    witness: Mapping[str, Values] | None = None
    requests: tuple[tuple[str, str], ...] = ()
    """Action and resource of each step."""
    statements: tuple[str, ...] = ()
    """What allows the steps, of the principal's own policies; the first is the one to remove."""
    commands: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def find_edges(
    organization: Organization,
    principals: Iterable[Principal],
    steps: Iterable[RoleStep] = (),
) -> Iterator[Edge]:
    """Yield every edge that starts at some principals; `steps` are those of role chains."""
    yield from map(as_edge, steps)
    prover = Prover(organization)
    for principal in principals:
        yield from prover.edges(principal)


def as_edge(step: RoleStep) -> Edge:
    """Return a step of a role chain as an edge."""
    path = next(path for path in load_paths() if path.id == ROLE_CHAIN)
    access = step.access
    values = {"target": step.role, "target_name": step.role.rpartition("/")[2], "new": NEW}
    return Edge(
        origin=step.origin,
        to=step.role,
        path=path,
        verdict=access.verdict,
        through=step.role,
        lands=step.role,
        residual=access.residual,
        witness=access.witness,
        requests=((ASSUME, step.role),),
        statements=_own_statements(access),
        commands=tuple(fill_in(s.command, values) for s in path.steps if s.command),
        unknown=access.unknown,
    )


class Prover:
    """Proves the paths of one organization."""

    def __init__(self, organization: Organization) -> None:
        self.organization = organization
        self._ceiling = lru_cache(maxsize=None)(self._find_ceiling)
        self._actions = sorted({action for path in load_paths() for action in path.actions})
        self._spoken: dict[int, frozenset[str]] = {}
        self._granted = list(self._read_granted())
        self._attempts = AttemptFinder(organization)
        self._call_as = lru_cache(maxsize=16)(partial(call_as, organization))
        self._variants: tuple[object, tuple[Mapping[str, str], ...]] = (None, ())
        """Values to try for the path that is being gone: the same at all places of a region."""
        self._powers = lru_cache(maxsize=None)(partial(find_powers, organization))
        self._likeness = lru_cache(maxsize=None)(self._find_likeness)
        self._decided: dict[tuple[object, ...], AccessAnswer] = {}

    def _find_ceiling(self, gainer: Principal, rewritten: str) -> bool | None:
        """Return whether nothing limits who gains; a policy that is rewritten limits no more."""
        attached = tuple(p for p in gainer.attached if not rewritten or p.managed_arn != rewritten)
        return can_become_admin(self.organization, replace(gainer, attached=attached))

    def _speaks_of(self, policy: AttachedPolicy) -> frozenset[str]:
        """Return the actions of paths that a policy allows on anything at all."""
        found = self._spoken.get(id(policy))
        if found is None:
            actions = (action for action in self._actions if policy.may_do(action))
            found = self._spoken[id(policy)] = frozenset(actions)
        return found

    def _read_granted(self) -> Iterator[tuple[NamedPrincipals, frozenset[str]]]:
        """Yield whom the policies of workloads name, and for which actions of paths."""
        for workload in chain.from_iterable(self.organization.workloads.values()):
            resource = self.organization.resources.get(workload.arn)
            if resource and resource.attached and (actions := self._speaks_of(resource.attached)):
                named = find_guard(self.organization, resource).names
                if not named.is_empty:
                    yield named, actions

    def _actions_of(self, principal: Principal) -> frozenset[str]:
        """Return the actions of paths that somebody may have been allowed, by any policy."""
        granted = (actions for named, actions in self._granted if named.includes(principal))
        return frozenset[str]().union(*map(self._speaks_of, principal.attached), *granted)

    def edges(self, principal: Principal) -> Iterator[Edge]:
        """Yield the edges of one principal."""
        # A trust policy may let somebody in who has no policy for it.
        spoken = self._actions_of(principal) | {ASSUME.lower()}
        found = [
            (edge, place)
            for path in load_paths()
            if path.id != ROLE_CHAIN and spoken.issuperset(path.actions)
            for place in self._attempts.find(path, principal)
            if (edge := self._prove(principal, path, place))
        ]
        yield from (edge for edge, _ in found)
        if not any(
            edge.to == ADMIN and edge.verdict in {"always", "conditional"} for edge, _ in found
        ):
            composed = list(self._rewriting(principal, spoken, found))
            if composed:
                yield max(composed, key=lambda edge: RANK[edge.verdict])

    def _rewriting(
        self, principal: Principal, spoken: frozenset[str], found: Iterable[tuple[Edge, Attempt]]
    ) -> Iterator[Edge]:
        """Yield edges to any permission: by giving it to whoever is taken over, and taking over.

        None after the first certain one: all lead to the same.
        """
        for rewrite in load_rewrites():
            if not spoken.issuperset(rewrite.actions):
                continue
            for edge, place in found:
                path = rewrite.before(edge.path)
                if edge.path.gives != "target" or frozenset(path.actions) in _known_actions():
                    continue
                for rewritten in find_rewritten(rewrite, place):
                    if better := self._prove(principal, path, rewritten):
                        yield better
                        if better.verdict == "always":
                            return

    def _prove(self, principal: Principal, path: EscalationPath, place: Attempt) -> Edge | None:
        to, lands, ceiling = self._gain(principal, path, place)
        if ceiling is False:
            return None
        access, values = self._ask_best(principal, path, place)
        if access.verdict == "never":
            return None
        trust = place.trust
        doubts = [*access.unknown, place.doubt, *(trust.unknown if trust else ())]
        if ceiling is None:
            doubts.append("the boundary or SCPs of what is gained")
        doubts = [doubt for doubt in doubts if doubt]
        verdict: AccessVerdict = access.verdict
        if trust is not None and RANK[trust.verdict] < RANK[verdict]:
            verdict = trust.verdict
        if place.doubt or ceiling is None:
            verdict = "unknown"
        through = values.get("workload") or values.get("policy") or place.group
        return Edge(
            origin=principal.arn,
            to=to,
            path=path,
            verdict=verdict,
            through=through or values.get("target", principal.arn),
            lands=lands,
            becomes=place.becomes,
            residual=access.residual + (trust.residual if trust else ()),
            witness=access.witness,
            requests=tuple(
                (step.action, fill_in(r, values)) for step in path.steps for r in step.resources
            ),
            statements=_own_statements(access),
            commands=tuple(write_command(step, values) for step in path.steps if step.command),
            unknown=tuple(doubts),
        )

    def _gain(
        self, principal: Principal, path: EscalationPath, place: Attempt
    ) -> tuple[str, str, bool | None]:
        """Return whose permissions are gained, where it leads, and whether they are not limited."""
        if path.gives == "admin":
            gainer = place.target or principal
            if path.target == "new":  # whom no boundary limits
                gainer = Principal(f"{_root_of(principal)}:user/new", principal.account_id, "user")
                return ADMIN, ADMIN, can_become_admin(self.organization, gainer)
            return ADMIN, ADMIN, self._ceiling(gainer, place.values.get("policy", ""))
        if place.becomes is not None:
            lands = f"{principal.arn} {place.change}"
            return place.group or lands, lands, True
        to = place.target.arn if place.target else place.values["policy"]
        return to, to, True

    def _ask_best(
        self, principal: Principal, path: EscalationPath, place: Attempt
    ) -> tuple[AccessAnswer, Mapping[str, str]]:
        """Return the widest answer over what may be chosen, with the values that gave it."""
        access = self._decide(principal, path.steps, place)
        if self._is_there(path, place.values):
            access = replace(access, verdict="never")
        if access.is_possible:
            return access, place.values
        found = [(access, place.values)]
        variants = self._variants_of(principal, path, place)
        fixed = tuple(step for step in path.steps if not step.is_varied)
        if variants and fixed and self._decide(principal, fixed, place).verdict == "never":
            return access, place.values
        for chosen in variants:
            values = {**place.values, **chosen}
            if self._is_there(path, values):
                continue
            found.append(
                (self._decide(principal, path.steps, replace(place, values=values)), values)
            )
            if found[-1][0].is_possible:
                break
        return max(found, key=lambda item: RANK[item[0].verdict])

    def _is_there(self, path: EscalationPath, values: Mapping[str, str]) -> bool:
        """Whether a principal that is to be made is there already."""
        made = fill_in(path.steps[0].resources[0], values)
        return path.target == "new" and made in self.organization.principals

    def _decide(
        self, principal: Principal, steps: tuple[PathStep, ...], place: Attempt
    ) -> AccessAnswer:
        """Return whether all steps are allowed; once for all of whom policies say the same."""
        who = self._likeness(principal) if all(step.is_impersonal for step in steps) else None
        if who is None:
            return self._decide_anew(principal, steps, place)
        values = {k: v for k, v in place.values.items() if not k.startswith("self")}
        key = (who, *map(id, steps), *sorted(values.items()))
        if key not in self._decided:
            self._decided[key] = self._decide_anew(principal, steps, place)
        return self._decided[key]

    def _decide_anew(
        self, principal: Principal, steps: tuple[PathStep, ...], place: Attempt
    ) -> AccessAnswer:
        caller = self._call_as(principal)
        # What comes after a step that is denied is not even put together.
        return decide_session(
            bound
            for step in steps
            for question in ask_step(self.organization, caller, step, place)
            for bound in question.asked
        )

    def _find_likeness(self, principal: Principal) -> tuple[object, ...] | None:
        """Return what principals have in common who get the same answers; None for nobody else."""
        scps = self.organization.account(principal.account_id).scp_levels
        levels = (principal.policies, principal.boundaries, *scps)
        policies = [policy for level in levels for policy in level if policy is not None]
        if not all(s.is_impersonal for policy in policies for s in policy.statements):
            return None
        attached = (*map(id, principal.attached), id(principal.boundary))
        return (
            principal.account_id,
            principal.kind,
            principal.requester.is_service_linked,
            *attached,
        )

    def _variants_of(
        self, principal: Principal, path: EscalationPath, place: Attempt
    ) -> tuple[Mapping[str, str], ...]:
        region = place.values["region"]
        key = (principal, path.id, region)
        if self._variants[0] != key:
            powers = self._powers(principal.account_id, principal.partition)
            scps = self.organization.account(principal.account_id).scp_levels
            attached = chain(principal.policies, principal.boundaries, *scps)
            question = make_question(self.organization, principal, path.steps[0].action, "*")
            found = find_variants(attached, path, place.values, powers, question.request)
            if path.workload:  # what is there lies where it lies
                found = tuple(chosen for chosen in found if chosen["region"] == region)
            self._variants = (key, found)
        return self._variants[1]


@cache
def _known_actions() -> frozenset[frozenset[str]]:
    """Return what the paths take that give any permission."""
    return frozenset(frozenset(path.actions) for path in load_paths() if path.gives == "admin")


def _root_of(principal: Principal) -> str:
    return f"arn:{principal.partition}:iam::{principal.account_id}"


def _own_statements(access: AccessAnswer) -> tuple[str, ...]:
    own = (str(d) for d in access.decision.statements if d.policy_type == "identity")
    return tuple(dict.fromkeys(own))
