"""A section's part in a service folder: the rows of the folder's own tables that it wants."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.wanted import Wanted
from ringwall.model.table import Row

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


RowsOf = Callable[[str], Iterable[Row]]
"""Gives the rows that are there of a table, in all accounts and Regions."""
Adopts = Callable[[Landscape, RowsOf], Iterable[Mapping[str, Any]]]


@dataclass(frozen=True)
class AdoptionPart:
    """What a service folder knows of a section where an organization is adopted."""

    section: str
    adopts: Adopts
    doc: str


def adopts(section: str) -> Callable[[Adopts], AdoptionPart]:
    """Make a part of a function in `catalog/<service>/adoption.py`: `@adopts("detection.trail")`.

    It yields settings of the section, as a blueprint has them, that what is there may be: names,
    and what is a row of its own in a list. Each goes in place of the setting of its name, is tried,
    and kept where it makes the plan better. Other settings are found without it.
    """

    def make(function: Adopts) -> AdoptionPart:
        return AdoptionPart(section, function, (function.__doc__ or "").strip())

    return make
