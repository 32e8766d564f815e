"""The shape of a write: which call may be made, and what each of its parameters can be.

Playbooks and lifecycles declare their writes, and nothing else is ever sent to AWS, whatever a
journal says.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ringwall.model.change import Change

Shape = str | bool | type[bool] | type[object] | range | Mapping[str, "Shape"] | list["Shape"]
"""What a value can be.

A text is a pattern that the whole value matches; `{account_id}` and `{region}` in it stand for the
Change's own. `bool` is either of the two, `True` and `False` that one alone, a range whole numbers;
`object` is anything.
A mapping has these members, those whose names end with `?` perhaps. A list of one shape is any
number of such values.
"""


@dataclass(frozen=True)
class WriteShape:
    """One call that is made to fix, to build or to undo."""

    operation: str
    parameters: Mapping[str, Shape] | type[object]
    also: tuple[str, ...] = ()
    """IAM actions that AWS checks for this call beside the one of its name: `ec2:CreateTags`."""


def find_objection(change: Change, shapes: Iterable[WriteShape]) -> str:
    """Return why a Change's write is not one that is declared; '' where it is one."""
    write = change.write
    declared = [shape for shape in shapes if shape.operation == write.operation]
    if not declared:
        return f"{write.operation}: no playbook makes this call"
    objections = [_object(write.parameters, shape.parameters, "", change) for shape in declared]
    return "" if "" in objections else f"{write.operation}: {objections[0]}"


def _object(value: Any, shape: Shape, where: str, change: Change) -> str:
    """Return where a value does not have a shape, and '' where it does all through."""
    if shape is object:
        return ""
    if isinstance(shape, Mapping):
        return _object_members(value, shape, where, change)
    if isinstance(shape, list) and isinstance(value, list | tuple):
        told = (_object(item, shape[0], f"{where}[{n}]", change) for n, item in enumerate(value))
        return next(filter(None, told), "")
    return "" if _fits(value, shape, change) else f"{where} is not what a playbook writes there"


def _fits(value: Any, shape: Shape, change: Change) -> bool:
    """Whether a value without members has a shape."""
    if isinstance(shape, str):
        pattern = _bind(shape, change)
        return isinstance(value, str) and bool(re.fullmatch(pattern, value, re.ASCII))
    if isinstance(shape, range):
        return type(value) is int and value in shape
    if isinstance(shape, bool):
        return value is shape
    return shape is bool and isinstance(value, bool)


def _object_members(value: Any, shape: Mapping[str, Shape], where: str, change: Change) -> str:
    if not isinstance(value, Mapping):
        return f"{where} is not what a playbook writes there"
    known = {name.removesuffix("?"): member for name, member in shape.items()}
    if strange := value.keys() - known.keys():
        return f"{_join(where, min(strange))} is no parameter that a playbook writes"
    for name, member in shape.items():
        plain = name.removesuffix("?")
        if plain not in value:
            if plain == name:
                return f"{_join(where, plain)} is missing"
        elif told := _object(value[plain], member, _join(where, plain), change):
            return told
    return ""


def _join(where: str, name: object) -> str:
    return f"{where}.{name}" if where else str(name)


def _bind(pattern: str, change: Change) -> str:
    bound = pattern.replace("{account_id}", re.escape(change.account_id))
    return bound.replace("{region}", re.escape(change.region))
