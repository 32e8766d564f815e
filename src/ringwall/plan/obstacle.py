"""What stands in the way of a plan in AWS itself: each kind is a file of `obstacles/`.

Such a file has a function with its own name, `PlannedEstate -> remarks`, and a function `reads`:
of the tables that a blueprint wants rows of, the columns of which tables it looks at; nothing where
it has nothing to say of them. To add one, add a file.

A remark that is an error is certain: AWS would refuse, or networks could never be joined. What is
only likely, or not known, is a note.
"""

import functools
import importlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.wanted import RowKey, Wanted
from ringwall.plan.reconciliation.difference import Difference
from ringwall.plan.reconciliation.estate import Estate
from ringwall.plan.remark import Remark

OBSTACLES = Path(__file__).parent / "obstacles"
HINT = "`ringwall collect --blueprint FILE` reads it"
"""What to do where nobody read what a plan would have to know."""
SeenColumns = Mapping[str, Collection[str]]
"""Names of columns, by table."""


@dataclass(frozen=True)
class PlannedEstate:
    """A plan beside what there is already."""

    landscape: Landscape
    wanted: Mapping[RowKey, Wanted]
    creations: tuple[Difference, ...]
    """The rows that the plan makes."""
    estate: Estate

    def creations_of(self, *tables: str) -> Iterator[Difference]:
        """Yield the rows of some tables that the plan makes."""
        return (found for found in self.creations if found.key.table in tables)

    def id_of(self, account: str) -> str:
        """Return the id of an account; '' where it is not there yet."""
        ids = (each.id for each in self.landscape.accounts if each.name == account)
        found = next(ids, "")
        return found if isinstance(found, str) else ""


class ObstacleCheck(NamedTuple):
    """What looks for one kind of obstacle."""

    reads: Callable[[Collection[str]], SeenColumns]
    find: Callable[[PlannedEstate], Iterable[Remark]]


def find_obstacles(planned: PlannedEstate) -> tuple[Remark, ...]:
    """Return what stands in the way of a plan, the errors first."""
    tables = {key.table for key in planned.wanted}
    found = [
        remark
        for check in load_obstacle_checks().values()
        if check.reads(tables)
        for remark in check.find(planned)
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda remark: remark.kind))


def read_by_obstacles(tables: Collection[str]) -> dict[str, set[str]]:
    """Return the columns that are looked at where rows of these tables are wanted."""
    found: dict[str, set[str]] = {}
    for check in load_obstacle_checks().values():
        for table, columns in check.reads(tables).items():
            found.setdefault(table, set()).update(columns)
    return found


@functools.cache
def load_obstacle_checks() -> dict[str, ObstacleCheck]:
    """Return every check by name; AttributeError where a file lacks one of its functions."""
    names = sorted(path.stem for path in OBSTACLES.glob("*.py") if path.stem != "__init__")
    modules = ((name, importlib.import_module(f"ringwall.plan.obstacles.{name}")) for name in names)
    return {name: ObstacleCheck(module.reads, getattr(module, name)) for name, module in modules}
