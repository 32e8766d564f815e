"""What cannot be undone is said, with the reason, before anything is done."""

from collections.abc import Iterable, Sequence
from itertools import islice

from ringwall.model.change import Change
from ringwall.model.errors import BadInput
from ringwall.model.text import count_of, make_visible

MAX_NAMED = 20
"""Calls that are named, each with its reason: the same on other resources is counted."""


def find_irreversible(changes: Iterable[Change]) -> list[tuple[Change, str]]:
    """Return the Changes that cannot be undone, each with the reason.

    A part of a resource goes with it: it needs no undo of its own.
    """
    return [
        (change, change.irreversible or "there is no call that leads back")
        for change in changes
        if change.blast == "irreversible" or not (change.undo or change.part_of)
    ]


def refuse_irreversible(changes: Iterable[Change]) -> None:
    """Raise BadInput, which names them, where Changes cannot be undone."""
    found = find_irreversible(changes)
    if not found:
        return
    alike: dict[tuple[str, str], list[str]] = {}
    for change, reason in found:
        alike.setdefault((change.write.operation, reason), []).append(change.resource)
    named = [
        f"{operation} on {make_visible(resources[0])}{_count_others(resources)}: "
        f"{make_visible(reason.removesuffix('.'))}"
        for (operation, reason), resources in islice(alike.items(), MAX_NAMED)
    ]
    others = sum(map(len, islice(alike.values(), MAX_NAMED, None)))
    named += [f"and {count_of(others, 'other')}"] if others else []
    raise BadInput(
        f"{len(found)} of the changes cannot be undone; --accept-irreversible makes them: "
        f"{'; '.join(named)}"
    )


def _count_others(resources: Sequence[str]) -> str:
    return f" and {len(resources) - 1} more" if len(resources) > 1 else ""
