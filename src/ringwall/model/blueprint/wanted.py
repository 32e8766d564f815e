"""A wanted row: what a blueprint says that a table should have, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ringwall.model.layer import Layer

GLOBAL = "global"
"""The region of what has none."""
OWNER_TAG = "ringwall:blueprint"
"""The key of the tag on all that Ringwall made; its value is `<blueprint>/<name of the row>`."""


class RowKey(NamedTuple):
    """What tells one wanted row from all others.

    `account` is the account's name in the blueprint, `region` a Region or `global`, `name` the
    name that the blueprint has for it, which need not be AWS's.
    """

    account: str
    region: str
    table: str
    name: str

    def __str__(self) -> str:
        """Return the key as messages name it."""
        return f"{self.account} {self.region} {self.table}/{self.name}"


@dataclass(frozen=True)
class Ref:
    """A column of another wanted row, `arn` or `id` for the most part: known once it is there."""

    key: RowKey
    column: str
    path: str = ""
    """Of a JSON column, the JMESPath of the value in it; '' for the whole."""


@dataclass(frozen=True)
class Join:
    """A text that holds references: `Join(("arn:aws:s3:::", Ref(...), "/*"))`."""

    parts: tuple[str | Ref, ...]


class Existing(NamedTuple):
    """What a blueprint names and does not make: a row of the same account and Region."""

    table: str
    column: str
    value: str


@dataclass(frozen=True)
class Wanted:
    """One row as it should be. Only its columns are compared; others stay as they are.

    A value may be, or hold, a `Ref` or a `Join`. What a row refers to is made before it; `needs`
    names what else must be there first.
    """

    key: RowKey
    columns: Mapping[str, Any]
    section: str
    """The section of the blueprint that wants it: `detection.trail`."""
    layer: Layer
    why: str
    """One sentence: what it protects against, or what is lost without it."""
    needs: tuple[RowKey, ...] = ()
    given: Mapping[str, Any] = field(default_factory=dict)
    """Parameters of the calls that make it which are no columns, by the names of the templates."""
    by_hand: str = ""
    """What a person does where there is no such row: Ringwall creates none then."""
    satisfied_by: str = ""
    """The policy of the organization that makes it so, where one does: then nothing is written."""
    expects: tuple[Existing, ...] = ()
    """What has to be there already, whoever made it: without it, the row is skipped."""


def find_refs(value: Any) -> Iterator[Ref]:
    """Yield every `Ref` that a value is or holds, in the order of the document."""
    if isinstance(value, Ref):
        yield value
    elif isinstance(value, Join):
        yield from (part for part in value.parts if isinstance(part, Ref))
    elif isinstance(value, Mapping):
        for member in value.values():
            yield from find_refs(member)
    elif isinstance(value, list | tuple) and not isinstance(value, RowKey):
        for item in value:
            yield from find_refs(item)
