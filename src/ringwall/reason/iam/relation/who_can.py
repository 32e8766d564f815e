"""Who can do one thing to one resource: every principal of the organization that may."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from ringwall.reason.iam.evaluation.applicability import needs_no_permission
from ringwall.reason.iam.evaluation.compiled import CompiledStatement
from ringwall.reason.iam.evaluation.policy_set import Policies, PolicySet
from ringwall.reason.iam.evaluation.request import Request
from ringwall.reason.iam.evaluation.resource_parts import ANY_PART
from ringwall.reason.iam.organization.access_point import (
    ask_through,
    bucket_arn_of,
    find_point,
    policies_behind,
)
from ringwall.reason.iam.organization.model import Organization, Principal, Resource
from ringwall.reason.iam.organization.question import make_question, policies_for
from ringwall.reason.iam.relation.samples import (
    actions_on,
    doubt_rest,
    sample_arns,
    service_of,
)
from ringwall.reason.iam.symbolic.contexts.decide import RANK, Access, Ask, decide_as_one

_ACCOUNT = re.compile(r"\b\d{12}\b")


@dataclass(frozen=True)
class Holder:
    """A principal with its access; `access.verdict` is never `never`.

    `resource` is the ARN that was asked about, or the part of it that the access is to.
    """

    principal: Principal
    access: Access
    resource: str


def find_who_can(
    organization: Organization,
    action: str,
    arn: str,
    context: Mapping[str, Any] | None = None,
) -> Iterator[Holder]:
    """Yield the users, roles and root users who can do an action to a resource, or may.

    Where the action is one on parts of the resource (an object of a bucket), they can do it to some
    part. Those whom no policy of their own grants it are not evaluated, unless the resource's
    policy could name them: of ten thousand principals, few are left.
    """
    places = find_places(organization, action, arn)
    inside = arn if any(places) else ""
    first = arn if "" in places else f"{arn}{places[0]}{ANY_PART}"
    asker = _Asker(organization, action, context)
    resource = organization.resources.get(arn)
    shared = _others_speaking(organization, action, arn) if inside else []
    for principal in find_candidates(organization, action, first, inside):
        told = [*_own_speaking(organization, principal, action, arn), *shared] if inside else []
        know = partial(asker.know, principal)
        answers = [
            Holder(principal, asker.ask(principal, target), target)
            for target in sample_arns(arn, places, told, know, resource)
        ]
        best = max(answers, key=lambda holder: RANK[holder.access.verdict])
        best = replace(best, access=doubt_rest(best.access, len(answers)))
        if best.access.verdict != "never":
            yield best


def find_places(organization: Organization, action: str, arn: str) -> tuple[str, ...]:
    """Return where an action acts, asked of an ARN: on it (''), or on what is in it.

    s3:GetObject asked of a bucket is about its objects.
    """
    resource = organization.resources.get(arn)
    if resource is None or resource.table == "iam_role":
        return ("",)
    return actions_on(service_of(resource), arn).get(action.lower()) or ("",)


def _others_speaking(organization: Organization, action: str, arn: str) -> list[CompiledStatement]:
    """Return statements about an action of the resource's policies, and of SCPs and RCPs."""
    resource = organization.resources[arn]
    settings = organization.settings.get(arn)
    accounts = organization.accounts.values()
    levels = [level for account in accounts for level in account.scp_levels]
    levels += organization.account(resource.account_id).rcp_levels
    levels += [resource.policies, settings.policies if settings else ()]
    levels += [policies_behind(organization, resource)]
    policies = dict.fromkeys(policy for level in levels for policy in level if policy)
    return [s for policy in policies for s in policy.statements_about(action.lower())]


class _Asker:
    """Asks for many principals, and but once for those of whom all policies say the same."""

    def __init__(
        self, organization: Organization, action: str, context: Mapping[str, Any] | None
    ) -> None:
        self._organization = organization
        self._action = action
        self._context = context
        self._answers: dict[tuple[object, ...], Access] = {}

    def know(self, principal: Principal) -> Request:
        """Return a request of a principal: what is known of it, whatever it asks for."""
        return make_question(self._organization, principal, self._action, "*", self._context)

    def ask(self, principal: Principal, arn: str) -> Access:
        """Return whether a principal may act on an ARN."""
        own = _own_about(self._organization, principal, self._action, arn)
        key = (arn, principal.account_id, principal.kind, principal.requester.is_service_linked,
               *map(id, own), *map(id, principal.boundaries))  # fmt: skip
        known = self._answers.get(key)
        if known is not None:
            return known

        def make(arn: str) -> Ask:
            request = make_question(self._organization, principal, self._action, arn, self._context)
            return request, policies_for(self._organization, principal, request)

        asked = ask_through(self._organization, self._action, arn, make)
        found = decide_as_one(asked)
        if all(_is_impersonal(policy_set, request.action) for request, policy_set in asked):
            self._answers[key] = found
        return found


