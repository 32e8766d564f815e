"""Functions around an operation: what AWS refuses before it, and what takes its time after it.

A handler of `services/` answers an operation. These come beside it, several for one operation if
need be: those of `preconditions/` run before whatever answers, those of `progress/` after it.
"""

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from typing import Any, TypeVar

from ringwall.emulator import preconditions, progress
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.state import EmulatorState

Precondition = Callable[[EmulatorState, EmulatedCall], None]
"""Raises the Fault by which AWS refuses a call."""
ProgressStart = Callable[[EmulatorState, EmulatedCall, Mapping[str, Any]], Mapping[str, Any]]
"""Starts what takes its time, and returns the answer as it is then."""
Operation = tuple[str, str]
C = TypeVar("C", bound=Precondition)
P = TypeVar("P", bound=ProgressStart)


def refuses(service: str, *operations: str) -> Callable[[C], C]:
    """Mark a function that refuses some calls of operations before they are answered."""

    def mark(function: C) -> C:
        _mark(function, "refuses", service, operations)
        return function

    return mark


def takes_time(service: str, *operations: str) -> Callable[[P], P]:
    """Mark a function that starts what takes its time, where the emulator has delays."""

    def mark(function: P) -> P:
        _mark(function, "takes_time", service, operations)
        return function

    return mark


def _mark(function: Any, mark: str, service: str, operations: tuple[str, ...]) -> None:
    known = function.__dict__.setdefault(mark, [])
    known += [(service, operation) for operation in operations]


def find_preconditions() -> dict[Operation, list[Precondition]]:
    """Return what may refuse each operation, in the order of the modules' names."""
    found: dict[Operation, list[Precondition]] = defaultdict(list)
    for function in _functions(preconditions):
        for operation in function.__dict__.get("refuses", ()):
            found[operation].append(function)
    return dict(found)


def find_progress() -> dict[Operation, ProgressStart]:
    """Return what takes its time after each operation; ValueError if two claim the same."""
    found: dict[Operation, ProgressStart] = {}
    for function in _functions(progress):
        for operation in function.__dict__.get("takes_time", ()):
            if operation in found:
                raise ValueError(f"two delays of {operation[0]}:{operation[1]}")
            found[operation] = function
    return found


def _functions(package: ModuleType) -> Iterator[Any]:
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        loaded = importlib.import_module(module.name)
        for member in vars(loaded).values():
            if getattr(member, "__module__", "") == module.name and hasattr(member, "__dict__"):
                yield member
