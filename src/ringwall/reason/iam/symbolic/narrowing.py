"""The same question about smaller policies: large policies that differ in a few words are common.

What the candidate allows in the reference's own words is not new. Of the rest, only patterns count
that can match the same actions.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ringwall.reason.iam.language.matching import PatternSet
from ringwall.reason.iam.language.pattern import read_pattern
from ringwall.reason.iam.language.policy import Patterns, Policy, Statement
from ringwall.reason.iam.symbolic.boxes.search import CheckQuestion

MAX_ACTIONS = 50
"""Patterns of actions with which those of the policies are compared, one by one."""


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
    actions = tuple({value for s in allowed for value in s.action.values})
    if len(actions) > MAX_ACTIONS:
        return replace(question, candidate=candidate)
    cut = (_cut(policy, actions) for policy in (candidate, reference))
    return replace(question, candidate=next(cut), reference=next(cut))


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


def _cut(policy: Policy, actions: Sequence[str]) -> Policy:
    """Return a policy without the patterns that match none of the actions of some others."""
    kept = []
    for statement in policy.statements:
        if statement.action.negated:
            kept.append(statement)
            continue
        values = tuple(v for v in statement.action.values if any(_may_meet(v, a) for a in actions))
        if values:
            kept.append(replace(statement, action=Patterns(values)))
    return replace(policy, statements=tuple(kept))


def _may_meet(one: str, other: str) -> bool:
    """Whether two patterns may match the same text."""
    if one == other:
        return True
    for text, pattern in ((one, other), (other, one)):
        if not _is_wild(text):
            found = PatternSet([read_pattern(pattern, variables=False)])
            return _is_wild(pattern) and found.matches(text)
    heads = [value.replace("?", "*").partition("*")[0] for value in (one, other)]
    return heads[0].startswith(heads[1]) or heads[1].startswith(heads[0])


def _is_wild(text: str) -> bool:
    return "*" in text or "?" in text
