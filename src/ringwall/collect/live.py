"""Collection: every service in every account and region, in parallel, into one snapshot."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field, replace
from itertools import islice

from ringwall.collect.source import GLOBAL, ReadOptions, Source
from ringwall.collect.unit import Unit, collect_unit, mark_skipped
from ringwall.collect.workers import Workers
from ringwall.model.coverage import Coverage
from ringwall.model.errors import BadInput
from ringwall.model.status import Status
from ringwall.model.table import Demand, Table
from ringwall.store.lake.parts import CollectedAccounts
from ringwall.store.lake.snapshot import Snapshot, SnapshotWriter

READ_AHEAD = 4
"""Units that wait for each worker."""


@dataclass(frozen=True)
class Target:
    """What to collect. `disabled` maps an account to its regions that are not enabled."""

    accounts: Mapping[str, str]
    """Account id to name."""
    regions: tuple[str, ...]
    services: frozenset[str] = frozenset()
    """Names of services; empty means all of them."""
    root: str = ""
    """The account that answers for the organization; '' where none can be asked."""
    disabled: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unlisted: Mapping[str, tuple[Status, str]] = field(default_factory=dict)
    """The accounts that do not tell which regions they have, and how that call went."""
    left_out: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """What of an account is not to be read: its other regions; `global` for those that are not
    known, or for the account as a whole."""
    demands: Mapping[str, Mapping[str, tuple[Demand, ...]]] = field(default_factory=dict)
    """By table and account, what the plan of a blueprint needs; nothing where none is planned."""


@dataclass(frozen=True)
class Progress:
    """What others need to know: how many units there are, each as it ends, and each account."""

    start: Callable[[int], None] = lambda _: None
    advance: Callable[[Unit], None] = lambda _: None
    leave: Callable[[str], None] = lambda _: None
    """Called with an account that was read to its end: what it needed is not needed any more."""


def collect(
    target: Target,
    tables: Mapping[str, Table],
    source: Source,
    writer: SnapshotWriter,
    *,
    workers: int = 8,
    progress: Progress | None = None,
    parts: CollectedAccounts | None = None,
) -> Snapshot:
    """Read everything the target names and return the finished snapshot.

    A call that fails is a row of `estate.coverage`; anything else that goes wrong leaves no
    snapshot behind and is raised. Accounts that `parts` has were read before, and are not read
    again; it keeps each account that is read to its end, until there is a snapshot.
    """
    progress = progress or Progress()
    with writer:
        if not target.accounts:
            raise BadInput("there is no account to collect")
        writer.add_coverage(mark_left_out(target, tables))
        done = parts.finished if parts else frozenset[str]()

        def plan() -> Iterator[Unit]:
            return (unit for unit in plan_units(target, tables) if unit.account_id not in done)

        progress.start(sum(1 for _ in plan()))
        with Workers(workers, "unit") as pool, Workers(workers, "detail") as details:
            options = ReadOptions(details.map)
            left = UnitsLeft(plan())

            def read(unit: Unit) -> None:
                files = parts.files(unit.account_id) if parts else writer
                files.add_coverage(collect_unit(unit, source, files.add, options))

            try:
                for unit in _read_all(plan(), read, pool, READ_AHEAD * workers):
                    progress.advance(unit)
                    if left.finish(unit):
                        if parts:
                            parts.finish(unit.account_id)
                        progress.leave(unit.account_id)
            finally:  # where one fails, or the user interrupts, the others stop at once
                options.stop.set()
        if parts:
            parts.append_to(writer.files)
        snapshot = writer.finish(source.name, target.accounts, target.regions)
    if parts:
        parts.remove()
    return snapshot


def _read_all(
    units: Iterable[Unit], read: Callable[[Unit], None], pool: Executor, ahead: int
) -> Iterator[Unit]:
    """Read the units in parallel and yield each as it ends; few wait, however many there are."""
    running: dict[Future[None], Unit] = {}
    waiting = iter(units)
    while True:
        for unit in islice(waiting, ahead - len(running)):
            running[pool.submit(read, unit)] = unit
        if not running:
            return
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            future.result()
            yield running.pop(future)


class UnitsLeft:
    """Counts the units that are left in each account."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._left = Counter(unit.account_id for unit in units)

    def finish(self, unit: Unit) -> bool:
        """Return whether the unit was the last one of its account."""
        self._left[unit.account_id] -= 1
        return not self._left[unit.account_id]


