"""What is alike for the policies that bind a principal: its like, and the targets of its attempts.

Most policies tell few principals and few roles apart. What they cannot tell apart has one answer.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain

from ringwall.reason.iam.escalation.paths import PathStep, fill_in
from ringwall.reason.iam.evaluation.compiled import CompiledPolicy, CompiledStatement
from ringwall.reason.iam.organization.model import Organization, Principal
from ringwall.reason.iam.question.protection import find_protection

PathSteps = tuple[PathStep, ...]
_ANYTHING = ("*",)
_OF_TARGET = ("aws:resourcetag/", "iam:resourcetag/", "iam:permissionsboundary")
"""How the condition keys begin that follow from the user or role that a request is about."""


class Likeness:
    """Tells which principals, and which targets, the policies of one organization tell apart."""

    def __init__(self, organization: Organization) -> None:
        self._organization = organization
        self.of_principal = lru_cache(maxsize=None)(self.find_like)
        """What principals with the same answers have in common; None if it has no like."""
        self._find_tests = lru_cache(maxsize=1024)(self._read_tests)

    def of_target(
        self, principal: Principal, steps: PathSteps, target: Principal, values: Mapping[str, str]
    ) -> object:
        """Return what targets have in common that have the same answer to some steps.

        The steps are impersonal: no policy but those that bind the principal is about them.
        """
        tests = self._find_tests(principal, steps)
        if tests is None:
            return target
        return (
            bool(find_protection(target.arn, None)),
            *(s.may_match_resource(fill_in(resource, values)) for resource, s in tests),
        )

    def _read_tests(
        self, principal: Principal, steps: PathSteps
    ) -> tuple[tuple[str, CompiledStatement], ...] | None:
        """Return the resources and statements that may tell targets apart by their ARN.

        None where they can be told apart by something else.
        """
        tests: list[tuple[str, CompiledStatement]] = []
        for step in steps:
            resources = [resource for resource in step.resources if "{target" in resource]
            keys = [key.lower() for key, value in step.context.items() if "{target" in value]
            if not resources and not keys:
                continue
            apart = (*keys, *(_OF_TARGET if resources else ()))
            for statement in self._statements_about(principal, step.action.lower()):
                found = statement.statement
                texts = [*found.resource_values, *(v for c in found.conditions for v in c.values)]
                if any(c.key.startswith(apart) for c in found.conditions) or any(
                    "${" in text for text in texts
                ):
                    return None
                if found.resource_values != _ANYTHING:
                    tests.extend((resource, statement) for resource in resources)
        return tuple(tests)

    def find_like(self, principal: Principal) -> tuple[object, ...] | None:
        """Return the same as `of_principal`, of a principal that is asked about once."""
        policies = self._binding(principal)
        if not all(s.is_impersonal for policy in policies for s in policy.statements):
            return None
        attached = (*map(id, principal.attached), id(principal.boundary))
        is_service_linked = principal.requester.is_service_linked
        return (principal.account_id, principal.kind, is_service_linked, *attached)

    def _statements_about(self, principal: Principal, action: str) -> Iterator[CompiledStatement]:
        for policy in self._binding(principal):
            yield from policy.statements_about(action)

    def _binding(self, principal: Principal) -> list[CompiledPolicy]:
        """Return the policies that bind a principal, as far as they were collected."""
        scps = self._organization.account(principal.account_id).scp_levels
        levels = chain((principal.policies, principal.boundaries), scps)
        return [policy for level in levels for policy in level if policy]
