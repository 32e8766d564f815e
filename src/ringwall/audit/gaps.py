"""Where a rule's evidence is incomplete: rows that are missing are not evidence.

A gap is a row of `estate.coverage` that is not ok. It touches a rule that reads the table:

- A failed list call, or a table that the snapshot lacks: every resource of that account and
  region (a call made once per account: of all its regions; of the organization: everywhere).
- A failed detail call: its columns are NULL already, so a verdict on that very resource is left to
  SQL's three-valued logic. A rule that looks at the resource from elsewhere (an account's verdict
  over its trails) and reads one of those columns is unknown there.
- A row that was left out of a list, since it does not say what it is about: the other rows of the
  list are judged, one that was there before is not gone, and what is concluded from the whole list
  is unknown.
- A derived table is as complete as the tables that its rows are made from: a rule that reads an
  owner beside it depends on that owner alone, a rule that reads it by itself on all of them. The
  same holds for facts and the resources that they are about; reasoners report what else is missing.

A region that is not enabled, or where the service does not exist, holds nothing: it is no gap. Nor
is a region or an account that was left out on purpose, but where it may hold evidence about
another resource: the databases of an account, in a verdict on the account.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from ringwall.audit.unknowns import Spared, UnknownArea, Unknowns
from ringwall.model.coverage import COVERAGE, ROW
from ringwall.model.table import GUARDED, RUNNING, Schema, Table
from ringwall.store.engine.protocol import Engine
from ringwall.store.engine.reads import Reads
from ringwall.store.lake.uncollected import find_uncollected

LISTING = "list"
ANY_ACCOUNT = "*"
"""Stands for every account of the organization: those too that could not be listed."""
LISTS_ACCOUNTS = ("organizations_organization", "organizations_account")
"""Where one of these was not read, there may be accounts of which nothing is known."""


@dataclass(frozen=True)
class Gap:
    """What is missing of one table; `global` as region means the whole account.

    Gaps of single resources count as one where they went the same way; `resource` is one of them.
    """

    table: str
    aspect: str
    account_id: str
    region: str
    resource: str
    status: str
    error: str
    schema: Schema = "estate"
    is_row: bool = False
    """Whether facts are in doubt because of a row that was left out."""

    @property
    def reason(self) -> str:
        """What was not collected and why, in one line."""
        name = f"{self.schema}.{self.table}"
        if self.status == "failed" and self.error:
            return f"{name} could not be read: {self.error}"
        # "was not collected: not_collected" would say the same twice.
        status = "" if self.status == "not_collected" and self.error else self.status
        return ": ".join(filter(None, (f"{name} was not collected", status, self.error)))


class Gaps:
    """All gaps of a snapshot, by table."""

    def __init__(self, engine: Engine, tables: Mapping[str, Table]) -> None:
        self._tables = tables
        self._owners: dict[str, set[str]] = {}
        for table in tables.values():
            for derived in table.derived:
                self._owners.setdefault(derived.table, set()).add(table.name)
        self._locations = _read_locations(engine)
        self._left_out = tuple(_read_left_out(engine))
        self._gaps: dict[str, list[Gap]] = {}
        self._weighed: dict[str, list[Gap]] = {}
        for gap in _read_gaps(engine):
            self._gaps.setdefault(gap.table, []).append(gap)
        for name, account_id, region in sorted(find_uncollected(engine, tables.values())):
            gap = Gap(name, LISTING, account_id, region, "", "not_collected", "not in snapshot")
            self._gaps.setdefault(name, []).append(gap)
            for derived in self._tables[name].derived:
                lost = replace(gap, table=derived.table, aspect=name)
                self._gaps.setdefault(derived.table, []).append(lost)
        self._lose_facts()

    def _lose_facts(self) -> None:
        """Note what is missing of facts: those about what could not be listed, and parts of others.

        INVARIANT: the reasoner weighs every gap in what it reads: where a fact depends on it, the
        row says that it is not known. Only rows that are missing cannot say so.
        """
        for table in self._tables.values():
            about = set(expand_sources(table.about, self._tables))
            for source in sorted(about | set(expand_sources(table.sources, self._tables))):
                if source in about:
                    self._owners.setdefault(table.name, set()).add(source)
                for gap in self._gaps.get(source, ()):
                    if gap.aspect in {LISTING, ROW} and source in about:
                        self._gaps.setdefault(table.name, []).append(_lose(table, gap))
                    else:
                        self._weighed.setdefault(table.name, []).append(gap)

    def is_collected(self, tables: Iterable[str], account_id: str, region: str) -> bool:
        """Whether an account and region were collected at all, for rows of these tables.

        A collection of some accounts or regions says nothing of the others: what is not among its
        rows there is not gone.
        """
        scopes = {self._tables[name].scope for name in tables if name in self._tables}
        if not account_id or scopes == {"organization"}:
            return True
        if "region" in scopes and region not in {"global", ""}:
            return (account_id, region) in self._locations
        return any(account_id == location[0] for location in self._locations)

    def touching(self, reads: Reads) -> list[Gap]:
        """Return the gaps that touch a rule which reads these tables and columns."""
        weighed = [
            gap
            for name in reads
            for gap in self._weighed.get(name, ())
            if self._is_behind(name, gap, reads)
        ]
        return [*self._unweighed(reads), *weighed]

    def _is_behind(self, facts: str, gap: Gap, reads: Reads) -> bool:
        """Whether facts that a rule reads may be concluded from what is missing.

        Who has access to a resource follows from its own policy, and from those of its service (an
        access point's bucket), not from what guards the resources of others.
        """
        if GUARDED not in self._tables[facts].about or not self._is_about_access(gap):
            return True
        owners = self._owners[facts] & reads.keys()
        services = {self._tables[name].service for name in owners}
        return not owners or self._tables[gap.table].service in services

    def _unweighed(self, reads: Reads) -> list[Gap]:
        """Return the gaps that no row tells of."""
        return [
            gap
            for name, columns in reads.items()
            for gap in self._gaps.get(name, ())
            if self._matters(gap, columns, reads)
        ]

    def _matters(self, gap: Gap, columns: Iterable[str], reads: Reads) -> bool:
        if gap.aspect in {LISTING, ROW}:
            return True
        owners = self._owners.get(gap.table, set())
        if gap.aspect in owners:
            read_owners = owners & reads.keys()
            return gap.aspect in read_owners or not read_owners
        return bool(self._columns_of(gap) & set(columns))

    def _columns_of(self, gap: Gap) -> set[str]:
        """Return the columns that a detail call fills (or the one column that was unreadable)."""
        table = self._tables[gap.table]
        paths = {column.name: column.path for column in table.columns} | {"tags": table.tags}
        found = {name for name, path in paths.items() if gap.aspect in re.findall(r"\w+", path)}
        return found | {gap.aspect, "raw"}

    def find_unknowns(
        self, reads: Reads, primary: str | Collection[str], *, looks_elsewhere: bool = False
    ) -> Unknowns:
        """Return what the gaps leave open for a rule whose resources are rows of `primary`.

        That is one table or several (a union), or none where it cannot be determined.
        `looks_elsewhere` is said of a rule that looks in other accounts than a resource's own.
        """
        primaries = {primary} - {""} if isinstance(primary, str) else set(primary)
        areas: list[UnknownArea] = []
        calls: list[tuple[str, str]] = []
        details: list[tuple[str, str]] = []
        for gap in self._unweighed(reads):
            is_derived = gap.aspect in self._owners.get(gap.table, set())
            owner = gap.aspect if is_derived else gap.table
            is_detail = not is_derived and gap.aspect not in {LISTING, ROW}
            if owner in primaries and is_detail:
                details.append((gap.table, gap.aspect))
            if owner in primaries and (is_detail or (gap.resource and is_derived)):
                # The raw answer of a resource is not NULL where one of its calls failed.
                if gap.resource and (is_derived or "raw" in reads[gap.table]):
                    calls.append((gap.table, gap.aspect))
                    continue
                if is_detail and "raw" not in reads[gap.table]:
                    continue
            scope = self._tables[owner].scope if owner in self._tables else "region"
            # Rows of a derived table go missing with any of its owner's documents.
            hides = not is_detail and (not primaries or gap.table in primaries)
            spares: Spared = ""
            if owner in primaries or gap.table in primaries:
                spares = "all" if gap.aspect == ROW else "failures" if gap.is_row else ""
            areas.append(UnknownArea(gap.account_id, gap.region, scope, gap.reason, hides, spares))
        weighed = (gap for name in reads for gap in self._weighed.get(name, ()))
        details.extend((gap.table, gap.aspect) for gap in weighed if self._is_about_access(gap))
        if looks_elsewhere or not any(self._is_of_accounts(name) for name in primaries):
            areas.extend(self._find_unlisted(reads))
        areas.extend(self._find_left_out(reads, primaries, looks_elsewhere=looks_elsewhere))
        return Unknowns(
            tuple(dict.fromkeys(areas)),
            tuple(dict.fromkeys(calls)),
            tuple(dict.fromkeys(details)),
        )

    def _is_about_access(self, gap: Gap) -> bool:
        """Whether a detail call tells what guards a resource: without it, facts on it are NULL."""
        table = self._tables[gap.table]
        columns = {table.policy, *(table.share.columns if table.share else ())}
        return gap.aspect not in {LISTING, ROW} and bool(self._columns_of(gap) & columns)

    def _is_of_accounts(self, name: str) -> bool:
        """Whether the rows of a table are of one account each, and not of the organization."""
        table = self._tables.get(name)
        return table is None or table.scope != "organization" or bool(table.account)

    def _find_unlisted(self, reads: Reads) -> Iterable[UnknownArea]:
        """Yield why there may be accounts of which nothing was read, if that matters to a rule."""
        if any(self._is_of_accounts(name) for name in reads):
            for name in LISTS_ACCOUNTS:
                for gap in self._gaps.get(name, ()):
                    if gap.aspect in {LISTING, ROW}:
                        yield UnknownArea(ANY_ACCOUNT, "global", "account", gap.reason)

    def _find_left_out(
        self, reads: Reads, primaries: Collection[str], *, looks_elsewhere: bool
    ) -> Iterable[UnknownArea]:
        """Yield what was left out and may hold evidence about resources that were read."""
        scopes = {self._tables[n].scope for n in primaries if n in self._tables}
        if "region" in scopes and not looks_elsewhere:
            return  # what is in a region is judged by what is there
        for name in sorted(reads.keys() - set(primaries)):
            table = self._tables[name]
            if table.schema != "estate" or table.is_derived or table.scope == "organization":
                continue
            for place in self._left_out:
                if table.scope == "region" or place.region == "global":
                    gap = replace(place, table=name)
                    yield UnknownArea(gap.account_id, gap.region, table.scope, gap.reason)


def _lose(table: Table, gap: Gap) -> Gap:
    """Return the gap of facts that a gap in what they are about leaves."""
    is_row = gap.aspect == ROW
    return replace(
        gap,
        table=table.name,
        aspect=gap.table,
        schema=table.schema,
        # A row that was left out may matter for what is concluded on any other.
        resource="" if is_row else gap.resource,
        is_row=is_row,
    )


def expand_sources(sources: Iterable[str], tables: Mapping[str, Table]) -> tuple[str, ...]:
    """Return the tables that a table of facts names as sources, those of a kind by their names."""
    found: list[str] = []
    for source in sources:
        if source == GUARDED:
            found.extend(table.name for table in tables.values() if table.is_guarded)
        elif source == RUNNING:
            found.extend(name for table in tables.values() for name in table.roles_from)
        else:
            found.append(source)
    return tuple(dict.fromkeys(found))


def _read_gaps(engine: Engine) -> Iterable[Gap]:
    rows = engine.rows(
        f"""
        select table_name, aspect, account_id, region, status,
          min(resource) as resource, min(error) as error
        from estate.{COVERAGE.name}
        where status <> 'ok' and table_name <> '*'
          and not (aspect = '{LISTING}' and status = 'region_disabled' and region <> 'global')
        group by table_name, aspect, account_id, region, status, resource = ''
        order by all
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


def _read_left_out(engine: Engine) -> Iterable[Gap]:
    """Yield the regions that were left out on purpose; `global` for a whole account."""
    rows = engine.rows(
        f"""
        select account_id, region, status, error
        from estate.{COVERAGE.name}
        where table_name = '*' and status = 'not_collected'
        order by all
        """
    )
    for row in rows:
        yield Gap("*", LISTING, row["account_id"], row["region"], "", row["status"], row["error"])


def _read_locations(engine: Engine) -> frozenset[tuple[str, str]]:
    """Return the accounts and regions that the snapshot was asked for."""
    rows = engine.rows(
        f"""
        select distinct account_id, region
        from estate.{COVERAGE.name}
        where table_name <> '*' or status = 'region_disabled'
        """
    )
    return frozenset((row["account_id"], row["region"]) for row in rows)
