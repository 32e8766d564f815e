"""What somebody selected: names held against those that there are, and filters that intersect."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from ringwall.model.errors import BadInput
from ringwall.model.spelling import name_likely

Item = TypeVar("Item")


@dataclass(frozen=True)
class NamedFilter(Generic[Item]):
    """A filter as it was asked for: `--layer identity`."""

    name: str
    takes: Callable[[Item], bool]


def select(what: str, items: Iterable[Item], filters: Sequence[NamedFilter[Item]]) -> list[Item]:
    """Return the items that every filter takes; BadInput names the filter that leaves none.

    `what` is the noun of one item. Where there is no item at all, there is nothing to refuse.
    """
    left = list(items)
    said: list[str] = []
    for each in filters:
        kept = [item for item in left if each.takes(item)]
        if left and not kept:
            none = "none of them" if said else "none"
            raise BadInput(f"no {what} is left: {', '.join([*said, f'{each.name} takes {none}'])}")
        if len(kept) < len(left):
            said.append(f"{each.name} takes {len(kept)}")
        left = kept
    return left


def check_name(what: str, name: str, known: Collection[str], where: str = "") -> None:
    """Raise BadInput for a name that is none of those known; it says what may be meant.

    `what` is the noun; `where` says where it was looked for: ` here`, ` in this organization`.
    """
    if name not in known:
        raise BadInput(f"no {what} {name}{where}{name_likely(name, known)}")
