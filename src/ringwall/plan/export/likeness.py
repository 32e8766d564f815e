"""When resources of different places are alike: the same but for the account and the Region."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.wanted import GLOBAL, Join, Ref, RowKey
from ringwall.plan.export.known_values import ACCOUNT_TABLE
from ringwall.plan.export.resource import ExportedKey, ExportedResource
from ringwall.plan.export.values import join_parts, map_value

HERE = "here"
"""In keys of rows: the account or the Region of the stack."""
OWN_ACCOUNT = Ref(RowKey(HERE, HERE, ACCOUNT_TABLE, HERE), "id")
OWN_REGION = Ref(RowKey(HERE, HERE, "region", HERE), "name")

Component = tuple[ExportedResource, ...]
"""Resources of one place that refer to one another."""


class Open(NamedTuple):
    """What of its place is left open in a resource: its stack fills it in."""

    account: bool
    region: bool


WAYS = (Open(False, False), Open(False, True), Open(True, False), Open(True, True))  # noqa: FBT003 - named above


class PlaceLikeness:
    """Tells what is alike in an organization."""

    def __init__(self, landscape: Landscape) -> None:
        self._ids = {account.name: account.id for account in landscape.accounts}

    def group(self, components: Iterable[Component]) -> Iterator[tuple[Open, list[Component]]]:
        """Yield components that are alike, and what of their place is left open in them.

        As little as makes most alike: what is at home is named by all.
        """
        found = tuple(components)
        spelled = {way: [repr(self._describe(one, way)) for one in found] for way in WAYS}
        sizes = {way: Counter(texts) for way, texts in spelled.items()}
        groups: defaultdict[tuple[Open, str], list[Component]] = defaultdict(list)
        for number, component in enumerate(found):
            texts = {way: spelled[way][number] for way in WAYS}
            best = max(WAYS, key=lambda way: (sizes[way][texts[way]], -WAYS.index(way)))
            groups[best, texts[best]].append(component)
        for (way, _), alike in groups.items():
            yield way, alike

    def generalize(self, component: Component, way: Open) -> Component:
        """Return a component as it is in any of its places."""
        return tuple(
            one.but(properties=self._generalize(one.properties, _Here(one.key.row, way)))
            for one in component
        )

    def _describe(self, component: Component, way: Open) -> list[Any]:
        return [
            (
                name_anywhere(one),
                one.type.name,
                self._generalize(one.properties, _Here(one.key.row, way, is_compared=True)),
                sorted(_see(need, one.key.row) for need in one.needs),
            )
            for one in component
        ]

    def _generalize(self, value: Any, here: "_Here") -> Any:
        """Return a value with the account and the Region of the stack in place of their names."""
        own = self._ids[here.row.account]
        if isinstance(value, Ref):
            if here.way.account and value == own:
                return OWN_ACCOUNT
            is_beside = value.key[:2] == here.row[:2]
            return Ref(rename(value.key), value.column) if here.is_compared and is_beside else value
        if isinstance(value, Join):
            return join_parts(self._generalize(part, here) for part in value.parts)
        if isinstance(value, str):
            return here.open_text(value, own)
        return map_value(value, lambda member: self._generalize(member, here))


@dataclass(frozen=True)
class _Here:
    """Where a value is, and how it is generalized."""

    row: RowKey
    way: Open
    is_compared: bool = False
    """Whether rows beside it are to have the names that they have anywhere."""

    def open_text(self, text: str, account: str | Ref) -> Any:
        """Return a text with what is left open in it."""
        marks = [(account, OWN_ACCOUNT)] if self.way.account and isinstance(account, str) else []
        if self.way.region and self.row.region != GLOBAL:
            marks.append((self.row.region, OWN_REGION))
        parts: list[str | Ref] = [text]
        for mark, ref in marks:
            parts = [
                piece
                for part in parts
                for piece in (_split(part, mark, ref) if isinstance(part, str) else (part,))
            ]
        return join_parts(iter(parts))


def _split(text: str, mark: str, ref: Ref) -> Iterator[str | Ref]:
    for number, piece in enumerate(text.split(mark)):
        if number:
            yield ref
        yield piece


def _see(key: RowKey, here: RowKey) -> RowKey:
    """Return the key of a row as a resource sees it: beside it, of its account, the account."""
    if key.table == ACCOUNT_TABLE and key.name == here.account:
        return key._replace(name=HERE)
    if key.account == here.account and key.region in (here.region, GLOBAL):
        return rename(key)
    return key


def name_anywhere(one: ExportedResource) -> ExportedKey:
    """Return the key of a resource as it is in any place."""
    return ExportedKey(rename(one.key.row), one.key.part)


def rename(key: RowKey) -> RowKey:
    """Return the key of a row as it is in any place: without the place in its name."""
    name = key.name.replace(key.account, HERE)
    if key.region != GLOBAL:
        name = name.replace(key.region, HERE)
    return RowKey(HERE, GLOBAL if key.region == GLOBAL else HERE, key.table, name)
