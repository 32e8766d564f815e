"""References in a document, `{{ name }}`, and the values that stand in their place.

https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-variables.html
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

_REFERENCE = re.compile(r"\{\{([^{}]*)\}\}")
Lookup = Callable[[str], Any]
"""Returns the value of a name; LookupError where it has none."""


MAX_TEXT = 1024 * 1024
"""Characters of a text with its references replaced: one that holds itself twice has no end."""


def resolve(value: Any, lookup: Lookup) -> Any:
    """Return a value with its references replaced: one that is a whole text keeps its type.

    ValueError where a text becomes too long.
    """
    if isinstance(value, str):
        whole = _REFERENCE.fullmatch(value)
        if whole is not None:
            return lookup(whole[1].strip())
        return _replace(value, lookup)
    if isinstance(value, Mapping):
        return {
            resolve(name, lookup) if isinstance(name, str) else name: resolve(inner, lookup)
            for name, inner in value.items()
        }
    if isinstance(value, list):
        return [resolve(inner, lookup) for inner in value]
    return value


def _replace(text: str, lookup: Lookup) -> str:
    parts, at, size = [], 0, len(text)
    for found in _REFERENCE.finditer(text):
        parts += [text[at : found.start()], write_text(lookup(found[1].strip()))]
        at, size = found.end(), size + len(parts[-1])
        if size > MAX_TEXT:
            raise ValueError(f"a text has more than {MAX_TEXT} characters")
    return "".join([*parts, text[at:]])


def find_references(value: Any) -> Iterator[str]:
    """Yield the names that a value refers to."""
    if isinstance(value, str):
        yield from (found[1].strip() for found in _REFERENCE.finditer(value))
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from find_references(name)
            yield from find_references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from find_references(inner)


def write_text(value: Any) -> str:
    """Return a value as text: what is no text as JSON."""
    return value if isinstance(value, str) else json.dumps(value, default=str)
