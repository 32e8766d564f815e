"""A question answered by Z3: exact where boxes are not, within a number of steps.

Policies are encoded from their own text, without atoms. What has no formula (an operator that AWS
does not have, a text compared to numbers) is a free truth value, the same wherever it occurs: a
proof holds for both values, and an example counts only once the evaluator confirmed it.
"""

from collections.abc import Iterable, Iterator

import z3

from ringwall.reason.iam.language.policy import Policy
from ringwall.reason.iam.symbolic.boxes.principal_axis import PrincipalAxis
from ringwall.reason.iam.symbolic.boxes.search import CheckQuestion, confirm
from ringwall.reason.iam.symbolic.check_answer import PASS, CheckAnswer
from ringwall.reason.iam.symbolic.smt.encode import PolicyEncoder

MAX_VALUES = 3_000
"""The most patterns and values in all policies together that Z3 gets."""
MAX_WEIGHT = 5_000_000
"""The most weight of all patterns together: the sum of the squares of their parts.

Z3 rewrites patterns before its limit starts, in time that grows faster than the parts: this
weight takes about two seconds.
"""
_PART = 5
"""The part of the steps that is spent on making an example readable."""


_REMEMBERED = 3
"""So many ? behind a star take the place of all other parts: each step is then as dear again.

What `*a???` has to remember doubles with each ?, and a step takes as much longer.
"""


def solve(question: CheckQuestion, steps: int) -> CheckAnswer:
    """Return the answer that Z3 finds in a number of its steps; unknown where it finds none.

    Steps are counted, and not time: the answer must not depend on how busy the machine is.
    """
    is_large = _count_values(question.policies) > MAX_VALUES
    if is_large or sum(_weights(question.policies)) > MAX_WEIGHT:
        return CheckAnswer("unknown", reason="the policies are too large")
    elements = [s.principal for p in question.policies for s in p.statements if s.principal]
    principals = PrincipalAxis(elements) if question.by_principal else None
    encoder = PolicyEncoder(question.policies, principals)
    solver = z3.Solver()
    left = steps // (1 + sum(map(_count_remembered, question.policies)) // _REMEMBERED)
    solver.set("rlimit", left)
    solver.add(encoder.allows(question.candidate), *encoder.facts)
    if question.reference:
        solver.add(z3.Not(encoder.allows(question.reference)))
    if question.asked:
        solver.add(encoder.allows(Policy((question.asked,))))
    found = solver.check()
    if found == z3.unsat:
        return PASS
    if found == z3.sat:
        solver.set("rlimit", left // _PART)
        witness = encoder.read(_find_plain_model(solver, encoder))
        return confirm(question, witness, encoder.key_names) or CheckAnswer(
            "unknown", reason=f"the evaluator does not confirm the example {witness}"
        )
    return CheckAnswer("unknown", reason=f"no proof within {steps:,} steps")


def _find_plain_model(solver: z3.Solver, encoder: PolicyEncoder) -> z3.ModelRef:
    """Return a model whose texts can be printed, if there is one; any other one else."""
    model = solver.model()
    solver.add(*encoder.wishes)
    return solver.model() if solver.check() == z3.sat else model


def _count_remembered(policy: Policy) -> int:
    """Return the single-letter wildcards that stand behind a star in the patterns of a policy."""
    conditions = (c for s in policy.statements for c in s.conditions)
    values = [v for s in policy.statements for v in (*s.action.values, *s.resource_values)]
    values += [value for condition in conditions for value in condition.values]
    return sum(value.partition("*")[2].count("?") for value in values)


def _count_values(policies: Iterable[Policy]) -> int:
    return sum(
        len(statement.action.values)
        + (len(statement.resource.values) if statement.resource else 0)
        + sum(len(condition.values) for condition in statement.conditions)
        for policy in policies
        for statement in policy.statements
    )


def _weights(policies: Iterable[Policy]) -> Iterator[int]:
    for statement in (statement for policy in policies for statement in policy.statements):
        for value in (*statement.action.values, *statement.resource_values):
            yield _count_parts(value) ** 2
        for condition in statement.conditions:
            is_spelt = condition.operator.ignores_case
            for value in condition.values:
                yield (len(value) if is_spelt else _count_parts(value)) ** 2


def _count_parts(pattern: str) -> int:
    return 1 + 2 * (pattern.count("*") + pattern.count("?") + pattern.count("$"))
