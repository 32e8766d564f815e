"""Policies compiled, so that the statements about an action are found by one look-up."""

import re
from functools import cached_property

from ringwall.reason.iam.evaluation.conditions import CompiledCondition, compile_condition
from ringwall.reason.iam.evaluation.context import RequestContext
from ringwall.reason.iam.evaluation.principal_match import (
    FULL_MATCH,
    NO_MATCH,
    CompiledPrincipals,
    PrincipalMatch,
)
from ringwall.reason.iam.evaluation.request import Request
from ringwall.reason.iam.language.matching import PatternSet
from ringwall.reason.iam.language.pattern import Variable, read_pattern
from ringwall.reason.iam.language.policy import Condition, Patterns, Policy, Statement
from ringwall.reason.iam.language.ternary import Ternary, negate
from ringwall.reason.iam.language.variables import UNKNOWN

MAX_REMEMBERED = 4096
"""Actions whose statements a policy keeps for the next request."""


_ACCOUNT = re.compile(r"^\d{12}$|:root$")
_PERSONAL = ("aws:principalarn", "aws:principaltag/", "aws:principaltype", "aws:user")
_NOTHING_KNOWN = RequestContext({}, is_complete=False)


class CompiledStatement:
    """One statement, ready to be matched with requests."""

    __slots__ = (
        *("_actions", "_conditions", "_principals", "_resources", "__dict__"),
        *("is_denial", "policy", "statement"),
    )

    def __init__(self, statement: Statement, policy: Policy) -> None:
        self.statement = statement
        self.is_denial = statement.effect == "Deny"
        self.policy = policy
        # Action names have no variables: a dollar in one is a dollar.
        self._actions = PatternSet(
            read_pattern(value, variables=False) for value in statement.action.values
        )
        self._resources = _compile_resources(statement.resource, statement)
        principal = statement.principal
        self._principals = CompiledPrincipals(principal) if principal else None
        self._conditions: tuple[CompiledCondition, ...] = tuple(
            compile_condition(condition, variables=statement.variables)
            for condition in statement.conditions
        )

    @cached_property
    def is_impersonal(self) -> bool:
        """Whether it applies alike to all principals of an account.

        It does not where it names a user, role or session, has a condition on the principal, or
        has variables.
        """
        found = self.statement
        texts = [*found.resource_values, *(v for c in found.conditions for v in c.values)]
        names = found.principal.names if found.principal else ()
        return (
            not any("${" in text for text in texts)
            and not any(_is_personal(condition.key) for condition in found.conditions)
            and not (found.principal and found.principal.negated)
            and all(n.kind != "AWS" or n.is_everyone or _ACCOUNT.search(n.value) for n in names)
        )

    def is_about(self, action: str) -> bool:
        """Whether Action or NotAction matches an action (in lower case)."""
        return self._actions.matches(action) != self.statement.action.negated

    def applies(self, request: Request) -> Ternary:
        """Whether Resource and Condition match a request whose action it is about."""
        found = self._matches_resource(request)
        if found is False:
            return False
        for condition in self._conditions:
            holds = condition.holds(request.context)
            if holds is None:
                found = None
            elif not holds:
                return False
        return found

    def match_principal(self, request: Request, *, has_boundary: bool) -> PrincipalMatch:
        """Return how Principal matches the requester; a Deny without one is for everyone.

        AWS requires a Principal in a resource's policy: an Allow without one allows no principal.
        """
        if self._principals is None:
            return FULL_MATCH if self.statement.effect == "Deny" else NO_MATCH
        return self._principals.match(
            request.requester,
            request.context,
            self.statement.effect,
            has_boundary=has_boundary,
        )

    def open_questions(self, request: Request) -> tuple[str, ...]:
        """Return what must be known to tell whether it applies: keys, or an element."""
        keys = [
            f"{found.condition.operator.name} {found.condition.key}"
            for found in self._conditions
            if found.holds(request.context) is None
        ]
        if self._matches_resource(request) is None:
            keys.append("a variable in Resource")
        if self._principals and self.match_principal(request, has_boundary=False).any is None:
            keys.append("Principal")
        return tuple(keys)

    def open_conditions(self, context: RequestContext) -> tuple[Condition, ...]:
        """Return the conditions of which it is not known in a context whether they hold."""
        return tuple(c.condition for c in self._conditions if c.holds(context) is None)

    def open_variables(self, context: RequestContext) -> tuple[str, ...]:
        """Return the unknown keys whose values are part of Resource."""
        if not self.statement.variables or not any(
            "${" in v for v in self.statement.resource_values
        ):
            return ()
        tokens = (
            t for v in self.statement.resource_values for t in read_pattern(v, variables=True)
        )
        keys = dict.fromkeys(token.key for token in tokens if isinstance(token, Variable))
        return tuple(key for key in keys if context.get(key) is UNKNOWN)

    def may_match_resource(self, resource: str) -> bool:
        """Whether Resource matches an ARN for some values of its variables."""
        patterns = self.statement.resource
        if patterns is None or self._resources is None:
            return True
        found = self._resources.matches_in(resource, _NOTHING_KNOWN)
        return found is not patterns.negated

    def _matches_resource(self, request: Request) -> Ternary:
        patterns = self.statement.resource
        if patterns is None or self._resources is None:
            # Trust policies have no Resource; AWS accepts no other statement without one.
            return self._principals is not None or self.statement.effect == "Deny"
        found = self._resources.matches_in(request.resource, request.context)
        return negate(found) if patterns.negated else found


class CompiledPolicy:
    """One policy, ready to be matched with many requests."""

    __slots__ = ("_by_action", "policy", "statements")

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.statements = tuple(CompiledStatement(s, policy) for s in policy.statements)
        self._by_action: dict[str, tuple[CompiledStatement, ...]] = {}

    def statements_about(self, action: str) -> tuple[CompiledStatement, ...]:
        """Return the statements about an action (in lower case)."""
        found = self._by_action.get(action)
        if found is None:
            if len(self._by_action) >= MAX_REMEMBERED:
                self._by_action.clear()
            found = tuple(s for s in self.statements if s.is_about(action))
            self._by_action[action] = found
        return found


def _compile_resources(patterns: Patterns | None, statement: Statement) -> PatternSet | None:
    if patterns is None:
        return None
    values = statement.resource_values
    read = (read_pattern(value, variables=statement.variables) for value in values)
    return PatternSet(read, arns=True)


def _is_personal(key: str) -> bool:
    return key.startswith(_PERSONAL)
