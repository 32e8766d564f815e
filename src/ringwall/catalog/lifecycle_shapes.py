"""The shapes of the writes of a lifecycle: its templates, with the kind of value for a placeholder.

What a template says itself is taken to the letter. A parameter whose value is not wanted is left
out, so those with a placeholder may be missing.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ringwall.model.lifecycle import PLACEHOLDER, Lifecycle, Step
from ringwall.model.table import Table
from ringwall.model.write_shape import Shape, WriteShape

TEXT = "(?s:.*)"
"""Any text, over several lines too."""
_TYPES: Mapping[str, Shape] = {
    "TEXT": TEXT,
    "BOOLEAN": bool,
    "BIGINT": range(-(2**63), 2**63),
    "TEXT[]": [TEXT],
}
"""What a value of a column can be; of other types anything."""
_NAMES: Mapping[str, Shape] = {
    "account_id": "{account_id}",
    "region": "{region}",
    "partition": "aws[a-z-]*",
    "owner": TEXT,
    "name_of_row": TEXT,
}
"""What has the same kind for every table; the first two are those of the Change itself."""
_FORMS: Mapping[str, Shape] = {
    "json": TEXT,
    "text": TEXT,
    "pairs": [{"Key": TEXT, "Value": TEXT}],
    "lower_pairs": [{"key": TEXT, "value": TEXT}],
    "kms_pairs": [{"TagKey": TEXT, "TagValue": TEXT}],
}


def find_shapes(lifecycle: Lifecycle, table: Table) -> Iterator[WriteShape]:
    """Yield the shape of every write that makes, changes, tags or erases a row of the table."""
    kinds: dict[str, Shape] = {
        column.name: _TYPES.get(column.type, object) for column in table.all_columns
    }
    for step in lifecycle.steps:
        yield _shape_of(step, {**kinds, **_NAMES} | dict.fromkeys(lifecycle.given, object))


def _shape_of(step: Step, kinds: Mapping[str, Shape]) -> WriteShape:
    if step.build:
        return WriteShape(step.operation, object, step.also)
    return WriteShape(step.operation, _members(step.parameters, kinds), step.also)


def _members(template: Mapping[str, Any], kinds: Mapping[str, Shape]) -> dict[str, Shape]:
    return {
        f"{name}?" if _has_placeholder(value) else name: _shape(value, kinds)
        for name, value in template.items()
    }


def _has_placeholder(template: Any) -> bool:
    if isinstance(template, Mapping):
        return any(map(_has_placeholder, template.values()))
    if isinstance(template, list | tuple):
        return any(map(_has_placeholder, template))
    return isinstance(template, str) and PLACEHOLDER.search(template) is not None


def _shape(template: Any, kinds: Mapping[str, Shape]) -> Shape:
    if isinstance(template, Mapping):
        return _members(template, kinds)
    if isinstance(template, list | tuple):
        return tuple(_shape(item, kinds) for item in template)
    if isinstance(template, str):
        whole = PLACEHOLDER.fullmatch(template)
        return _of_placeholder(whole[1], whole[2] or "", kinds) if whole else _join(template, kinds)
    if type(template) is int:
        return range(template, template + 1)
    if isinstance(template, bool):
        return template
    raise ValueError(f"{template!r}: a template has no value of this kind")


def _of_placeholder(name: str, form: str, kinds: Mapping[str, Shape]) -> Shape:
    if form in _FORMS:
        return _FORMS[form]
    kind = kinds.get(name.removeprefix("found."), object)
    return (kind,) if form == "list" else kind


def _join(template: str, kinds: Mapping[str, Shape]) -> str:
    """Return a text with values in it as a pattern."""
    parts, at = [], 0
    for match in PLACEHOLDER.finditer(template):
        kind = kinds.get(match[1])
        parts += [re.escape(template[at : match.start()]), kind if isinstance(kind, str) else TEXT]
        at = match.end()
    return "".join([*parts, re.escape(template[at:])])
