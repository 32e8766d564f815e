"""The estate of a snapshot as the planner sees it: rows by account and Region, and what is missing.

Only the tables and columns that are compared are read, so that a large organization fits.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ringwall.model.blueprint.wanted import GLOBAL, OWNER_TAG
from ringwall.model.coverage import ROW
from ringwall.model.table import Row, Table
from ringwall.store.engine.protocol import Engine
from ringwall.store.lake.uncollected import find_uncollected

Place = tuple[str, str]
"""An account id and a Region, or `global`."""
LISTING = ("list", ROW)
UNCOLLECTED = "the snapshot does not have it"
NO_GAP = ("ok", "region_disabled")


@dataclass(frozen=True)
class EstateTable:
    """The rows of one table, and the places where they are not all there, with the reason."""

    rows: Mapping[Place, tuple[Row, ...]] = field(default_factory=dict)
    gaps: Mapping[Place, str] = field(default_factory=dict)

    _indexes: dict[tuple[Place | None, tuple[str, ...]], "RowIndex"] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def at(self, account_id: str, region: str) -> tuple[Row, ...]:
        """Return the rows of a place."""
        return self.rows.get((account_id, region), ())

    def index(self, place: Place | None, identity: tuple[str, ...]) -> "RowIndex":
        """Return the rows of a place, or of all places, to be found by what names them."""
        key = (place, identity)
        if key not in self._indexes:
            rows = (
                self.at(*place)
                if place
                else tuple(row for rows in self.rows.values() for row in rows)
            )
            self._indexes[key] = RowIndex(rows, identity)
        return self._indexes[key]

    def gap(self, account_id: str, region: str) -> str:
        """Return why the rows of a place are not all known; '' where they are."""
        for place in ((account_id, region), (account_id, GLOBAL), ("", GLOBAL)):
            if place in self.gaps:
                return self.gaps[place]
        return ""


class RowIndex:
    """Rows by what may make one the row that is looked for: its names, its owner's tag, its ARN.

    There may be thousands in a place, as many are looked for, and each is found at once.
    """

    def __init__(self, rows: tuple[Row, ...], identity: tuple[str, ...]) -> None:
        self._rows = rows
        self._identity = identity
        self._places: dict[object, list[int]] = {}
        for number, row in enumerate(rows):
            for mark in self._marks(row):
                self._places.setdefault(mark, []).append(number)

    def find(self, names: Row, owner: str, arn: str | None) -> tuple[Row, ...]:
        """Return the rows, in their order, with these names, this tag or this ARN.

        With them come those of which it is not known: a name or the tags were not read. All are
        returned where rows have no name.
        """
        if not self._identity:
            return self._rows
        marks = (self._name(names), ("owner", owner), ("arn", arn), UNKNOWN)
        found = {number for mark in marks for number in self._places.get(mark, ())}
        return tuple(self._rows[number] for number in sorted(found))

    def _marks(self, row: Row) -> Iterator[object]:
        yield self._name(row)
        yield ("arn", row["arn"])
        if owner := (row.get("tags") or {}).get(OWNER_TAG):
            yield ("owner", owner)
        if row.get("tags") is None or any(row[name] is None for name in self._identity):
            yield UNKNOWN

    def _name(self, row: Row) -> object:
        return ("name", *(json.dumps(row.get(name), sort_keys=True) for name in self._identity))


UNKNOWN = ("unknown",)
"""What rows have in common that may be any: part of what tells them apart was not read."""
OWNED = f"where tags like '%{OWNER_TAG}%'"
Estate = Mapping[str, EstateTable]
"""What was read, by the name of the table."""


def read_estate(
    engine: Engine, columns: Mapping[str, Collection[str]], tables: Iterable[Table]
) -> Estate:
    """Return the rows of the tables that are named, each with these columns and the envelope's.

    JSON columns are parsed. A table that the snapshot lacks has a gap everywhere.
    """
    known = {table.name: table for table in tables}
    missing = find_uncollected(engine, [known[name] for name in columns])
    found: dict[str, EstateTable] = {}
    for name, wanted in columns.items():
        gaps = _read_gaps(engine, known, name)
        gaps.update(
            (("" if is_of_organization(name, known) else account, region), UNCOLLECTED)
            for table, account, region in missing
            if table == name
        )
        found[name] = EstateTable(_read_rows(engine, known[name], wanted), gaps)
    return found


def read_owned(
    engine: Engine, columns: Mapping[str, Collection[str]], tables: Iterable[Table]
) -> Estate:
    """Return the rows of the tables that are named, of those that have an owner's tag."""
    known = {table.name: table for table in tables}
    return {
        name: EstateTable(_read_rows(engine, known[name], wanted, OWNED))
        for name, wanted in columns.items()
    }


def is_of_organization(name: str, tables: Mapping[str, Table]) -> bool:
    """Whether the rows of a table are read once for the organization, whichever account they name.

    Those of a derived table are, where those are that they are derived from.
    """
    if not tables[name].is_derived:
        return tables[name].scope == "organization"
    owners = (table for table in tables.values() if any(d.table == name for d in table.derived))
    return any(owner.scope == "organization" for owner in owners)


def _read_rows(
    engine: Engine, table: Table, wanted: Collection[str], where: str = ""
) -> dict[Place, tuple[Row, ...]]:
    by_name = {column.name: column for column in table.all_columns}
    names = sorted({*wanted, "arn", "account_id", "region", "tags"} & by_name.keys())
    documents = [name for name in names if by_name[name].type == "JSON"]
    chosen = ", ".join(f'"{name}"' for name in names)
    rows: dict[Place, list[Row]] = {}
    for values in engine.stream(f"select {chosen} from {table.full_name} {where} order by arn"):
        row = dict(zip(names, values, strict=True))
        for name in documents:
            row[name] = None if row[name] is None else json.loads(row[name])
        rows.setdefault((row["account_id"], row["region"]), []).append(row)
    return {place: tuple(found) for place, found in rows.items()}


def _read_gaps(engine: Engine, tables: Mapping[str, Table], name: str) -> dict[Place, str]:
    """Return the places whose rows could not all be listed; of a derived table, its owners'."""
    owners = [n for n, table in tables.items() if any(d.table == name for d in table.derived)]
    names = ", ".join(f"'{named}'" for named in (name, *owners, "*"))
    gaps: dict[Place, str] = {}
    query = f"""
        select account_id, region, table_name, aspect, status, error
        from estate.coverage
        where table_name in ({names}) and resource = ''
        order by all
    """
    for row in engine.rows(query):
        if row["status"] in NO_GAP or row["aspect"] not in (*LISTING, *owners, "region"):
            continue
        why = ": ".join(filter(None, (row["status"].replace("_", " "), row["error"])))
        whole = is_of_organization(name, tables)
        place = ("" if whole else row["account_id"], row["region"] or GLOBAL)
        gaps.setdefault(place, f"estate.{row['table_name']} was not read: {why}")
    return gaps
