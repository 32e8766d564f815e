"""Where a rule's evidence is incomplete: rows that are missing are not evidence.

A gap is a row of `estate.coverage` that is not ok. It touches a rule that reads the table:

- A failed list call, or a table that the snapshot lacks: every resource of that account and
  region (a call made once per account: of all its regions; of the organization: everywhere).
- A failed detail call: its columns are NULL already, so a verdict on that very resource is left to
  SQL's three-valued logic. A rule that looks at the resource from elsewhere (an account's verdict
  over its trails) and reads one of those columns is unknown there.
- A derived table is as complete as the tables that its rows are made from: a rule that reads an
  owner beside it depends on that owner alone, a rule that reads it by itself on all of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ringwall.model.coverage import COVERAGE
from ringwall.model.table import Scope, Table
from ringwall.store.engine import Engine
from ringwall.store.sql import Reads

LISTING = "list"


@dataclass(frozen=True)
class Gap:
    """A hole in one table; `global` as region means the whole account."""

    table: str
    aspect: str
    account_id: str
    region: str
    resource: str
    status: str
    error: str

    @property
    def reason(self) -> str:
        """What was not collected and why, in one line."""
        what = f"{self.table} was not collected: {self.status}"
        return f"{what}: {self.error}" if self.error else what


class Gaps:
    """All gaps of a snapshot, by table."""

    def __init__(self, engine: Engine, tables: Mapping[str, Table]) -> None:
        self._tables = tables
        self._owners: dict[str, set[str]] = {}
        for table in tables.values():
            for derived in table.derived:
                self._owners.setdefault(derived.table, set()).add(table.name)
        self._gaps: dict[str, list[Gap]] = {}
        for gap in _read_gaps(engine):
            self._gaps.setdefault(gap.table, []).append(gap)
        for name, account_id in _never_asked(engine, tables):
            gap = Gap(name, LISTING, account_id, "global", "", "not_collected", "not in snapshot")
            self._gaps.setdefault(name, []).append(gap)

    def touching(self, reads: Reads) -> list[Gap]:
        """Return the gaps that touch a rule which reads these tables and columns."""
        return [
            gap
            for name, columns in reads.items()
            for gap in self._gaps.get(name, ())
            if self._matters(gap, columns, reads)
        ]

    def _matters(self, gap: Gap, columns: Iterable[str], reads: Reads) -> bool:
        if gap.aspect == LISTING:
            return True
        if owners := self._owners.get(gap.table):
            read_owners = owners & reads.keys()
            return gap.aspect in read_owners or not read_owners
        return bool(self._columns_of(gap) & set(columns))

    def _columns_of(self, gap: Gap) -> set[str]:
        """Return the columns that a detail call fills (or the one column that was unreadable)."""
        table = self._tables[gap.table]
        found = {c.name for c in table.columns if c.name == gap.aspect or gap.aspect in c.path}
        return found | ({"tags"} if gap.aspect in table.tags else set())

    def sort(self, reads: Reads, primary: str) -> "Holes":
        """Return what the gaps leave open for a rule whose resources stand in `primary`."""
        wide: list[Hole] = []
        narrow: dict[str, str] = {}
        for gap in self.touching(reads):
            is_derived = gap.table in self._owners
            owner = gap.aspect if is_derived and gap.aspect != LISTING else gap.table
            is_detail = not is_derived and gap.aspect != LISTING
            if owner == primary and (gap.resource or is_detail):
                if is_derived:
                    narrow[gap.resource] = gap.reason
                continue
            scope = self._tables[owner].scope if owner in self._tables else "region"
            # Rows of a derived table go missing with any of its owner's documents.
            hides = primary in {gap.table, ""} and not is_detail
            wide.append(Hole(gap.account_id, gap.region, scope, gap.reason, hides))
        return Holes(tuple(dict.fromkeys(wide)), narrow)


@dataclass(frozen=True)
class Hole:
    """An account and region where a rule cannot tell; `hides` where resources may be missing."""

    account_id: str
    region: str
    scope: Scope
    reason: str
    hides: bool


@dataclass(frozen=True)
class Holes:
    """What a rule cannot tell: whole places, and single resources with the reason."""

    wide: tuple[Hole, ...]
    narrow: Mapping[str, str]


def _read_gaps(engine: Engine) -> Iterable[Gap]:
    rows = engine.rows(
        f"""
        select distinct table_name, aspect, account_id, region, resource, status, error
        from estate.{COVERAGE.name}
        where status <> 'ok' and table_name <> '*'
        """
    )
    for row in rows:
        yield Gap(
            row["table_name"],
            row["aspect"],
            row["account_id"],
            row["region"],
            row["resource"],
            row["status"],
            row["error"],
        )


def _never_asked(engine: Engine, tables: Mapping[str, Table]) -> Iterable[tuple[str, str]]:
    """Yield tables of which the coverage says nothing at all, with every account."""
    rows = engine.rows(f"select distinct table_name, account_id from estate.{COVERAGE.name}")
    asked = {row["table_name"] for row in rows}
    accounts = {row["account_id"] for row in rows}
    for name in sorted(tables.keys() - asked):
        for account_id in sorted(accounts):
            yield name, account_id
