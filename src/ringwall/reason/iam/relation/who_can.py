"""Who can do one action to one resource: every principal of the organization that may."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from ringwall.reason.iam.evaluation.compiled import CompiledStatement
from ringwall.reason.iam.evaluation.policy_set import Policies, PolicySet
from ringwall.reason.iam.evaluation.request import Request, make_request
from ringwall.reason.iam.evaluation.resource_parts import ANY_PART
from ringwall.reason.iam.organization.model import Principal
from ringwall.reason.iam.question.access_point import bucket_arn_of, is_access_point
from ringwall.reason.iam.question.caller import call_as
from ringwall.reason.iam.question.question import AccessQuestion
from ringwall.reason.iam.question.target_resource import TargetResource, find_target
from ringwall.reason.iam.relation.candidates import find_candidates
from ringwall.reason.iam.relation.resource_actions import actions_on, service_of
from ringwall.reason.iam.relation.samples import doubt_rest, sample_parts
from ringwall.reason.iam.symbolic.contexts.access_answer import AccessAnswer


@dataclass(frozen=True)
class PrincipalAccess:
    """A principal with its access; `access.verdict` is never `never`."""

    principal: Principal
    access: AccessAnswer
    resource: str
    """The ARN that was asked about, or the part of it that the access is to."""


def find_who_can(
    target: TargetResource, action: str, context: Mapping[str, Any] | None = None
) -> Iterator[PrincipalAccess]:
    """Yield the users, roles and root users who can do an action to a target, or may.

    Where the action is one on parts of the resource (an object of a bucket), they can do it to some
    part. Those whom no policy of their own grants it are not evaluated, unless the resource's
    policy could name them: of ten thousand principals, few are left. BadInput where the action
    cannot be read.
    """
    wanted = make_request("*", action, target.arn).action
    separators = _find_separators(target, wanted)
    asker = _Asker(target, wanted, separators, context or {})
    # Who can act on parts is looked for by a part that no policy singles out.
    first = target if "" in separators else target.part(f"{target.arn}{separators[0]}{ANY_PART}")
    for principal in find_candidates(wanted, first, target if any(separators) else None):
        found = asker.ask(principal)
        if found.access.verdict != "never":
            yield found


def _find_separators(target: TargetResource, action: str) -> tuple[str, ...]:
    """Return where an action acts, asked of a resource: on it (''), or on its parts.

    s3:GetObject asked of a bucket is about its objects.
    """
    resource = target.resource
    if resource is None or not target.is_whole or resource.table == "iam_role":
        return ("",)
    return actions_on(service_of(resource), target.arn).get(action) or ("",)


class _Asker:
    """Asks for many principals, and only once for those of whom all policies say the same."""

    def __init__(
        self,
        target: TargetResource,
        action: str,
        separators: tuple[str, ...],
        context: Mapping[str, Any],
    ) -> None:
        self._target = target
        self._action = action
        self._separators = separators
        self._context = context
        self._anything = find_target(target.organization, "*")
        self._call_as = lru_cache(maxsize=1)(partial(call_as, target.organization))
        self._shared = list(_statements_of_others(target, action)) if any(separators) else []
        self._answers: dict[tuple[object, ...], AccessAnswer] = {}

    def ask(self, principal: Principal) -> PrincipalAccess:
        """Return the widest access of a principal to the resource, or to a part of it."""
        answers = [
            PrincipalAccess(principal, self._ask(principal, target), target.arn)
            for target in self._find_targets(principal)
        ]
        best = max(answers, key=lambda found: found.access.rank)
        return PrincipalAccess(principal, doubt_rest(best.access, len(answers)), best.resource)

    def _find_targets(self, principal: Principal) -> Iterable[TargetResource]:
        """Return the resource, or the parts of it that the policies tell apart."""
        if not any(self._separators):
            return (self._target,)

        def find_request() -> Request:
            caller = self._call_as(principal)
            return AccessQuestion(caller, self._action, self._anything, self._context).request

        own = (*_policies_about(principal, self._action, self._target), *principal.boundaries)
        spoken = [s for policy in own if policy for s in policy.statements_about(self._action)]
        statements = [*spoken, *self._shared]
        return sample_parts(self._target, self._separators, statements, find_request)

    def _ask(self, principal: Principal, target: TargetResource) -> AccessAnswer:
        own = _policies_about(principal, self._action, target)
        key = (target.arn, principal.account_id, principal.kind,
               principal.requester.is_service_linked,
               *map(id, own), *map(id, principal.boundaries))  # fmt: skip
        known = self._answers.get(key)
        if known is not None:
            return known
        caller = self._call_as(principal)
        question = AccessQuestion(caller, self._action, target, self._context)
        found = question.decide_over_contexts()
        if all(_is_impersonal(bound.policy_set, self._action) for bound in question.asked):
            self._answers[key] = found
        return found


def _statements_of_others(target: TargetResource, action: str) -> Iterator[CompiledStatement]:
    """Yield statements about an action of SCPs, and of what guards the resource."""
    guard = target.guard
    accounts = target.organization.accounts.values()
    levels = [level for account in accounts for level in account.scp_levels]
    if guard is not None:
        levels += [guard.rcps, guard.own, guard.shared, guard.behind]
    for policy in dict.fromkeys(policy for level in levels for policy in level if policy):
        yield from policy.statements_about(action)


def _policies_about(principal: Principal, action: str, target: TargetResource) -> Policies:
    """Return a principal's policies that may be about a target, or of the bucket behind it."""
    found = principal.policies_about(action, target.arn)
    point = target.resource
    if point is None or not is_access_point(point):
        return found
    return found + principal.policies_about(action, f"{bucket_arn_of(point)}/*")


def _is_impersonal(policy_set: PolicySet, action: str) -> bool:
    levels = (policy_set.identity, policy_set.boundaries, policy_set.resource, policy_set.sharing,
              *policy_set.scp_levels, *policy_set.rcp_levels)  # fmt: skip
    return all(
        policy and all(s.is_impersonal for s in policy.statements_about(action))
        for level in levels
        for policy in level
    )
