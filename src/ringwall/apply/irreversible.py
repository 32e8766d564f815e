"""What cannot be undone is said, with the reason, before anything is done."""

from collections.abc import Iterable

from ringwall.model.change import Change
from ringwall.model.errors import BadInput
from ringwall.model.text import make_visible

MAX_NAMED = 20


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
    named = [
        f"{change.write.operation} on {make_visible(change.resource)}: "
        f"{make_visible(reason.removesuffix('.'))}"
        for change, reason in found[:MAX_NAMED]
    ]
    more = f"; and {len(found) - MAX_NAMED} more" if len(found) > MAX_NAMED else ""
    raise BadInput(
        f"{len(found)} of the changes cannot be undone; --accept-irreversible makes them: "
        f"{'; '.join(named)}{more}"
    )
