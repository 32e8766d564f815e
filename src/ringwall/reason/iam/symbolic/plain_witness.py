"""An example spelt from a policy's own words: cheap to try before a proof is looked for."""

import re
from collections.abc import Iterator
from itertools import islice

from ringwall.reason.iam.evaluation.requester import Requester, read_requester
from ringwall.reason.iam.language.policy import Condition, Statement
from ringwall.reason.iam.symbolic.boxes.action_axis import spell_action
from ringwall.reason.iam.symbolic.boxes.search import CheckQuestion, confirm
from ringwall.reason.iam.symbolic.check_answer import CheckAnswer, Witness

MAX_TRIED = 1_000
"""Examples that are tried for one question."""
_WILD = re.compile(r"[*?]")
_ARN = re.compile(r"arn:[a-z-]+:(iam|sts)::\d{12}:[^*]+|\d{12}")
_SPELT = frozenset({"string", "like", "arn", "bool"})
"""Families of operators whose values are examples of themselves."""


def find_plain_witness(question: CheckQuestion) -> CheckAnswer | None:
    """Return the answer that an example proves; None where none of those that are tried does."""
    conditions = (c for p in question.policies for s in p.statements for c in s.conditions)
    keys = tuple(dict.fromkeys(condition.key for condition in conditions))
    for witness in islice(_spell_witnesses(question), MAX_TRIED):
        if found := confirm(question, witness, keys):
            return found
    return None


def _spell_witnesses(question: CheckQuestion) -> Iterator[Witness]:
    for statement in question.candidate.statements:
        if statement.effect == "Deny" or statement.action.negated:
            continue
        context = {c.key: value for c in statement.conditions if (value := _spell_value(c))}
        requester = _find_requester(statement) if question.by_principal else None
        resource = statement.resource
        patterns = statement.resource_values if resource and not resource.negated else ("*",)
        for action in statement.action.values:
            for pattern in patterns:
                spelt = "arn:aws:s3:::example" if pattern == "*" else _spell(pattern)
                yield Witness(_spell_action(action), spelt, context, requester)


def _spell_action(pattern: str) -> str:
    service, _, name = _spell(pattern).partition(":")
    return spell_action(f"{service}:{name}") if service and name else "s3:GetObject"


def _spell(pattern: str) -> str:
    return _WILD.sub("x", pattern)


def _spell_value(condition: Condition) -> tuple[str, ...]:
    operator = condition.operator
    is_plain = operator.family in _SPELT and not operator.negated
    return (_spell(condition.values[0]),) if is_plain and condition.values else ()


def _find_requester(statement: Statement) -> Requester | None:
    names = statement.principal.names if statement.principal else ()
    found = next((name.value for name in names if _ARN.fullmatch(name.value)), "")
    return read_requester(found) if found else None
