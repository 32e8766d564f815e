"""Templates of a lifecycle filled: parameters of AWS's operations with a row's values in them."""

from collections.abc import Callable, Mapping
from typing import Any

from ringwall.model.lifecycle import PLACEHOLDER
from ringwall.model.reference import JSON, TEXT, find_references, write_json
from ringwall.model.table import Row


class LeftOut(Exception):
    """No error: the value of a placeholder is not wanted, so its parameter is left out."""


def fill_parameters(template: Mapping[str, Any], names: Row) -> Row:
    """Return the parameters with values in place of the placeholders.

    A parameter (or a member of one) is left out where a value that it needs is None or is not among
    the names. Names with dots look into objects: `found.id`.
    """
    return dict(_fill_members(template, names))


def find_names(template: Any) -> set[str]:
    """Return the names of all placeholders in a template."""
    if isinstance(template, Mapping):
        return {name for member in template.values() for name in find_names(member)}
    if isinstance(template, list | tuple):
        return {name for item in template for name in find_names(item)}
    return (
        {found[0] for found in PLACEHOLDER.findall(template)}
        if isinstance(template, str)
        else set()
    )


def _fill_members(template: Mapping[str, Any], names: Row) -> list[tuple[str, Any]]:
    filled: list[tuple[str, Any]] = []
    for name, value in template.items():
        try:
            filled.append((name, fill_value(value, names)))
        except LeftOut:
            continue
    return filled


def fill_value(template: Any, names: Row) -> Any:
    """Return one value filled; `LeftOut` where it needs one that there is not."""
    if isinstance(template, Mapping):
        return _fill_object(template, names)
    if isinstance(template, list | tuple):
        return [fill_value(item, names) for item in template]
    if not isinstance(template, str):
        return template
    if whole := PLACEHOLDER.fullmatch(template):
        return _look_up(whole[1], whole[2] or "", names)
    return _join(template, names)


def _fill_object(template: Mapping[str, Any], names: Row) -> Row:
    filled = dict(_fill_members(template, names))
    if template and not filled:
        raise LeftOut
    return filled


def _join(template: str, names: Row) -> Any:
    """Return a text with values in it, as `$text` where one of them is not known yet."""
    parts: list[Any] = []
    at = 0
    for match in PLACEHOLDER.finditer(template):
        parts += [template[at : match.start()], _look_up(match[1], match[2] or "", names)]
        at = match.end()
    parts = [part for part in (*parts, template[at:]) if part != ""]
    if any(find_references(parts)):
        return {TEXT: parts}
    return "".join(map(str, parts))


def _look_up(path: str, form: str, names: Row) -> Any:
    value: Any = names
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
        if value is None:
            raise LeftOut(path)
    return FORMS[form](value)


def _write_json(value: Any) -> Any:
    return {JSON: value} if any(find_references(value)) else write_json(value)


def _write_pairs(key: str, value: str) -> Callable[[Any], Any]:
    return lambda tags: [{key: name, value: text} for name, text in sorted(tags.items())]


FORMS: Mapping[str, Callable[[Any], Any]] = {
    "": lambda value: value,
    "json": _write_json,
    "pairs": _write_pairs("Key", "Value"),
    "lower_pairs": _write_pairs("key", "value"),
    "kms_pairs": _write_pairs("TagKey", "TagValue"),
    "map": dict,
    "text": str,
    "list": lambda value: [value],
}
"""The forms of `model.lifecycle.Form`, and the value as it is."""
