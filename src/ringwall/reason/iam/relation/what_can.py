"""What one principal can do: its grants by service, access level and resource pattern.

The grants are those of its policies as written; whether they hold under SCPs, boundary and denials
is decided by the evaluator for one resource of each pattern. What a denial of something narrower
takes out of a pattern is listed as an exception.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cache
from itertools import islice

from ringwall.catalog.loader import load_tables
from ringwall.reason.iam.evaluation.compiled import CompiledPolicy, CompiledStatement
from ringwall.reason.iam.evaluation.resource_parts import fill_in_pattern
from ringwall.reason.iam.language.universe import ServiceReference, load_universe
from ringwall.reason.iam.organization.model import Organization, Principal, Resource
from ringwall.reason.iam.question.caller import Caller, allow_everything, call_as
from ringwall.reason.iam.question.guard import find_guard
from ringwall.reason.iam.question.named_principals import NamedPrincipals
from ringwall.reason.iam.question.question import AccessQuestion
from ringwall.reason.iam.question.target_resource import find_target
from ringwall.reason.iam.relation.levels import ask_best, find_levels
from ringwall.reason.iam.relation.resource_actions import (
    LEVELS,
    actions_on,
    levels_of,
    spell_actions,
)
from ringwall.reason.iam.relation.samples import make_arns
from ringwall.reason.iam.symbolic.contexts.access_answer import NO_ACCESS, AccessAnswer

_NAME = "x"
MAX_ASKED = 50
"""Resources that are asked about for one pattern."""


@cache
def _must_allow() -> Mapping[str, str]:
    """Return services whose resources' own policies must allow too, with the resources' table."""
    return {table.must_allow: table.name for table in load_tables().values() if table.must_allow}


@dataclass(frozen=True)
class Grant:
    """What a principal can do to the resources of one pattern."""

    service: str
    level: str
    actions: tuple[str, ...]
    resource: str
    """The pattern as the policy has it, or the ARN of a resource whose own policy grants it."""
    access: AccessAnswer
    exceptions: tuple[str, ...] = ()
    """Patterns of resources that a denial takes out."""


def find_what_can(
    organization: Organization, principal: Principal, service: str = ""
) -> Iterator[Grant]:
    """Yield what a principal can do, or may; in one service if it is named."""
    services = load_universe().services
    caller = call_as(organization, principal)
    for name in [service] if service else sorted(services):
        if name in services:
            yield from _ServiceGrants(organization, principal, caller, name).find()
    for resource in organization.resources.values():
        if _may_name(organization, resource, principal) and service in {
            "",
            resource.arn.split(":", 3)[2],
        }:
            for found in find_levels(principal, find_target(organization, resource.arn)):
                prefix = found.actions[0].partition(":")[0]
                yield Grant(prefix, found.level, found.actions, resource.arn, found.access)


def _may_name(organization: Organization, resource: Resource, principal: Principal) -> bool:
    """Whether a resource's policy, as far as it is known, may grant to a principal in person."""
    if resource.attached is None or resource.attached.document is None:
        return False
    if principal.kind == "root" and principal.account_id == resource.account_id:
        return False  # what it may do in its own account, its grants on `*` say
    guard = find_guard(organization, resource)
    if not guard.shared:
        # The document as it stands is looked at first: to compile the policies of a hundred
        # thousand resources takes long.
        statements = resource.attached.document.get("Statement", [])
        listed = statements if isinstance(statements, list) else [statements]
        if not any(_is_for(statement, principal) for statement in listed):
            return False
    return guard.names.includes(principal)


def _is_for(statement: object, principal: Principal) -> bool:
    """Whether a statement as it stands may allow something to a principal in person."""
    if not isinstance(statement, dict) or statement.get("Effect") != "Allow":
        return False
    named = statement.get("Principal")
    if not isinstance(named, dict):
        return named is not None or "NotPrincipal" in statement
    found = named.get("AWS", [])
    names = frozenset(map(str, found if isinstance(found, list) else [found]))
    return NamedPrincipals(names, is_everyone="*" in names).includes(principal)


