"""The estate as adoption sees it: any table, with all its columns, read when it is asked for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ringwall.model.table import Table
from ringwall.plan.reconciliation.estate import EstateTable, read_estate
from ringwall.store.engine.protocol import Engine


@dataclass
class WholeEstate(Mapping[str, EstateTable]):
    """The tables of a snapshot, by name. A plan reads but what it compares; here that is open."""

    engine: Engine
    tables: Mapping[str, Table]
    read: dict[str, EstateTable] = field(default_factory=dict)

    def __getitem__(self, name: str) -> EstateTable:
        """Return a table; KeyError for a name that no table has."""
        if name not in self.read:
            columns = {column.name for column in self.tables[name].columns}
            self.read |= read_estate(self.engine, {name: columns}, self.tables.values())
        return self.read[name]

    def __iter__(self) -> Iterator[str]:
        """Yield the names of all tables."""
        return iter(self.tables)

    def __len__(self) -> int:
        """Return how many tables there are."""
        return len(self.tables)
