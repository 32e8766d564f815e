"""Values that are known only when a run gets there: what an earlier Change was seen to have made.

A document may hold, in place of a value, an object with one of these members alone:

- `{"$read": "<change>.<name>"}`: what the read-back of a Change, by its id, found under a name;
  `<change>.<name> -> <path>` is what a JMESPath finds in that;
- `{"$before": "<column>"}`: what the Change itself saw before it wrote;
- `{"$now": "<name>"}`: what the read just before this very write found under a name;
- `{"$answer": "<path>"}`: a JMESPath into the answer of the write of this very Change;
- `{"$text": [...]}`: the texts of a list put together;
- `{"$json": ...}`: the value as the text of a JSON document;
- `{"$file": "<sha256>"}`: the content of a file, read when the request is sent: no journal and no
  plan has it. All other references leave it as it is.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import jmespath

READ = "$read"
PATH = " -> "
"""What stands between a name that was read back and the path into its value."""
BEFORE = "$before"
NOW = "$now"
ANSWER = "$answer"
TEXT = "$text"
JSON = "$json"
FILE = "$file"
LOOKED_UP = (READ, BEFORE, NOW, ANSWER)


@dataclass(frozen=True)
class Reference:
    """Where a value comes from: the kind (`$read`, ...) and the name of it there."""

    kind: str
    name: str

    def as_document(self) -> dict[str, str]:
        """Return the reference as a document holds it."""
        return {self.kind: self.name}


Resolve = Callable[[Reference], Any]
"""Returns what a reference stands for, or the reference as a document to leave it as it is."""


def fill(value: Any, resolve: Resolve) -> Any:
    """Return the value with its references resolved; texts and JSON are made where all are."""
    if isinstance(value, list | tuple):
        return [fill(item, resolve) for item in value]
    if not isinstance(value, Mapping):
        return value
    if len(value) != 1:
        return {name: fill(member, resolve) for name, member in value.items()}
    ((kind, inner),) = value.items()
    if kind in LOOKED_UP:
        return resolve(Reference(kind, inner))
    filled = fill(inner, resolve)
    if kind not in (TEXT, JSON) or any(find_references(filled)):
        return {kind: filled}
    return "".join(map(str, filled)) if kind == TEXT else write_json(filled)


def fill_files(value: Any, open_file: Callable[[str], Any]) -> Any:
    """Return the value with what `open_file` returns for the hash of each file in its place."""
    if isinstance(value, list | tuple):
        return [fill_files(item, open_file) for item in value]
    if not isinstance(value, Mapping):
        return value
    if value.keys() == {FILE}:
        return open_file(value[FILE])
    return {name: fill_files(member, open_file) for name, member in value.items()}


def split_read(name: str) -> tuple[str, str, str]:
    """Return the id of a Change, what its read-back found, and the path into that, or ''."""
    place, _, path = str(name).partition(PATH)
    change, _, column = place.rpartition(".")
    return change, column, path


def find_part(value: Any, path: str) -> Any:
    """Return what a path finds in a value that was read; the whole without one, None for none."""
    return jmespath.search(path, value) if path and value is not None else value


def tell_references(value: Any, makers: Mapping[str, str]) -> Any:
    """Return the value as a person reads it: in place of each reference, what it is.

    `makers` says of Changes by their ids what they make; of others the id is said.
    """

    def tell(reference: Reference) -> str:
        if reference.kind == BEFORE:
            return f"({reference.name} as it was)"
        if reference.kind == NOW:
            return f"({reference.name} as it is then)"
        if reference.kind == ANSWER:
            return f"({reference.name} of the answer)"
        maker, _, name = reference.name.partition(".")
        return f"({name} of {makers.get(maker, f'change {maker}')})"

    return fill_files(fill(value, tell), lambda sha256: f"(the file {sha256})")


def find_references(value: Any) -> Iterator[Reference]:
    """Yield every reference in a value, in the order of the document."""
    if isinstance(value, list | tuple):
        for item in value:
            yield from find_references(item)
    elif isinstance(value, Mapping):
        for name, member in value.items():
            if name in LOOKED_UP and len(value) == 1:
                yield Reference(name, member)
            else:
                yield from find_references(member)


def write_json(value: Any) -> str:
    """Return a value as the shortest JSON: AWS counts the white space of a policy too."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