class _ServiceGrants:
    """One principal's grants in one service."""

    def __init__(
        self, organization: Organization, principal: Principal, caller: Caller, name: str
    ) -> None:
        self.organization = organization
        self.principal = principal
        self.caller = caller
        self.service = load_universe().services[name]
        self.name = name
        # The root user needs no policy.
        granting = (allow_everything(),) if principal.kind == "root" else principal.policies
        scps = self.caller.scp_levels
        binding = (*granting, *principal.boundaries, *(p for level in scps for p in level))
        anything = find_target(organization, "*")
        self.request = AccessQuestion(caller, f"{name}:x", anything).request
        """A request of the principal, for what is known of it."""
        self.own = [policy for policy in granting if policy]
        self.all: list[CompiledPolicy] = [policy for policy in binding if policy]

    def find(self) -> Iterator[Grant]:
        """Yield the grants, those with the same answer together."""
        found: dict[tuple[object, ...], Grant] = {}
        for actions, allowing in self._group():
            for pattern in dict.fromkeys(_patterns(allowing)):
                for level, action, members in _by_level(actions, self.service):
                    access = self._ask(action, pattern)
                    if access.verdict == "never":
                        continue
                    exceptions = self._exceptions(action, pattern)
                    key = (level, pattern, access.verdict, access.residual, exceptions)
                    before = found[key].actions if key in found else ()
                    found[key] = Grant(
                        self.name, level, spell_actions({*before, *members}),
                        pattern, access, exceptions,
                    )  # fmt: skip
        yield from sorted(found.values(), key=lambda g: (LEVELS.index(g.level), g.resource))

    def _group(self) -> Iterator[tuple[list[str], list[CompiledStatement]]]:
        """Yield actions that the same statements are about, with those that allow them."""
        groups: dict[tuple[int, ...], tuple[list[str], list[CompiledStatement]]] = {}
        for action in self.service.actions:
            own = [s for policy in self.own for s in policy.statements_about(action)]
            allowing = [statement for statement in own if not statement.is_denial]
            if allowing:
                spoken = tuple(
                    id(s) for policy in self.all for s in policy.statements_about(action)
                )
                groups.setdefault(spoken, ([], allowing))[0].append(action)
        yield from groups.values()

    def _ask(self, action: str, pattern: str) -> AccessAnswer:
        if table := _must_allow().get(self.name):
            known = tuple(islice(self._collected(table, pattern), MAX_ASKED))
            found = [arn for arn in known if action in actions_on(self.name, arn)]
            if found:
                targets = (find_target(self.organization, arn) for arn in found)
                return ask_best(self.caller, action, targets)
        answers = [self._ask_about(action, arn) for arn in self._samples(action, pattern)]
        return max(answers, key=lambda access: access.rank, default=NO_ACCESS)

    def _ask_about(self, action: str, arn: str) -> AccessAnswer:
        target = find_target(self.organization, arn)
        if target.guard is None:
            # Not a resource that was collected, but any of the pattern: of the own account.
            has_none = arn == "*" or self.name not in _must_allow()
            account = target.owner or self.principal.account_id
            target = replace(target, made_in=account, written=() if has_none else None)
        return AccessQuestion(self.caller, action, target).decide_over_contexts()

    def _collected(self, table: str, pattern: str) -> Iterator[str]:
        """Yield resources of the own account that were collected and that a pattern takes in."""
        glob = fill_in_pattern(pattern, self.request)
        if glob is None:
            return
        for resource in self.organization.resources.values():
            if (
                resource.table == table
                and resource.account_id == self.principal.account_id
                and fnmatchcase(resource.arn, glob)
            ):
                yield resource.arn

    def _samples(self, action: str, pattern: str) -> tuple[str, ...]:
        if pattern != "*":
            filled = fill_in_pattern(pattern, self.request)
            return () if filled is None else (re.sub(r"[*?]", _NAME, filled),)
        return make_arns(action, self.principal.account_id, self.principal.partition)

    def _exceptions(self, action: str, pattern: str) -> tuple[str, ...]:
        found: list[str] = []
        for policy in self.all:
            for statement in policy.statements_about(action):
                resource = statement.statement.resource
                if statement.is_denial and resource and not resource.negated:
                    found.extend(v for v in resource.values if v not in {"*", pattern})
        return tuple(dict.fromkeys(found))


def _patterns(allowing: list[CompiledStatement]) -> Iterator[str]:
    for statement in allowing:
        resource = statement.statement.resource
        if resource is None or resource.negated:
            yield "*"
        else:
            yield from resource.values


def _by_level(
    actions: list[str], service: ServiceReference
) -> Iterator[tuple[str, str, list[str]]]:
    """Yield actions of one access level and type of resource, with one that stands for them."""
    found: dict[tuple[str, str], list[str]] = {}
    for action in actions:
        types = service.actions[action].types
        for level in levels_of((action,)):
            found.setdefault((level, types[0].arn if types else ""), []).append(action)
    for (level, _), members in found.items():
        yield level, members[0], members
