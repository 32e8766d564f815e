"""Statements written as JSON, as a policy of version 2012-10-17 has them."""

from collections.abc import Iterable, Sequence
from typing import Any

from ringwall.reason.iam.language.policy import Condition, Patterns, Statement
from ringwall.reason.iam.language.universe import load_universe

PolicyJson = dict[str, Any]
VERSION = "2012-10-17"


def render_policy(statements: Sequence[PolicyJson]) -> PolicyJson:
    """Return the document of statements."""
    return {"Version": VERSION, "Statement": list(statements)}


def render_statement(statement: Statement) -> PolicyJson:
    """Return a statement with the same meaning, though not as it was written."""
    found: PolicyJson = {"Sid": statement.sid} if statement.sid else {}
    found["Effect"] = statement.effect
    found["NotAction" if statement.action.negated else "Action"] = [
        spell_action(value) for value in statement.action.values
    ]
    element, values = render_resource(statement)
    found[element] = list(values)
    return found | render_condition(statement)


def render_resource(statement: Statement) -> tuple[str, tuple[str, ...]]:
    """Return Resource or NotResource and its values."""
    resource = statement.resource or Patterns(("*",))
    values = _keep_plain(resource.values, statement)
    return ("NotResource" if resource.negated else "Resource"), values


def render_condition(statement: Statement) -> PolicyJson:
    """Return the Condition element, or nothing where a statement has none."""
    found: dict[str, dict[str, list[str]]] = {}
    for condition in statement.conditions:
        by_key = found.setdefault(condition.operator.name, {})
        by_key[condition.key] = list(_condition_values(condition, statement))
    return {"Condition": found} if found else {}


def spell_action(value: str) -> str:
    """Return an action as AWS spells it; patterns stay as they are."""
    found = load_universe().find(value)
    return found.name if found else value


def escape(text: str) -> str:
    """Return the pattern that matches a text and nothing else."""
    special = {"*": "${*}", "?": "${?}", "$": "${$}"}
    return "".join(special.get(letter, letter) for letter in text)


def _condition_values(condition: Condition, statement: Statement) -> Iterable[str]:
    if condition.operator.takes_variables:
        return _keep_plain(condition.values, statement)
    return condition.values


def _keep_plain(values: Sequence[str], statement: Statement) -> tuple[str, ...]:
    """Return values that mean what they meant in a version without variables."""
    if statement.variables:
        return tuple(values)
    return tuple(value.replace("${", "${$}{") for value in values)