def plan_units(target: Target, tables: Mapping[str, Table]) -> Iterator[Unit]:
    """Yield the units to read, account by account, so that few accounts are open at a time.

    The largest come first: those that belong to no region.
    """
    wanted = [t for t in tables.values() if _is_always_read(t) and _is_selected(t, target)]
    demanded = [t for t in tables.values() if t.demanded and _is_selected(t, target)]
    if target.root:
        yield from _units(target.root, GLOBAL, wanted, "organization")
    for account in target.accounts:
        needed = [
            _meet(table, demands)
            for table in demanded
            if (demands := target.demands.get(table.name, {}).get(account))
        ]
        yield from _units(account, GLOBAL, [*wanted, *needed], "account")
        for region in target.regions:
            if region not in target.disabled.get(account, frozenset()):
                yield from _units(account, region, wanted, "region")


def _is_selected(table: Table, target: Target) -> bool:
    return not target.services or table.service in target.services


def _is_always_read(table: Table) -> bool:
    return not (table.is_derived or table.demanded)


def _meet(table: Table, demands: tuple[Demand, ...]) -> Table:
    """Return a table that reads what is demanded of it, as others read all that they have."""
    if table.demanded is None:
        return table
    read = table.demanded.read
    return replace(table, demanded=None, fetch=lambda reader: read(reader, demands))


def _units(account: str, region: str, tables: Iterable[Table], scope: str) -> Iterator[Unit]:
    services: dict[str, list[Table]] = {}
    for table in tables:
        if table.scope == scope:
            services.setdefault(table.service, []).append(table)
    for service, found in services.items():
        yield Unit(account, region, service, tuple(found))


def mark_left_out(target: Target, tables: Mapping[str, Table]) -> Iterator[Coverage]:
    """Yield the coverage of what is left out on purpose, or does not exist, or is not known."""
    every = [t for t in tables.values() if _is_always_read(t)]
    left_out = [t for t in every if not _is_selected(t, target)]
    places = [(region, left_out, "not selected by --services") for region in target.regions]
    places = places or [(GLOBAL, every, "no Region was read")]
    for account in target.accounts:
        if account in target.unlisted:
            status, error = target.unlisted[account]
            yield Coverage(account, GLOBAL, "*", "region", status, error=error)
        for region in sorted(target.disabled.get(account, frozenset()) & set(target.regions)):
            yield Coverage(account, region, "*", "region", "region_disabled", calls=0)
        for unit in _units(account, GLOBAL, left_out, "account"):
            yield from mark_skipped(unit, "not_collected", "not selected by --services")
        for region, skipped, reason in places:
            for unit in _units(account, region, skipped, "region"):
                yield from mark_skipped(unit, "not_collected", reason)
    yield from _mark_places(target)
    scope = [t for t in tables.values() if t.scope == "organization" and not t.is_derived]
    reason = "no account of this run can read AWS Organizations"
    if target.root:
        scope = [t for t in scope if t in left_out]
        reason = "not selected by --services"
    for unit in _units(target.root or next(iter(target.accounts)), GLOBAL, scope, "organization"):
        yield from mark_skipped(unit, "not_collected", reason)


def _mark_places(target: Target) -> Iterator[Coverage]:
    """Yield the coverage of the regions and the accounts that are left out on purpose."""
    for account, regions in target.left_out.items():
        reason = f"not selected by --{'regions' if account in target.accounts else 'accounts'}"
        for region in sorted(regions):
            yield Coverage(account, region, "*", "region", "not_collected", calls=0, error=reason)
