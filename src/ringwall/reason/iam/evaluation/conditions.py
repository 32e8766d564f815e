"""Conditions compiled, so that they can be matched with the contexts of many requests.

AND across keys and operators, OR across the values of a key, NOR for negated operators.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
A key that the request lacks: positive operators are false, negated ones true, IfExists true.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
ForAllValues is true on the empty set, ForAnyValue false.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
"""

from collections.abc import Callable
from dataclasses import dataclass

from ringwall.reason.iam.evaluation.context import RequestContext, Values
from ringwall.reason.iam.language.comparisons import compare_to
from ringwall.reason.iam.language.matching import PatternSet
from ringwall.reason.iam.language.operators import Operator
from ringwall.reason.iam.language.pattern import read_pattern
from ringwall.reason.iam.language.policy import Condition
from ringwall.reason.iam.language.ternary import Ternary, all_of, any_of, negate
from ringwall.reason.iam.language.variables import MISSING, UNKNOWN, NoValue

Compares = Callable[[str, RequestContext], Ternary]
"""Whether one value of the request matches any value of the condition."""


@dataclass(frozen=True)
class CompiledCondition:
    """One condition, ready to be matched with many requests."""

    condition: Condition
    compares: Compares

    def holds(self, context: RequestContext) -> Ternary:
        """Whether the context satisfies the condition; None where that is not known."""
        operator = self.condition.operator
        values = context.get(self.condition.key)
        if operator.family == "unknown":
            return None
        if values is UNKNOWN:
            return None
        if operator.family == "null":
            wanted = {value.lower() for value in self.condition.values}
            return ("true" if values is MISSING else "false") in wanted
        if isinstance(values, NoValue):
            return _holds_without_key(operator)
        return self._holds(operator, values, context)

    def _holds(self, operator: Operator, values: Values, context: RequestContext) -> Ternary:
        def matches(value: str) -> Ternary:
            found = self.compares(value, context)
            return negate(found) if operator.negated else found

        if operator.quantifier == "all":
            # "... or if the key value resolves to a null data set, such as an empty string"
            return all_of(matches(value) for value in values if value)
        if operator.quantifier == "any":
            return any_of(map(matches, values))
        # Without a set operator a key should have one value. Where it has more, a positive operator
        # holds if one matches, and a negated one if none does.
        return (all_of if operator.negated else any_of)(map(matches, values))


def compile_condition(condition: Condition, *, variables: bool) -> CompiledCondition:
    """Return a condition compiled; `variables` is the statement's."""
    return CompiledCondition(condition, _compares(condition, variables=variables))


def _holds_without_key(operator: Operator) -> bool:
    if operator.if_exists or operator.quantifier == "all":
        return True
    return operator.negated and operator.quantifier != "any"


def _compares(condition: Condition, *, variables: bool) -> Compares:
    operator = condition.operator
    if operator.takes_variables:
        return _compares_text(condition, variables=variables)
    tests = tuple(compare_to(operator, value) for value in condition.values)
    return lambda value, _: any(test(value) for test in tests)


def _compares_text(condition: Condition, *, variables: bool) -> Compares:
    operator = condition.operator
    patterns = PatternSet(
        (
            read_pattern(
                _fold(value, operator),
                variables=variables,
                wildcards=operator.family in {"like", "arn"},
            )
            for value in condition.values
        ),
        arns=operator.family == "arn",
        folded=operator.ignores_case,
    )
    if operator.ignores_case:
        return lambda value, context: patterns.matches_in(value.lower(), context)
    return patterns.matches_in


def _fold(value: str, operator: Operator) -> str:
    return value.lower() if operator.ignores_case else value
