"""Which operations of AWS fill a table or serve a playbook or a lifecycle.

Functions that call AWS name them in their code.
"""

import re
from collections.abc import Iterator
from functools import partial
from types import CodeType, FunctionType
from typing import Any

from ringwall.catalog.walk import PACKAGE
from ringwall.model.lifecycle import Lifecycle
from ringwall.model.playbook import Playbook
from ringwall.model.table import Table

_OPERATION = re.compile(r"[a-z][a-z0-9-]*\.[a-z]+_[a-z0-9_]*[a-z0-9]")


def find_operations(table: Table) -> tuple[str, ...]:
    """Return the operations that a table's rows need, each once: list, shared and detail calls.

    A function that calls AWS names its operations in its own code, or in that of functions of the
    catalog that it calls.
    """
    found = [table.list.operation] if table.list else []
    demanded = table.demanded.read if table.demanded else None
    for function in (table.fetch, demanded, *(shared.fetch for shared in table.shared)):
        found.extend(sorted(set(_search(function, set()))))
    found.extend(call.operation for call in table.calls)
    return tuple(dict.fromkeys(found))


def find_reads_of(playbook: Playbook) -> tuple[str, ...]:
    """Return the operations that a playbook names to plan and to probe: all but its writes."""
    writes = {shape.operation for shape in playbook.writes}
    return tuple(sorted(set(_search(playbook.plan, set())) - writes))


def find_operations_of(lifecycle: Lifecycle) -> tuple[str, ...]:
    """Return the operations that a lifecycle names, each once: its reads, its writes, its polls."""
    find = lifecycle.find
    found = [find.operation] if find.operation else []
    found += [call.operation for call in (*find.each, *find.then)]
    for step in lifecycle.steps:
        found += [step.operation, *([step.poll.operation] if step.poll else [])]
    return tuple(dict.fromkeys(found))


def _search(function: Any, seen: set[FunctionType]) -> Iterator[str]:
    while isinstance(function, partial):
        function = function.func
    if not isinstance(function, FunctionType) or function in seen:
        return
    seen.add(function)
    for code in _code_of(function.__code__):
        for constant in code.co_consts:
            if isinstance(constant, str) and _OPERATION.fullmatch(constant):
                yield constant
        for name in code.co_names:
            called = function.__globals__.get(name)
            if isinstance(called, str) and _OPERATION.fullmatch(called):
                yield called
            if getattr(called, "__module__", "").startswith(PACKAGE):
                yield from _search(called, seen)


def _code_of(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _code_of(constant)
