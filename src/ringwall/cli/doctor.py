"""`ringwall doctor`: what would stay unknown, before anything is collected."""

import platform
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from ringwall import __version__
from ringwall.audit.gaps import Gaps
from ringwall.aws.discover import discover
from ringwall.aws.session import Sessions
from ringwall.catalog.loader import load_rules, load_tables
from ringwall.cli.options import Access, Folders, Many, Where, split_list
from ringwall.cli.say import clean, show_progress
from ringwall.cli.wire import choose_target, open_sessions
from ringwall.collect.api import ApiSource
from ringwall.collect.live import Target, plan_units
from ringwall.collect.probe import probe_unit
from ringwall.collect.source import GLOBAL
from ringwall.collect.unit import Unit
from ringwall.model.coverage import COVERAGE, Coverage
from ringwall.model.errors import DamagedSnapshot, NotCollected
from ringwall.model.rule import Rule
from ringwall.model.table import Table
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.engine.reads import find_reads
from ringwall.store.home import Home
from ringwall.store.lake.snapshot import check_snapshot, open_snapshot

EXIT_UNKNOWN = 2
WORKERS = 8


def doctor(
    *,
    accounts: Many = (),
    regions: Many = (),
    access: Access | None = None,
    where: Where | None = None,
    folders: Folders | None = None,
) -> int:
    """Check credentials, permissions and regions, and say which rules would say unknown.

    Makes one call of each kind in each account and region, reads only. Exit 2 where something
    would stay unknown.

    Parameters
    ----------
    accounts
        Account ids or names; all accounts of the organization where none is named.
    regions
        Regions; all enabled ones where none is named.
    """
    print(f"ringwall {__version__}, Python {platform.python_version()}")
    is_whole = _check_home((where or Where()).open())
    sessions = open_sessions(access or Access())
    identity = sessions.identity()
    print(f"credentials  {identity.arn}")
    found = discover(sessions)
    count = f"{len(found.active)} active accounts, {len(found.accounts)} in all"
    print(f"accounts     {count}, by the word of the {found.source}")
    if found.reason:
        print(f"organization not readable: {clean(found.reason)}")
    target = choose_target(sessions, found, split_list(accounts), split_list(regions), frozenset())
    print(f"regions      {', '.join(target.regions)}")
    tables = load_tables()
    failures = [row for row in _probe(sessions, target, tables) if row.status != "ok"]
    _print_failures(failures)
    rules = load_rules(*(folders or Folders()).rules)
    blind = _find_blind(failures, rules.values(), tables)
    for rule, reason in blind.items():
        print(f"UNKNOWN {rule}  {clean(reason)}")
    print(f"{len(rules) - len(blind)} of {len(rules)} rules can tell everywhere")
    return EXIT_UNKNOWN if failures or not is_whole else 0


def _check_home(home: Home) -> bool:
    try:
        snapshot = open_snapshot(home.estate)
        check_snapshot(snapshot)
    except NotCollected:
        print(f"home         {home.path}: no snapshot yet")
    except DamagedSnapshot as error:
        print(f"home         {error}")
        return False
    else:
        print(f"home         {home.path}: current snapshot {snapshot.id}, files as written")
    return True


def _probe(sessions: Sessions, target: Target, tables: dict[str, Table]) -> list[Coverage]:
    source = ApiSource(sessions.reader, sessions.home_region)

    def ask(unit: Unit) -> tuple[Coverage, ...]:
        return probe_unit(unit, source)

    units = list(plan_units(target, tables))
    with show_progress("doctor") as bar, ThreadPoolExecutor(WORKERS) as pool:
        task = bar.add_task("", total=len(units))
        rows: list[Coverage] = []
        for found in pool.map(ask, units):
            rows.extend(found)
            bar.advance(task)
    return rows


def _print_failures(failures: Iterable[Coverage]) -> None:
    for row in sorted(failures, key=lambda r: (r.account_id, r.region, r.table_name)):
        what = row.table_name if row.aspect == "list" else f"{row.table_name}.{row.aspect}"
        print(f"{row.status:15} {row.account_id} {row.region} {what}  {clean(row.error)}")


def _find_blind(
    failures: list[Coverage], rules: Iterable[Rule], tables: dict[str, Table]
) -> dict[str, str]:
    """Return the rules that could not tell somewhere, each with the first reason."""
    with EmbeddedEngine(threads=1) as engine:
        answered = [Coverage("", GLOBAL, name, "list", "ok") for name in tables]
        engine.create(COVERAGE, (vars(row) for row in (*answered, *failures)))
        gaps = Gaps(engine, tables)
    blind = {}
    for rule in rules:
        touching = gaps.touching(find_reads(rule.sql, tables.values()))
        if touching:
            blind[rule.id] = touching[0].reason
    return blind
