"""Conditions of aws:branch and aws:loop.

https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-branch-condition.html
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ringwall.emulator.automation.references import write_text

BranchOperator = Callable[[Any, Any], bool]


def _number(value: Any) -> float:
    if isinstance(value, bool):
        raise ValueError(f"{value} is no number")  # noqa: TRY004 - a fault of a document
    return float(value)


def _boolean(value: Any) -> bool:
    text = str(value).lower()
    if text not in {"true", "false"}:
        raise ValueError(f"{value} is no Boolean")
    return text == "true"


OPERATORS: Mapping[str, BranchOperator] = {
    "StringEquals": lambda a, b: write_text(a) == write_text(b),
    "EqualsIgnoreCase": lambda a, b: write_text(a).lower() == write_text(b).lower(),
    "StartsWith": lambda a, b: write_text(a).startswith(write_text(b)),
    "EndsWith": lambda a, b: write_text(a).endswith(write_text(b)),
    "Contains": lambda a, b: write_text(b) in write_text(a),
    "NumericEquals": lambda a, b: _number(a) == _number(b),
    "NumericGreater": lambda a, b: _number(a) > _number(b),
    "NumericLesser": lambda a, b: _number(a) < _number(b),
    "NumericGreaterOrEquals": lambda a, b: _number(a) >= _number(b),
    "NumericLesserOrEquals": lambda a, b: _number(a) <= _number(b),
    "BooleanEquals": lambda a, b: _boolean(a) == _boolean(b),
}


def holds(condition: Mapping[str, Any]) -> bool:
    """Whether a condition holds, whose references are resolved; ValueError for what is none."""
    if "And" in condition:
        return all(holds(inner) for inner in condition["And"])
    if "Or" in condition:
        return any(holds(inner) for inner in condition["Or"])
    if "Not" in condition:
        return not holds(condition["Not"])
    for name, compare in OPERATORS.items():
        if name in condition:
            return compare(condition["Variable"], condition[name])
    raise ValueError("a condition has no operator")


def find_faults(condition: Any) -> Iterator[str]:
    """Yield what is wrong with a condition as it is written in a document."""
    if not isinstance(condition, Mapping):
        yield "a choice must be a map"
        return
    inner = [condition[name] for name in ("And", "Or", "Not") if name in condition]
    operators = [name for name in condition if name not in {"Variable", "NextStep"}]
    if len(operators) != 1 or not (operators[0] in OPERATORS or inner):
        found = ", ".join(str(name) for name in operators) or "none"
        yield f"a choice must have one supported operator, not {found}"
    elif not inner and "Variable" not in condition:
        yield "a choice must have a Variable"
    for value in inner:
        for part in value if isinstance(value, list) else (value,):
            yield from find_faults(part)
