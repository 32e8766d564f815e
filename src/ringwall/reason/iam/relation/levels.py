"""What one principal may do to one resource, by access level."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ringwall.reason.iam.evaluation.compiled import CompiledStatement
from ringwall.reason.iam.evaluation.policy_set import Policies
from ringwall.reason.iam.evaluation.request import Request
from ringwall.reason.iam.organization.model import Principal
from ringwall.reason.iam.question.caller import Caller, call_as
from ringwall.reason.iam.question.guard import Guard
from ringwall.reason.iam.question.question import AccessQuestion
from ringwall.reason.iam.question.target_resource import TargetResource
from ringwall.reason.iam.relation.resource_actions import (
    LEVELS,
    ActionGroup,
    actions_on,
    levels_of,
    service_of,
    spell_actions,
)
from ringwall.reason.iam.relation.samples import doubt_rest, sample_parts
from ringwall.reason.iam.symbolic.contexts.access_answer import NO_ACCESS, AccessAnswer


@dataclass(frozen=True)
class LevelAccess:
    """The actions of one access level that have the same answer."""

    level: str
    actions: tuple[str, ...]
    access: AccessAnswer


def find_levels(principal: Principal, target: TargetResource) -> Iterator[LevelAccess]:
    """Yield what a principal may do to a resource or to its parts; never what it may not.

    Actions that no policy tells apart are asked about once.
    """
    caller = call_as(target.organization, principal)
    found: dict[tuple[str, str, tuple[str, ...]], tuple[list[str], AccessAnswer]] = {}
    for group, statements in _group(principal, caller, target):
        access = _ask_group(caller, target, group, statements)
        if access.verdict == "never":
            continue
        for action in group.actions:
            for level in levels_of((action,)):
                key = (level, access.verdict, access.residual)
                found.setdefault(key, ([], access))[0].append(action)
    for (level, *_), (actions, access) in sorted(found.items(), key=lambda item: _rank(item[0])):
        yield LevelAccess(level, spell_actions(actions), access)


def ask_best(caller: Caller, action: str, targets: Iterable[TargetResource]) -> AccessAnswer:
    """Return the widest answer over some resources."""
    best: AccessAnswer | None = None
    for target in targets:
        access = AccessQuestion(caller, action, target).decide_over_contexts()
        if best is None or access.rank > best.rank:
            best = access
        if best.verdict == "always":
            break
    return best or NO_ACCESS


def _rank(key: tuple[str, str, tuple[str, ...]]) -> tuple[object, ...]:
    return (LEVELS.index(key[0]), *key[1:])


def _ask_group(
    caller: Caller,
    target: TargetResource,
    group: ActionGroup,
    statements: tuple[CompiledStatement, ...],
) -> AccessAnswer:
    """Return the widest answer about a group's actions, over the resource and its parts."""
    action = group.actions[0]

    def find_request() -> Request:
        return AccessQuestion(caller, action, target).request

    targets = sample_parts(target, group.separators, statements, find_request)
    return doubt_rest(ask_best(caller, action, targets), len(targets))


def _group(
    principal: Principal, caller: Caller, target: TargetResource
) -> Iterator[tuple[ActionGroup, tuple[CompiledStatement, ...]]]:
    """Yield the actions on a resource by the statements about them."""
    guard = target.guard
    if guard is None:
        return
    every = _all_policies(principal, caller, guard)
    policies = [policy for policy in every if policy]
    # The root user needs no policy; one that was not collected may allow anything.
    is_open = principal.kind == "root" or len(policies) < len(every)
    groups: dict[tuple[tuple[str, ...], tuple[CompiledStatement, ...]], list[str]] = {}
    for action, separators in actions_on(service_of(guard.resource), guard.resource.arn).items():
        spoken = tuple(s for policy in policies for s in policy.statements_about(action))
        if spoken or is_open:
            groups.setdefault((separators, spoken), []).append(action)
    for (separators, statements), actions in groups.items():
        yield ActionGroup(tuple(actions), separators), statements


def _all_policies(principal: Principal, caller: Caller, guard: Guard) -> Policies:
    """Return every policy that may say something about the principal and the resource."""
    return (
        *principal.policies,
        *principal.boundaries,
        *(*guard.own, *guard.shared, *guard.behind),
        *(policy for level in caller.scp_levels for policy in level),
        *guard.rcps,
    )
