"""Chains of edges: how a principal becomes an administrator, or reaches another account."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal

from ringwall.reason.iam.escalation.admins import Power, judge_power
from ringwall.reason.iam.escalation.denials import DENIALS
from ringwall.reason.iam.escalation.edges import ADMIN, Edge, as_edge
from ringwall.reason.iam.escalation.prover import Prover
from ringwall.reason.iam.escalation.strangers import find_strangers
from ringwall.reason.iam.organization.model import Organization, Principal
from ringwall.reason.iam.relation.role_chains import RoleStep, account_of, find_steps
from ringwall.reason.iam.symbolic.contexts.access_answer import AccessVerdict

LIMITS = frozenset({"self_tags", "self_boundary", "own_boundary_policy", *DENIALS})
"""What paths take from a principal that limited it."""
MAX_TAKEN = 3
"""Limits that a principal is freed of, one after another."""
Goal = Literal["admin", "account"]
"""Any permission in an account; some role of another account."""


@dataclass(frozen=True)
class Chain:
    """The shortest chain from a principal to a goal."""

    origin: str
    goal: Goal
    account_id: str
    """The account in which it ends."""
    edges: tuple[Edge, ...]
    end: str
    """ARN of the last principal whose permissions are gained."""

    @property
    def verdict(self) -> AccessVerdict:
        """The verdict of its weakest edge."""
        verdicts = {edge.verdict for edge in self.edges}
        return (
            "unknown"
            if "unknown" in verdicts
            else "conditional"
            if "conditional" in verdicts
            else "always"
        )


@dataclass(frozen=True)
class Escalation:
    """All that is known of escalation in an organization."""

    powers: Mapping[str, Power]
    """Whether each principal is an administrator, by ARN."""
    steps: tuple[RoleStep, ...]
    """Who can assume which role, administrators too."""
    edges: tuple[Edge, ...]
    chains: tuple[Chain, ...]


def find_escalation(organization: Organization, *, every_way: bool = False) -> Escalation:
    """Return who is an administrator, who can take which step, and the shortest chains.

    Of the ways from one principal to another one is enough to tell who can escalate; `every_way`
    asks for all of them.
    """
    people = [p for p in organization.principals.values() if p.kind != "root"]
    powers = {p.arn: judge_power(organization, p) for p in people}
    # As a service-linked role only its service acts, and nobody can change what it may do.
    others = [
        p
        for p in people
        if powers[p.arn].is_admin is not True and not p.requester.is_service_linked
    ]
    # That an administrator can take over others in its account says nothing new.
    steps = tuple(find_steps(organization))
    news = [
        step
        for step in steps
        if (powers[step.origin].is_admin is not True or step.is_cross_account)
        and not organization.principals[step.origin].requester.is_service_linked
    ]

    def is_admin(arn: str) -> bool:
        power = powers.get(arn)
        return power is not None and power.is_admin is True

    prover = Prover(organization, is_admin)
    find_edges = prover.find_edges if every_way else prover.find_ways
    proved = chain.from_iterable(map(find_edges, others))
    edges = (*map(as_edge, news), *proved)
    settled = _find_settled(edges)

    def find_more(member: Principal) -> Iterable[Edge]:
        if every_way:
            return prover.find_edges(member)
        return prover.find_ways(member, settled.get(member.arn, frozenset()))

    members, more = _follow(edges, find_more)
    powers |= {name: judge_power(organization, member) for name, member in members.items()}
    strangers = find_strangers(organization)
    entries = map(as_edge, _find_entries(organization, {s.arn: s for s in strangers} | members))
    outgoing = _group_by_origin((*edges, *more, *entries))
    to_admin = _find_leading(outgoing, lambda edge: edge.to == ADMIN or is_admin(edge.lands))
    leaving = _find_leading(
        outgoing, lambda edge: edge.to != ADMIN and account_of(edge.origin) != account_of(edge.to)
    )
    chains = tuple(
        found
        for person in (*others, *strangers)
        if person.arn in to_admin or person.arn in leaving
        for found in sorted(
            _find_chains(person, outgoing, powers, leaving), key=lambda c: c.goal != "admin"
        )
    )
    known = {arn: power for arn, power in powers.items() if arn not in members}
    return Escalation(known, steps, edges, chains)


def _find_settled(edges: Iterable[Edge]) -> Mapping[str, frozenset[str]]:
    """Return where those lead for certain that gain any permission for certain.

    What such an origin becomes needs no edge to there: the origin's own chain is shorter.
    """
    found: dict[str, set[str]] = {}
    for edge in edges:
        if edge.is_certain:
            found.setdefault(edge.origin, set()).add(edge.lands)
    return {origin: frozenset(lands) for origin, lands in found.items() if ADMIN in lands}


def _follow(
    edges: Iterable[Edge], find_edges: Callable[[Principal], Iterable[Edge]]
) -> tuple[dict[str, Principal], list[Edge]]:
    """Return what principals become by edges, by name, and the edges that go on from there."""
    members: dict[str, Principal] = {}
    more: list[Edge] = []
    waiting = [*edges]
    for taken in range(MAX_TAKEN):
        became = {edge.lands: edge.becomes for edge in waiting if edge.becomes is not None}
        members |= became
        # Only what is free of one limit goes on to be free of another.
        freed = {edge.lands for edge in waiting if edge.path.target in LIMITS}
        waiting = [
            _go_on(edge, name)
            for name, member in became.items()
            for edge in find_edges(member)
            if edge.becomes is None
            or (name in freed and edge.path.target in LIMITS and taken + 1 < MAX_TAKEN)
        ]
        more += waiting
    return members, more


def _go_on(edge: Edge, name: str) -> Edge:
    """Return an edge of what a principal became, under the name of that."""
    if edge.becomes is None:
        return replace(edge, origin=name)
    lands = f"{name},{edge.lands.removeprefix(edge.origin)}"
    return replace(edge, origin=name, to=lands if edge.to == edge.lands else edge.to, lands=lands)


def _group_by_origin(edges: Iterable[Edge]) -> dict[str, list[Edge]]:
    """Return the edges of each origin: the shortest paths first, of those the ones that end it."""
    found: dict[str, list[Edge]] = {}
    for edge in sorted(edges, key=lambda edge: (edge.to != ADMIN, len(edge.path.steps))):
        found.setdefault(edge.origin, []).append(edge)
    return found


def _find_leading(
    outgoing: Mapping[str, Iterable[Edge]], is_last: Callable[[Edge], bool]
) -> frozenset[str]:
    """Return from where some chain leads to a last edge."""
    before: dict[str, list[str]] = {}
    found: set[str] = set()
    for edge in chain.from_iterable(outgoing.values()):
        before.setdefault(edge.lands, []).append(edge.origin)
        if is_last(edge):
            found.add(edge.origin)
    waiting = list(found)
    while waiting:
        for origin in before.get(waiting.pop(), ()):
            if origin not in found:
                found.add(origin)
                waiting.append(origin)
    return frozenset(found)


def _find_entries(
    organization: Organization, others: Mapping[str, Principal]
) -> Iterator[RoleStep]:
    """Yield the roles that others than the organization's principals may assume.

    They are principals of accounts that were not read, and what principals become.
    """
    if others:
        yield from find_steps(organization, principals=others)


def _find_chains(
    principal: Principal,
    outgoing: Mapping[str, list[Edge]],
    powers: Mapping[str, Power],
    leaving: frozenset[str],
) -> Iterator[Chain]:
    """Yield the shortest chain to an administrator, and to each role of another account.

    A chain of certain edges is preferred to one that depends on something unknown.
    """
    wanted_admin = True
    seen = {principal.arn}
    for edges in _walk(principal.arn, outgoing):
        end = edges[-1].to
        if end == ADMIN:
            if wanted_admin:
                wanted_admin = False
                last = edges[-1].origin.partition(" ")[0]
                yield Chain(principal.arn, "admin", account_of(last), edges, last)
            continue
        power = powers.get(edges[-1].lands)
        if wanted_admin and power and power.is_admin:
            wanted_admin = False
            yield Chain(principal.arn, "admin", account_of(end), edges, end)
        if account_of(end) != principal.account_id and end not in seen:
            seen.add(end)
            yield Chain(principal.arn, "account", account_of(end), edges, end)
        if not wanted_admin and principal.arn not in leaving:
            return


def _walk(origin: str, outgoing: Mapping[str, list[Edge]]) -> Iterator[tuple[Edge, ...]]:
    """Yield the shortest chain to everything that can be reached, the certain ones first."""
    for rank in (("always", "conditional"), ("always", "conditional", "unknown")):
        yield from _walk_by(origin, outgoing, rank)


def _walk_by(
    origin: str, outgoing: Mapping[str, list[Edge]], verdicts: Iterable[str]
) -> Iterator[tuple[Edge, ...]]:
    allowed = frozenset(verdicts)
    seen = {origin}
    waiting: deque[tuple[str, tuple[Edge, ...]]] = deque([(origin, ())])
    while waiting:
        here, taken = waiting.popleft()
        for edge in outgoing.get(here, ()):
            if edge.verdict not in allowed or edge.to in seen:
                continue
            if edge.to != ADMIN:
                seen.add(edge.to)
                waiting.append((edge.lands, (*taken, edge)))
            yield (*taken, edge)
