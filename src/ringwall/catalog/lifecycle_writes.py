"""The shapes of the writes that lifecycles declare: nothing else of a blueprint is ever sent."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ringwall.model.lifecycle import Lifecycle, Step
from ringwall.model.write_shape import Shape, WriteShape

PLACEHOLDER = re.compile(r"\{[\w.]+(?:\|\w+)?\}")
OWN = ("{account_id}", "{region}")
"""Placeholders that a shape knows too."""
ANY_TEXT = r"[\s\S]*"


def find_lifecycle_writes(lifecycles: Iterable[Lifecycle]) -> Iterator[WriteShape]:
    """Yield the shape of every write that creates, changes or erases a row, or leads back."""
    for lifecycle in lifecycles:
        for step in _steps(lifecycle):
            shape = object if step.build else _shape_members(step.parameters)
            yield WriteShape(step.operation, shape, step.also)


def _steps(lifecycle: Lifecycle) -> Iterator[Step]:
    yield from filter(None, (lifecycle.create, lifecycle.erase, lifecycle.retag))
    for update in lifecycle.updates:
        yield from filter(None, (update.step,))
        yield from update.choose.values()


def _shape(template: Any) -> Shape:
    """Return what a template can become: its own texts stay, a value may be anything."""
    if isinstance(template, Mapping):
        return _shape_members(template)
    if isinstance(template, list | tuple):
        return [_shape(template[0])] if len(template) == 1 else object
    if isinstance(template, bool):
        return template
    if isinstance(template, int):
        return range(template, template + 1)
    return object if PLACEHOLDER.fullmatch(template) else _make_pattern(template)


def _shape_members(template: Mapping[str, Any]) -> Mapping[str, Shape]:
    """Return the members; those that have a value in them may be left out."""
    return {
        f"{name}?" if _has_value(member) else name: _shape(member)
        for name, member in template.items()
    }


def _has_value(template: Any) -> bool:
    if isinstance(template, Mapping):
        return any(_has_value(member) for member in template.values())
    if isinstance(template, list | tuple):
        return any(_has_value(item) for item in template)
    return isinstance(template, str) and bool(PLACEHOLDER.search(template))


def _make_pattern(template: str) -> str:
    parts: list[str] = []
    at = 0
    for found in PLACEHOLDER.finditer(template):
        value = found[0] if found[0] in OWN else ANY_TEXT
        parts += [re.escape(template[at : found.start()]), value]
        at = found.end()
    return "".join((*parts, re.escape(template[at:])))
