"""The same question about smaller policies: large policies that differ in a few words are common.

What the candidate allows in the reference's own words is not new. Of the rest, only patterns count
that can match the same actions.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from ringwall.reason.iam.language.matching import PatternSet, compile_glob
from ringwall.reason.iam.language.pattern import read_pattern
from ringwall.reason.iam.language.policy import Patterns, Policy, Statement
from ringwall.reason.iam.symbolic.boxes.search import CheckQuestion

MAX_ACTIONS = 50
"""Patterns of actions with which those of the policies are compared, one by one."""
_WILD = re.compile(r"[*?]")


def narrow_question(question: CheckQuestion) -> CheckQuestion:
    """Return a question with the same answer, about no more than is needed."""
    if question.reference is None or question.region:
        return question
    candidate, reference = question.candidate, question.reference
    if _denials(reference) <= _denials(candidate):
        known = _Known(reference)
        kept = (known.strip(s) if s.effect == "Allow" else s for s in candidate.statements)
        candidate = replace(candidate, statements=tuple(filter(None, kept)))
    allowed = [s for s in candidate.statements if s.effect == "Allow"]
    if any(s.action.negated for s in allowed):
        return replace(question, candidate=candidate)
    patterns = {value for s in allowed for value in s.action.values}
    if len(patterns) > MAX_ACTIONS:
        return replace(question, candidate=candidate)
    actions = _Actions(patterns)
    candidate, reference = _cut(candidate, actions), _cut(reference, actions)
    return replace(question, candidate=candidate, reference=reference)


def _denials(policy: Policy) -> set[object]:
    return {_read_words(s, s.action) for s in policy.statements if s.effect == "Deny"}


def _read_words(statement: Statement, action: Patterns | None) -> tuple[object, ...]:
    """Return what a statement says, apart from where it stands and how it is called."""
    conditions = frozenset((c.operator, c.key, c.values) for c in statement.conditions)
    return (action, statement.resource, statement.principal, conditions, statement.variables)


class _Known:
    """The words with which a policy allows something."""

    def __init__(self, policy: Policy) -> None:
        self._actions: dict[object, set[str]] = {}
        self._resources: dict[object, set[str]] = {}
        for statement in policy.statements:
            if statement.effect == "Allow" and not statement.action.negated:
                words = _read_words(statement, None)
                self._actions.setdefault(words, set()).update(statement.action.values)
                resource = statement.resource
                if resource and not resource.negated:
                    for action in statement.action.values:
                        words = _read_words(replace(statement, resource=None), Patterns((action,)))
                        self._resources.setdefault(words, set()).update(resource.values)

    def strip(self, statement: Statement) -> Statement | None:
        """Return what a statement allows in other words; None for nothing."""
        if statement.action.negated:
            return statement
        known = self._actions.get(_read_words(statement, None), set())
        left = tuple(value for value in statement.action.values if value not in known)
        if not left:
            return None
        resource = statement.resource
        if resource and not resource.negated:
            others = self._find_resources(statement, left)
            values = tuple(value for value in resource.values if value not in others)
            if not values:
                return None
            resource = Patterns(values)
        return replace(statement, action=Patterns(left), resource=resource)

    def _find_resources(self, statement: Statement, actions: Iterable[str]) -> set[str]:
        """Return the resources on which all of the actions are allowed."""
        plain = replace(statement, resource=None)
        found = [
            self._resources.get(_read_words(plain, Patterns((action,))), set())
            for action in actions
        ]
        return set.intersection(*found)


class _Actions:
    """Patterns of actions, with which many others are compared."""

    def __init__(self, patterns: Collection[str]) -> None:
        wild = {value for value in patterns if _WILD.search(value)}
        self._names = set(patterns) - wild
        self._wild = PatternSet(read_pattern(value, variables=False) for value in wild)
        self._heads = [_head(value) for value in wild]

    def may_meet(self, pattern: str) -> bool:
        """Whether a pattern may match an action that one of these matches."""
        if not _WILD.search(pattern):
            return pattern in self._names or self._wild.matches(pattern)
        head = _head(pattern)
        if any(other.startswith(head) or head.startswith(other) for other in self._heads):
            return True
        found = [name for name in self._names if name.startswith(head)]
        return bool(found) and any(map(compile_glob(read_pattern(pattern, variables=False)), found))


def _head(pattern: str) -> str:
    """Return what a pattern says before its first wildcard."""
    return _WILD.split(pattern, maxsplit=1)[0]


def _cut(policy: Policy, actions: _Actions) -> Policy:
    """Return a policy without the patterns that match none of the actions of some others."""
    kept = []
    for statement in policy.statements:
        if statement.action.negated:
            kept.append(statement)
        elif values := tuple(filter(actions.may_meet, statement.action.values)):
            is_whole = len(values) == len(statement.action.values)
            kept.append(statement if is_whole else replace(statement, action=Patterns(values)))
    return replace(policy, statements=tuple(kept))
