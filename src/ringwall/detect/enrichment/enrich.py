"""Makes the tables of facts that detections join, for the logs that an engine shows."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ringwall.catalog.loader import load_batch_facts, load_logs
from ringwall.detect.enrichment.indicators import read_address
from ringwall.detect.enrichment.intel_list import THREATS, IntelList
from ringwall.detect.enrichment.intel_store import data_file, read_lists
from ringwall.detect.enrichment.lookup import IntelLookup, make_lookup
from ringwall.detect.enrichment.own_accounts import list_own_accounts
from ringwall.detect.enrichment.own_estate import OwnEstate, read_own_estate
from ringwall.detect.enrichment.packaged_places import choose_packaged, open_packaged
from ringwall.detect.enrichment.places import PlaceFiles
from ringwall.detect.enrichment.private_addresses import is_private
from ringwall.detect.enrichment.registered_domain import find_registered
from ringwall.detect.enrichment.word_model import measure_surprise
from ringwall.model.errors import BadInput
from ringwall.model.table import Row, Table
from ringwall.store.engine.protocol import Engine
from ringwall.store.home import Home
from ringwall.store.lake.log_ledger import LogLedger

NAMES = (("dns_query", "query_name"), ("firewall_event", "host"))
"""The tables and columns that have names of hosts."""
MOST_NAMED = 5
"""Foreign accounts that a note names."""


@dataclass(frozen=True)
class Enrichment:
    """How much was looked up. `notes` say what is not known, and why."""

    addresses: int
    names: int
    interfaces: int
    notes: tuple[str, ...]


def enrich(
    engine: Engine, home: Home, now: datetime, shown: Collection[str] | None = None
) -> Enrichment:
    """Create facts in the engine: address, domain, interface_owner and own_account.

    `shown` names the tables of logs that the engine shows, all if left out. `now` (with its time
    zone) decides which lists still count. BadInput where a list or a data file is damaged.
    """
    logs = {
        name: table
        for name, table in load_logs().items()
        if (shown is None or name in shown) and "event_time" in {c.name for c in table.columns}
    }
    tables = load_batch_facts()
    lists, damaged = read_lists(home.intel)
    if damaged:
        raise BadInput(damaged[0])
    names = _read_distinct(engine, [
        f"select {column} as value from logs.{name}" for name, column in NAMES if name in logs
    ])  # fmt: skip
    found = _read_distinct(engine, list(_select_addresses(logs.values())))
    # The others are names of services, or `AWS Internal`.
    addresses = {text: address for text in found if (address := read_address(text))}
    lookup = make_lookup(home.intel, lists, names, now)
    own = read_own_estate(home.estate, *_find_span(engine, logs))
    engine.create(tables["domain"], _make_domains(names, lookup))
    packaged = choose_packaged(lists, now)
    files = PlaceFiles(
        *_find_files(home.intel, lists, now),
        others=[open_packaged(one for one in packaged if one.counts_at(now))] if packaged else (),
    )
    try:
        rows = _make_addresses(addresses, lookup, own, files)
        engine.create(tables["address"], rows)
    finally:
        files.close()
    engine.create(tables["interface_owner"], own.interfaces)
    accounts = LogLedger(home.logs).read_accounts()
    engine.create(
        tables["own_account"],
        list_own_accounts(own.accounts, accounts, is_whole=own.lists_organization),
    )
    strangers = sorted(accounts - own.accounts) if own.lists_organization else []
    stale = [
        f"list {one.name}: {one.describe_age(now)}"
        for one in (*lists, *packaged)
        if not one.counts_at(now)
    ]
    notes = (*stale, *own.notes, *_tell_strangers(strangers))
    return Enrichment(len(addresses), len(names), len(own.interfaces), notes)


def _tell_strangers(accounts: Sequence[str]) -> Iterator[str]:
    if accounts:
        more = f" and {len(accounts) - MOST_NAMED} more" * (len(accounts) > MOST_NAMED)
        yield (
            "logs have records of accounts that the organization does not list: "
            f"{', '.join(accounts[:MOST_NAMED])}{more}; they count as foreign until "
            "`ringwall collect` finds them"
        )


def _select_addresses(logs: Iterable[Table]) -> Iterator[str]:
    """Yield a query for each column of logs that has addresses."""
    for table in logs:
        for column in table.all_columns:
            name = column.name
            if column.type == "TEXT" and (name == "source_ip" or name.endswith("_address")):
                yield f"select {name} as value from {table.full_name}"
            elif name in {"answers", "source_addresses"}:
                yield f"select unnest({name}) as value from {table.full_name}"


def _read_distinct(engine: Engine, queries: Sequence[str]) -> list[str]:
    if not queries:
        return []
    union = " union all ".join(queries)
    sql = f"select distinct value from ({union}) where value <> '' order by value"
    return [value for (value,) in engine.stream(sql)]


def _find_span(engine: Engine, logs: Collection[str]) -> tuple[datetime | None, datetime | None]:
    """Return the times of the first and the last record in the logs, None where there is none."""
    queries = [
        f"select min(event_time) as first, max(event_time) as last from logs.{n}" for n in logs
    ]
    if not queries:
        return None, None
    union = " union all ".join(queries)
    found = engine.rows(f"select min(first) as first, max(last) as last from ({union})")
    return found[0]["first"], found[0]["last"]


def _find_files(intel: Path, lists: Iterable[IntelList], now: datetime) -> Iterator[Path]:
    """Yield the data files that count, the youngest of a kind first."""
    found = [one for one in lists if one.kind in {"country", "asn"} and one.counts_at(now)]
    for one in sorted(found, key=lambda one: (one.kind, -one.made.timestamp())):
        yield data_file(intel, one)


def _make_domains(names: Iterable[str], lookup: IntelLookup) -> Iterator[Row]:
    for name in names:
        lists = lookup.find_domain(name)
        registered = find_registered(name)
        yield {
            "name": name,
            "registered_domain": registered,
            "surprise": measure_surprise(registered.partition(".")[0]),
            **_name_lists(lists),
        }


def _name_lists(lists: Iterable[IntelList]) -> Row:
    return {
        "is_trusted": any(one.kind == "trusted" for one in lists),
        "lists": [one.name for one in lists if one.kind in THREATS],
        "kinds": sorted({one.kind for one in lists}),
    }


def _make_addresses(
    addresses: Mapping[str, tuple[int, int]], lookup: IntelLookup, own: OwnEstate, files: PlaceFiles
) -> Iterator[Row]:
    knows_tor = lookup.has_kind("tor", "tor_exit")
    knows_hosting = lookup.has_kind("hosting", "vpn")
    for text, address in sorted(addresses.items(), key=lambda item: item[1]):
        lists = lookup.find_address(*address)
        kinds = {one.kind for one in lists}
        private = is_private(*address)
        yield {
            "address": text,
            **vars(files.find(text, *address)),
            "is_tor": True if kinds & {"tor", "tor_exit"} else False if knows_tor else None,
            "is_hosting": True if kinds & {"hosting", "vpn"} else False if knows_hosting else None,
            "is_own": None if own.addresses is None else text in own.addresses,
            "is_private": private,
            **_name_lists(lists),
        }
