"""What one principal can do: its grants by service, access level and resource pattern.

The grants are those of its policies as written; whether they hold under SCPs, boundary and denials
is decided by the evaluator for one resource of each pattern. What a pattern leaves out by a denial
of something narrower is told as an exception.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from itertools import islice

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy, CompiledStatement
from ringwall.reason.iam.evaluation.evaluate import Decision
from ringwall.reason.iam.evaluation.resource_parts import fill_in_pattern
from ringwall.reason.iam.language.universe import ServiceReference, load_universe
from ringwall.reason.iam.organization.model import Organization, Principal, Resource
from ringwall.reason.iam.organization.question import allow_everything, make_question, policies_for
from ringwall.reason.iam.relation.levels import ask_best, find_levels
from ringwall.reason.iam.relation.samples import (
    LEVELS,
    actions_on,
    levels_of,
    make_arns,
    spell_actions,
)
from ringwall.reason.iam.relation.who_can import find_all_named, names_any
from ringwall.reason.iam.symbolic.contexts.decide import RANK, Access, decide_over_contexts

_NAME = "x"
_NOTHING = Access("never", Decision("implicitly_denied"))
_MUST_AGREE = {"kms": "kms_key", "sts": "iam_role"}
"""Services whose resources' own policies must allow too, with the table of these resources."""
MAX_ASKED = 50
"""Resources that are asked about for one pattern."""


@dataclass(frozen=True)
class Grant:
    """What a principal can do to the resources of one pattern."""

    service: str
    level: str
    actions: tuple[str, ...]
    resource: str
    """The pattern as the policy has it, or the ARN of a resource whose own policy grants it."""
    access: Access
    exceptions: tuple[str, ...] = ()
    """Patterns of resources that a denial takes out."""


def find_what_can(
    organization: Organization, principal: Principal, service: str = ""
) -> Iterator[Grant]:
    """Yield what a principal can do, or may; in one service if it is named."""
    services = load_universe().services
    for name in [service] if service else sorted(services):
        if name in services:
            yield from _Look(organization, principal, services[name], name).grants()
    for resource in organization.resources.values():
        if _may_name(organization, resource, principal) and service in {
            "",
            resource.arn.split(":", 3)[2],
        }:
            for found in find_levels(organization, principal, resource):
                prefix = found.actions[0].partition(":")[0]
                yield Grant(prefix, found.level, found.actions, resource.arn, found.access)


def _may_name(organization: Organization, resource: Resource, principal: Principal) -> bool:
    """Whether a resource's policy, as far as it is known, may grant to a principal in person."""
    if resource.held is None or resource.held.document is None:
        return False
    if principal.kind == "root" and principal.account_id == resource.account_id:
        return False  # what it may do in its own account, its grants on `*` say
    settings = organization.settings.get(resource.arn)
    if settings is None or not settings.policies:
        # A glance spares compiling the policies of a hundred thousand resources.
        statements = resource.held.document.get("Statement", [])
        listed = statements if isinstance(statements, list) else [statements]
        if not any(_is_for(statement, principal) for statement in listed):
            return False
    names = find_all_named(resource, organization)
    return names is None or names_any(names, principal)


def _is_for(statement: object, principal: Principal) -> bool:
    """Whether a statement as it stands may allow something to a principal in person."""
    if not isinstance(statement, dict) or statement.get("Effect") != "Allow":
        return False
    named = statement.get("Principal")
    if not isinstance(named, dict):
        return named is not None or "NotPrincipal" in statement
    found = named.get("AWS", [])
    names = frozenset(map(str, found if isinstance(found, list) else [found]))
    return "*" in names or names_any(names, principal)


class _Look:
    """One principal's grants in one service."""

    def __init__(
        self, organization: Organization, principal: Principal, service: ServiceReference, name: str
    ) -> None:
        self.organization = organization
        self.principal = principal
        self.service = service
        self.name = name
        # The root user needs no policy.
        granting = (allow_everything(),) if principal.kind == "root" else principal.policies
        scps = organization.account(principal.account_id).scp_levels
        held = (*granting, *principal.boundaries, *(p for level in scps for p in level))
        self.known = make_question(organization, principal, f"{name}:x", "*")
        self.own = [policy for policy in granting if policy is not None]
        self.all: list[CompiledPolicy] = [policy for policy in held if policy is not None]

    def grants(self) -> Iterator[Grant]:
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
        """Yield actions that the same statements speak of, with those that allow them."""
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

    def _ask(self, action: str, pattern: str) -> Access:
        if table := _MUST_AGREE.get(self.name):
            known = tuple(islice(self._collected(table, pattern), MAX_ASKED))
            found = [arn for arn in known if action in actions_on(self.name, arn)]
            if found:
                return ask_best(self.organization, self.principal, action, found)
        answers = [self._ask_about(action, arn) for arn in self._samples(action, pattern)]
        return max(answers, key=lambda access: RANK[access.verdict], default=_NOTHING)

    def _ask_about(self, action: str, arn: str) -> Access:
        question = make_question(self.organization, self.principal, action, arn)
        policy_set = policies_for(self.organization, self.principal, question)
        if self.organization.find_resource(arn) is None:
            # Not a resource that was collected, but any of the pattern: of the own account.
            question = replace(
                question, resource_account=question.resource_account or self.principal.account_id
            )
            if arn == "*" or self.name not in _MUST_AGREE:
                policy_set = replace(policy_set, resource=())
        return decide_over_contexts(question, policy_set)

    def _collected(self, table: str, pattern: str) -> Iterator[str]:
        """Yield resources of the own account that were collected and that a pattern takes in."""
        glob = fill_in_pattern(pattern, self.known)
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
            filled = fill_in_pattern(pattern, self.known)
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
