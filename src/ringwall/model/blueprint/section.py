"""A section's part in a service folder: the rows of the folder's own tables that it wants."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.wanted import Wanted

Wants = Callable[[Landscape], Iterable[Wanted]]


@dataclass(frozen=True)
class SectionPart:
    """What a service folder has to do for a section of the blueprint; several folders may."""

    section: str
    """`detection.trail`: a member of a layer in `model/blueprint/language.py`."""
    wants: Wants
    doc: str


def wants(section: str) -> Callable[[Wants], SectionPart]:
    """Make a part of a function in `catalog/<service>/blueprint.py`: `@wants("detection.trail")`.

    It yields the rows that the section wants, or none where the blueprint turns it off. It is a
    pure function: it reads neither AWS nor files.
    """

    def make(function: Wants) -> SectionPart:
        return SectionPart(section, function, (function.__doc__ or "").strip())

    return make