def _own_speaking(
    organization: Organization, principal: Principal, action: str, arn: str
) -> list[CompiledStatement]:
    """Return statements about an action of a principal's policies and boundary."""
    own = _own_about(organization, principal, action, arn) + principal.boundaries
    return [s for policy in own if policy for s in policy.statements_about(action.lower())]


def _own_about(organization: Organization, principal: Principal, action: str, arn: str) -> Policies:
    """Return a principal's policies that may speak of an ARN, or of the bucket behind it."""
    found = principal.policies_about(action.lower(), arn)
    point = find_point(organization, arn)
    if point is None:
        return found
    return found + principal.policies_about(action.lower(), f"{bucket_arn_of(point)}/*")


def _is_impersonal(policy_set: PolicySet, action: str) -> bool:
    levels = (policy_set.identity, policy_set.boundaries, policy_set.resource, policy_set.sharing,
              *policy_set.scp_levels, *policy_set.rcp_levels)  # fmt: skip
    return all(
        policy is not None and all(s.is_impersonal for s in policy.statements_about(action))
        for level in levels
        for policy in level
    )


def find_candidates(
    organization: Organization, action: str, arn: str, inside: str = ""
) -> Iterable[Principal]:
    """Yield the principals whom some policy may grant an action to a resource.

    `inside` is a resource of which any part will do.
    """
    owner = organization.owner_of(arn)
    probe: Request | None = None
    named: frozenset[str] | None = frozenset()
    granted: frozenset[str] | None = frozenset()
    for principal in organization.principals.values():
        if probe is None:
            probe = make_question(organization, principal, action, arn)
            policy_set = policies_for(organization, None, probe)
            speaking = [
                policy.statements_about(probe.action) if policy else None
                for policy in (*policy_set.resource, *policy_set.sharing)
            ]
            resource = organization.find_resource(arn)
            named = _find_named(resource, speaking)
            if probe.service == "kms":
                granted = _find_named(resource, speaking[len(policy_set.resource) :])
        if granted is None or names_any(granted, principal) or _is_free(probe, principal):
            yield principal  # a grant on a key needs no policy beside it, nor does what is free
            continue
        is_named = named is None or names_any(named, principal)
        is_near = owner is None or arn == "*" or principal.account_id == owner
        # Within an account one word suffices; who belongs to another needs his account's as well.
        if is_near and is_named:
            yield principal
        elif is_near or is_named or (named and principal.account_id in named):
            own = principal.held
            if principal.kind == "root" or any(p.may_grant(probe, inside) for p in own):
                yield principal


def _is_free(probe: Request, principal: Principal) -> bool:
    return probe.service == "sts" and needs_no_permission(
        replace(probe, requester=principal.requester)
    )


def _find_named(
    resource: Resource | None, policies: Iterable[tuple[CompiledStatement, ...] | None]
) -> frozenset[str] | None:
    """Return whom statements of policies name, and their accounts; None where that is anybody."""
    own = resource.facts.get("owner_canonical_id") if resource else None
    names: set[str] = set()
    for statements in policies:
        if statements is None:
            return None
        for statement in statements:
            principals = statement.statement.principal
            if statement.is_denial or principals is None:
                continue
            if principals.negated or any(name.is_everyone for name in principals.names):
                return None
            for name in principals.names:
                if name.kind == "CanonicalUser" and name.value != own:
                    return None  # an account, but which one, only that account knows
                if name.kind == "AWS":
                    names.add(name.value)
                    names.update(_ACCOUNT.findall(name.value)[:1])
    return frozenset(names)


def names_any(named: frozenset[str], principal: Principal) -> bool:
    """Whether a grant reaches a principal in person: to an account, its own policies decide."""
    if principal.arn in named or principal.unique_id in named:
        return True
    head = f":assumed-role/{principal.name}/"
    return principal.kind == "role" and any(head in name for name in named)


def find_candidates_of(organization: Organization, resource: Resource) -> Iterator[Principal]:
    """Yield the principals who may do anything at all to a resource or to its parts.

    Those of the owner's account whose policies reach it, and those whom its policy may name.
    """
    names = find_all_named(resource, organization)
    for principal in organization.principals.values():
        if names is None or names_any(names, principal):
            yield principal
        elif principal.kind == "root":
            if principal.account_id == resource.account_id:
                yield principal
        elif principal.account_id in {resource.account_id, *names} and any(
            policy.may_reach(resource.arn) for policy in principal.held
        ):
            yield principal


def find_all_named(resource: Resource, organization: Organization) -> frozenset[str] | None:
    """Return whom the resource's policy allows anything: names and accounts; None for anybody."""
    settings = organization.settings.get(resource.arn)
    if resource.arn in organization.settings and settings is None:
        return None
    policies = (*resource.policies, *(settings.policies if settings else ()))
    return _find_named(resource, [p.statements if p else None for p in policies])
