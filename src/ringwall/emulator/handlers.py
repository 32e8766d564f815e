"""Find the hand-written operations: functions of the modules in `services/`."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from ringwall.emulator import services
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.deferred import DeferredAnswer
from ringwall.emulator.state import EmulatorState

OperationHandler = Callable[
    [EmulatorState, EmulatedCall], Mapping[str, Any] | DeferredAnswer | None
]
"""Answers a call in the shape of its output, or returns None to let moto answer it.

An answer that takes more than the state, such as a function that makes calls, is deferred.
"""

F = TypeVar("F", bound=OperationHandler)


def emulates(service: str, *operations: str) -> Callable[[F], F]:
    """Mark a function as the handler of some operations of a service."""

    def mark(function: F) -> F:
        known = function.__dict__.get("emulates", ())
        function.__dict__["emulates"] = (*known, *((service, name) for name in operations))
        return function

    return mark


def find_handlers() -> dict[tuple[str, str], OperationHandler]:
    """Return every handler by service and operation; ValueError if two claim the same."""
    found: dict[tuple[str, str], OperationHandler] = {}
    for module in pkgutil.iter_modules(services.__path__, f"{services.__name__}."):
        for member in vars(importlib.import_module(module.name)).values():
            for key in getattr(member, "__dict__", {}).get("emulates", ()):
                if key in found:
                    raise ValueError(f"two handlers for {key[0]}:{key[1]}")
                found[key] = member
    return found
