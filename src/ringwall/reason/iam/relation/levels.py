"""What one principal may do to one resource, by access level."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy, CompiledStatement
from ringwall.reason.iam.evaluation.evaluate import Decision
from ringwall.reason.iam.evaluation.request import Request
from ringwall.reason.iam.organization.access_point import ask_through, policies_behind
from ringwall.reason.iam.organization.model import Organization, Principal, Resource
from ringwall.reason.iam.organization.question import make_question, policies_for
from ringwall.reason.iam.relation.samples import (
    LEVELS,
    actions_on,
    doubt_rest,
    levels_of,
    sample_arns,
    service_of,
    spell_actions,
)
from ringwall.reason.iam.symbolic.contexts.decide import RANK, Access, Ask, decide_as_one


@dataclass(frozen=True)
class LevelAccess:
    """The actions of one access level that have the same answer."""

    level: str
    actions: tuple[str, ...]
    access: Access


def find_levels(
    organization: Organization, principal: Principal, resource: Resource
) -> Iterator[LevelAccess]:
    """Yield what a principal may do to a resource or to its parts; never what it may not.

    Actions that no policy tells apart are asked about once.
    """
    found: dict[tuple[str, str, tuple[str, ...]], tuple[list[str], Access]] = {}

    def know() -> Request:
        return make_question(organization, principal, actions[0], resource.arn)

    groups = _group(organization, principal, resource)
    for (places, statements), actions in groups.items():
        targets = sample_arns(resource.arn, places, statements, know, resource)
        access = ask_best(organization, principal, actions[0], targets)
        access = doubt_rest(access, len(targets))
        if access.verdict == "never":
            continue
        for action in actions:
            for level in levels_of((action,)):
                key = (level, access.verdict, access.residual)
                found.setdefault(key, ([], access))[0].append(action)
    for (level, *_), (actions, access) in sorted(found.items(), key=lambda item: _rank(item[0])):
        yield LevelAccess(level, spell_actions(actions), access)


def ask_best(
    organization: Organization, principal: Principal, action: str, arns: Iterable[str]
) -> Access:
    """Return the widest answer over some resources."""

    def make(arn: str) -> Ask:
        question = make_question(organization, principal, action, arn)
        return question, policies_for(organization, principal, question)

    best: Access | None = None
    for arn in arns:
        access = decide_as_one(ask_through(organization, action, arn, make))
        if best is None or RANK[access.verdict] > RANK[best.verdict]:
            best = access
        if best.verdict == "must":
            break
    return best or Access("never", Decision("implicitly_denied"))


def _rank(key: tuple[str, str, tuple[str, ...]]) -> tuple[object, ...]:
    return (LEVELS.index(key[0]), *key[1:])


def _group(
    organization: Organization, principal: Principal, resource: Resource
) -> dict[tuple[tuple[str, ...], tuple[CompiledStatement, ...]], list[str]]:
    """Return the actions on a resource by the statements that speak of them."""
    held = _all_policies(organization, principal, resource)
    policies = [policy for policy in held if policy is not None]
    # The root user needs no policy; one that was not collected may speak of anything.
    is_open = principal.kind == "root" or len(policies) < len(held)
    groups: dict[tuple[tuple[str, ...], tuple[CompiledStatement, ...]], list[str]] = {}
    for action, places in actions_on(service_of(resource), resource.arn).items():
        spoken = tuple(s for policy in policies for s in policy.statements_about(action))
        if spoken or is_open:
            groups.setdefault((places, spoken), []).append(action)
    return groups


def _all_policies(
    organization: Organization, principal: Principal, resource: Resource
) -> list[CompiledPolicy | None]:
    settings = organization.settings.get(resource.arn)
    levels = (
        *organization.account(principal.account_id).scp_levels,
        *organization.account(resource.account_id).rcp_levels,
    )
    return [
        *principal.policies,
        *principal.boundaries,
        *resource.policies,
        *(settings.policies if settings else ()),
        *policies_behind(organization, resource),
        *(policy for level in levels for policy in level),
    ]
