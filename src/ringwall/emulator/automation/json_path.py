"""JSONPath, as selectors of Automation use it.

https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeAwsApi.html
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

_PART = re.compile(
    r"\.\.(?P<deep>\w[\w-]*|\*)"
    r"|\.(?P<name>\w[\w-]*|\*)"
    r"|\[(?P<index>-?\d+|\*)\]"
    r"|\[(?P<start>-?\d*):(?P<stop>-?\d*)\]"
    r"|\[(?P<key>'[^']*'|\"[^\"]*\")\]"
    r"|\[\?\(@(?P<path>(?:\.\w[\w-]*)+)\s*(?:(?P<operator>==|!=)\s*(?P<value>'[^']*'|\"[^\"]*\"|-?\d+|true|false)\s*)?\)\]"
)
LONGEST = 1000
"""Characters of a selector; AWS's documents have none that is near it."""
MOST = 100_000
"""Values that a selector may find: each `..*` finds all again that is below each of the last."""
Part = Mapping[str, str | None]


@dataclass(frozen=True)
class SelectorPath:
    """A selector, taken apart. `is_definite` where it means one place at most."""

    parts: tuple[Part, ...]
    is_definite: bool


def parse_path(selector: str) -> SelectorPath:
    """Return a selector's parts; ValueError for what is no JSONPath."""
    if not selector.startswith("$") or len(selector) > LONGEST:
        raise ValueError(f"{selector[:99]!r} is no JSONPath")
    parts: list[Part] = []
    position = 1
    while position < len(selector):
        found = _PART.match(selector, position)
        if found is None:
            raise ValueError(f"{selector!r} is no JSONPath at {selector[position:]!r}")
        parts.append(found.groupdict())
        position = found.end()
    return SelectorPath(tuple(parts), all(_is_definite(part) for part in parts))


def select(selector: str, document: Any) -> Any:
    """Return what a selector finds: a list where it may mean several places, None for nothing.

    ValueError where it is no JSONPath, or finds too much.
    """
    path = parse_path(selector)
    found = [document]
    for part in path.parts:
        steps = (inner for value in found for inner in _step(part, value))
        found = list(islice(steps, MOST + 1))
        if len(found) > MOST:
            raise ValueError(f"{selector[:99]!r} finds more than {MOST} values")
    if path.is_definite:
        return found[0] if found else None
    return found


def _is_definite(part: Part) -> bool:
    is_one = part["index"] not in {None, "*"} or part["key"] is not None
    return is_one or part["name"] not in {None, "*"}


def _step(part: Part, value: Any) -> Iterator[Any]:
    if part["deep"]:
        yield from _search(value, part["deep"])
    elif part["name"] == "*" or part["index"] == "*":
        yield from _children(value)
    elif part["index"]:
        position = int(part["index"])
        if isinstance(value, list) and -len(value) <= position < len(value):
            yield value[position]
    elif part["start"] is not None and isinstance(value, list):
        start, stop = part["start"], part["stop"]
        yield from value[int(start) if start else None : int(stop) if stop else None]
    elif part["path"]:
        yield from (item for item in _children(value) if _is_chosen(part, item))
    else:
        key = part["name"] or str(part["key"])[1:-1]
        if isinstance(value, Mapping) and key in value:
            yield value[key]


def _children(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def _search(value: Any, name: str) -> Iterator[Any]:
    if isinstance(value, Mapping) and name in value:
        yield value[name]
    for child in _children(value):
        if name == "*":
            yield child
        yield from _search(child, name)


def _is_chosen(part: Part, item: Any) -> bool:
    for name in str(part["path"]).split(".")[1:]:
        if not isinstance(item, Mapping) or name not in item:
            return False
        item = item[name]
    if part["operator"] is None:
        return True
    return (item == _read(str(part["value"]))) is (part["operator"] == "==")


def _read(text: str) -> Any:
    if text in {"true", "false"}:
        return text == "true"
    return text[1:-1] if text[0] in "'\"" else int(text)
