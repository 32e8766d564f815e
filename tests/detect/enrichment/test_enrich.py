"""Facts of a batch: what is known of its addresses, names and interfaces."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from geo_package import GeoData, Put, network
from mmdb_file import write_mmdb
from stored_logs import read_in, write_trail

from ringwall.catalog.loader import load_logs, load_tables
from ringwall.detect.enrichment.enrich import enrich
from ringwall.detect.enrichment.feeds import Feed
from ringwall.detect.enrichment.intel_list import IntelKind, IntelList
from ringwall.detect.enrichment.intel_store import write_data, write_list
from ringwall.model.errors import BadInput
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.home import Home
from ringwall.store.lake.snapshot import SnapshotWriter

NOW = datetime(2026, 12, 31, tzinfo=UTC)
AT = "2026-12-30T10:00:00Z"
LOGS = load_logs()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def engine() -> Iterator[EmbeddedEngine]:
    rows: dict[str, list[dict[str, Any]]] = {
        "cloudtrail": [
            {"event_time": AT, "source_ip": "192.0.2.7"},
            {"event_time": AT, "source_ip": "AWS Internal"},
            {"event_time": AT, "source_ip": "s3.amazonaws.com"},
        ],
        "vpc_flow": [
            {"event_time": AT, "source_address": "10.0.0.5", "destination_address": "192.0.2.7",
             "packet_source_address": "10.0.0.5"},
            {"event_time": AT, "source_address": "2001:db8::7"},
            {"event_time": AT},
        ],
        "dns_query": [
            {"event_time": AT, "query_name": "x.evil.example.com", "answers": ["198.51.100.9"]},
            {"event_time": AT, "query_name": "", "answers": ["v=spf1 -all", "' or 1=1"]},
            {"event_time": AT, "query_name": "www.example.co.uk", "answers": []},
        ],
        "kubernetes_audit": [{"event_time": AT, "source_addresses": ["203.0.113.1"]}],
    }  # fmt: skip
    with EmbeddedEngine(threads=1) as made:
        for name, table in LOGS.items():
            made.create(table, rows.get(name, ()))
        yield made


def store(home: Home, name: str, kind: IntelKind, *texts: str, age: int = 0) -> None:
    feed = Feed()
    for text in texts:
        feed.add(text)
    about = IntelList(name, kind, name, "text", NOW - timedelta(days=age), timedelta(days=30))
    write_list(home.intel, about, feed)


def ask(engine: EmbeddedEngine, sql: str) -> list[tuple[Any, ...]]:
    return list(engine.stream(sql))


def test_without_lists_and_estate_little_is_known(engine: EmbeddedEngine, home: Home) -> None:
    found = enrich(engine, home, NOW)
    assert (found.addresses, found.names, found.interfaces) == (5, 2, 0)
    assert ask(
        engine,
        "select address, is_private, country, asn, is_tor, is_hosting, is_own, is_trusted, lists "
        "from facts.address order by address",
    ) == [
        ("10.0.0.5", True, *[None] * 5, False, []),
        ("192.0.2.7", False, *[None] * 5, False, []),
        ("198.51.100.9", False, *[None] * 5, False, []),
        ("2001:db8::7", False, *[None] * 5, False, []),
        ("203.0.113.1", False, *[None] * 5, False, []),
    ]
    assert ask(engine, "select * from facts.interface_owner") == []


def test_lists_and_data_files_say_what_is_known(
    engine: EmbeddedEngine, home: Home, tmp_path: Path
) -> None:
    store(home, "feed", "c2", "192.0.2.0/24", "evil.example.com")
    store(home, "exits", "tor_exit", "2001:db8::7")
    store(home, "clouds", "hosting", "198.51.100.0/24")
    store(home, "partners", "trusted", "203.0.113.0/24", "example.co.uk")
    store(home, "old", "c2", "203.0.113.1", age=31)
    path = write_mmdb(tmp_path / "a.mmdb", {"192.0.2.0/24": {"country": {"iso_code": "NL"}}})
    about = IntelList("places", "country", "a.mmdb", "mmdb", NOW, timedelta(days=400))
    write_data(home.intel, about, path.read_bytes())
    notes = enrich(engine, home, NOW).notes
    assert notes == ("list old: too old since 2026-12-30: not used",)
    assert ask(
        engine,
        "select address, country, is_tor, is_hosting, is_trusted, lists, kinds "
        "from facts.address where not is_private order by address",
    ) == [
        ("192.0.2.7", "NL", False, False, False, ["feed"], ["c2"]),
        ("198.51.100.9", None, False, True, False, [], ["hosting"]),
        ("2001:db8::7", None, True, False, False, [], ["tor_exit"]),
        ("203.0.113.1", None, False, False, True, [], ["trusted"]),
    ]
    assert ask(
        engine, "select name, registered_domain, is_trusted, lists from facts.domain order by 1"
    ) == [
        ("www.example.co.uk", "example.co.uk", True, []),
        ("x.evil.example.com", "example.com", False, ["feed"]),
    ]


def test_a_package_says_what_files_of_the_user_do_not(
    engine: EmbeddedEngine, home: Home, tmp_path: Path, put_geo_package: Put
) -> None:
    here, there = network("DE", 64500, "HERE"), network("DE", 64501, "THERE")
    put_geo_package(GeoData(networks={"192.0.2.7": here, "203.0.113.1": there}))
    asked = (
        "select address, country, asn, as_name from facts.address where asn is not null order by 1"
    )
    assert enrich(engine, home, NOW).notes == ()
    assert ask(engine, asked) == [
        ("192.0.2.7", "DE", 64500, "HERE"),
        ("203.0.113.1", "DE", 64501, "THERE"),
    ]
    path = write_mmdb(tmp_path / "a.mmdb", {"192.0.2.0/24": {"country": {"iso_code": "NL"}}})
    about = IntelList("places", "country", "a.mmdb", "mmdb", NOW, timedelta(days=400))
    write_data(home.intel, about, path.read_bytes())
    enrich(engine, home, NOW)
    assert ask(engine, asked) == [
        ("192.0.2.7", "NL", 64500, "HERE"),
        ("203.0.113.1", None, 64501, "THERE"),
    ]


def test_a_package_that_is_too_old_is_told_and_not_asked(
    engine: EmbeddedEngine, home: Home, put_geo_package: Put
) -> None:
    data = GeoData("2020-01-01", {"192.0.2.7": network("DE", 64500, "HERE")})
    put_geo_package(data)
    assert enrich(engine, home, NOW).notes == (
        "list packaged-country: too old since 2021-02-04: not used",
        "list packaged-asn: too old since 2021-02-04: not used",
    )
    assert ask(engine, "select count(*) from facts.address where asn is not null") == [(0,)]


def test_own_addresses_are_those_of_the_estate(engine: EmbeddedEngine, home: Home) -> None:
    writer = SnapshotWriter(home.estate, load_tables())
    writer.add("ec2_eip", [
        {"arn": "a", "account_id": "1", "region": "r", "public_ip": "192.0.2.7"},
    ])  # fmt: skip
    writer.finish("test", {"1": "one"}, ("r",))
    enrich(engine, home, NOW)
    own = ask(engine, "select address from facts.address where is_own")
    assert own == [("192.0.2.7",)]
    assert ask(engine, "select count(*) from facts.address where is_own is null") == [(0,)]


def test_an_account_that_any_log_ever_had_is_own_whatever_the_batch_has(
    engine: EmbeddedEngine, home: Home, tmp_path: Path
) -> None:
    a, b, c, d = "111111111111", "222222222222", "333333333333", "444444444444"
    event = {"eventTime": AT, "eventSource": "s", "eventName": "X"}
    events = [event | {"eventID": account, "recipientAccountId": account} for account in (c, b, a)]
    read_in(home.logs, write_trail(tmp_path / "old.json.gz", *events))
    writer = SnapshotWriter(home.estate, load_tables())
    writer.add("account_account", [{"arn": "d", "account_id": d, "region": "r"}])
    writer.finish("test", {a: "one"}, ("r",))
    enrich(engine, home, NOW, {"cloudtrail"})
    assert ask(engine, "select account_id, source from facts.own_account order by 1") == [
        (a, "logs"), (b, "logs"), (c, "logs"), (d, "estate"),
    ]  # fmt: skip


def test_an_account_that_the_organization_does_not_list_is_foreign_whatever_logs_say(
    engine: EmbeddedEngine, home: Home, tmp_path: Path
) -> None:
    own, stranger = "111111111111", "666666666666"
    event = {"eventTime": AT, "eventSource": "s", "eventName": "X", "eventID": "e"}
    path = write_trail(tmp_path / "in.json.gz", event | {"recipientAccountId": stranger})
    read_in(home.logs, path)
    writer = SnapshotWriter(home.estate, load_tables())
    writer.add("organizations_account", [{"arn": "o", "account_id": own, "region": "r"}])
    writer.finish("test", {own: "one"}, ("r",))
    found = enrich(engine, home, NOW, {"cloudtrail"})
    assert ask(engine, "select account_id from facts.own_account") == [(own,)]
    assert [note for note in found.notes if stranger in note and "foreign" in note]


def test_only_the_tables_that_are_shown_are_asked(home: Home) -> None:
    with EmbeddedEngine(threads=1) as engine:
        engine.create(LOGS["waf_request"], [{"event_time": AT, "client_address": "192.0.2.7"}])
        assert enrich(engine, home, NOW, {"waf_request"}).addresses == 1
        assert enrich(engine, home, NOW, ()).addresses == 0


def test_a_damaged_list_is_refused(engine: EmbeddedEngine, home: Home) -> None:
    store(home, "feed", "c2", "192.0.2.0/24")
    (home.intel / "feed" / "list.json").write_text("{")
    with pytest.raises(BadInput, match="damaged"):
        enrich(engine, home, NOW)
