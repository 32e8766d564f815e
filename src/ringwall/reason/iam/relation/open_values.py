"""Which values of condition keys make a policy public: those that name no one certain.

What names someone, `evaluation.public` says.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from ringwall.catalog.loader import load_tables
from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.evaluation.conditions import CompiledCondition, compile_condition
from ringwall.reason.iam.evaluation.context import RequestContext, Values
from ringwall.reason.iam.evaluation.public import (
    TRUE_KEYS,
    PublicLimits,
    limits_on_everyone,
    limits_on_identities,
)
from ringwall.reason.iam.language.operators import read_operator
from ringwall.reason.iam.language.policy import Condition
from ringwall.reason.iam.symbolic.contexts.open_keys import Admits

_POSITIVE = {
    "string": "StringEquals",
    "like": "StringLike",
    "arn": "ArnLike",
    "ip": "IpAddress",
    "bool": "Bool",
}


class OpenValues:
    """The conditions of some policies, and which values of their keys these do not fix."""

    def __init__(self, policies: Iterable[CompiledPolicy], table: str) -> None:
        statements = [s.statement for policy in policies for s in policy.statements]
        self._conditions = [c for statement in statements for c in statement.conditions]
        self._type = _type_of(table)
        self._tests: dict[PublicLimits, dict[str, list[CompiledCondition]]] = {}
        self.limits = limits_on_everyone(self._type)
        """What limits everyone that a wildcard allows."""
        self.literals = frozenset(
            value
            for condition in self._conditions
            for value in condition.values
            if value.startswith("arn:")
            and (not re.search(r"[*?$]", value) or condition.operator.family == "string")
        )
        """ARNs that the policies name in full."""

    def find_literals(self, key: str) -> frozenset[str]:
        """Return the values that conditions name in full for a key."""
        return frozenset(
            value
            for condition in self._conditions
            if condition.key == key
            for value in condition.values
            if "${" not in value
            and not (condition.operator.family == "like" and {"*", "?"} & {*value})
        )

    def is_open(self, key: str, values: Values) -> bool:
        """Whether a key's values are none that a policy fixes."""
        return self._is_open(self.limits, key, values)

    def limits_of_identities(self, provider: str) -> PublicLimits | None:
        """Return what limits the identities of a provider; None where it is not shared."""
        return limits_on_identities(provider, self._type)

    def admit_open(self, limits: PublicLimits) -> Admits:
        """Return which values are none that a policy fixes for some limits."""
        return lambda key, values: self._is_open(limits, key, values)

    def _is_open(self, limits: PublicLimits, key: str, values: Values) -> bool:
        if not limits.covers(key):
            return True
        if limits not in self._tests:
            self._tests[limits] = self._read_tests(limits)
        context = RequestContext({key: values})
        return not any(test.holds(context) for test in self._tests[limits].get(key, ()))

    def _read_tests(self, limits: PublicLimits) -> dict[str, list[CompiledCondition]]:
        found: dict[str, list[CompiledCondition]] = {}
        for condition in self._conditions:
            key, operator = condition.key, condition.operator
            if limits.covers(key) and operator.family in _POSITIVE:
                fixed = limits.fixed_values(key, operator, condition.values)
                if key in TRUE_KEYS and operator.family == "bool":
                    fixed = ("true",)  # also where a condition asks for false
                if fixed:
                    found.setdefault(key, []).append(_positive(condition, fixed))
        return found


@cache
def _type_of(table: str) -> str:
    """Return the CloudFormation type of a table's resources; '' where there is none."""
    found = load_tables().get(table)
    return found.cloudformation if found else ""


def _positive(condition: Condition, values: tuple[str, ...]) -> CompiledCondition:
    operator = read_operator(_POSITIVE[condition.operator.family])
    folded = replace(operator, ignores_case=condition.operator.ignores_case)
    made = replace(condition, operator=folded, values=values)
    return compile_condition(made, variables=False)
