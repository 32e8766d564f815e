"""The simulated organization of the benchmarks: the same for a seed, in order, and readable."""

import gzip
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from event_rows import EventRowMaker
from recorded_events import RecordedEvents
from simulation.apis import APIS
from simulation.bucket import write_flows, write_queries, write_trail
from simulation.names import Estate
from simulation.records import Scene, Session, role_identity
from simulation.stream import Simulation
from simulation.traffic import FIELDS

from ringwall.catalog.loader import load_logs
from ringwall.jobs.logs import ingest_logs
from ringwall.store.home import Home

SMALL = Simulation(seed="t", days=1, principals=40, events_per_day=2_000)


@pytest.fixture(scope="module")
def day() -> list[tuple[float, dict[str, Any]]]:
    return list(SMALL.events())


def test_a_seed_gives_the_same_events_and_another_seed_others(
    day: list[tuple[float, dict[str, Any]]],
) -> None:
    again = list(SMALL.events())
    assert json.dumps(again) == json.dumps(day)
    other = Simulation(seed="u", days=1, principals=40, events_per_day=2_000)
    assert [r["eventID"] for _, r in other.events()] != [r["eventID"] for _, r in day]


def test_events_come_in_the_order_of_time_with_ids_of_their_own(
    day: list[tuple[float, dict[str, Any]]],
) -> None:
    assert len(day) > 1_000
    assert all(before[0] <= after[0] for before, after in pairwise(day))
    assert len({record["eventID"] for _, record in day}) == len(day)


def test_the_reader_takes_each_record(day: list[tuple[float, dict[str, Any]]]) -> None:
    to_row = EventRowMaker(load_logs()["cloudtrail"])
    rows = [to_row(json.loads(json.dumps(record))) for _, record in day]
    assert {row["identity_type"] for row in rows} >= {
        "AssumedRole", "AWSService", "AWSAccount", "IAMUser", "SAMLUser", "WebIdentityUser",
    }  # fmt: skip
    assert {row["event_category"] for row in rows} == {"Management", "Data"}
    assert [row for row in rows if row["principal_arn"] is None] == []
    assert {row["account_id"] for row in rows} == set(SMALL.organization.accounts.values())


def test_the_product_reads_all_of_it(
    day: list[tuple[float, dict[str, Any]]], tmp_path: Path
) -> None:
    write_trail(tmp_path / "logs", day)
    flows = write_flows(tmp_path / "logs", SMALL, 240)
    queries = write_queries(tmp_path / "logs", SMALL, 240)
    Home(tmp_path / "home").make()
    summary = ingest_logs(tmp_path / "home", [tmp_path / "logs"], RecordedEvents())
    assert summary.faults == ()
    assert {name: stored.events for name, stored in summary.tables.items()} == {
        "cloudtrail": len(day), "vpc_flow": flows, "dns_query": queries,
    }  # fmt: skip


@pytest.mark.parametrize("key", APIS)
def test_each_operation_makes_a_record_without_a_gap(key: str) -> None:
    scene = Scene("t", "someone", 0, 0, dict[str, Estate]())
    identity = role_identity("111111111111", "role", "session", scene.random, 0.0)
    session = Session(identity, "111111111111", "203.0.113.9", "agent")
    record = scene.record(session, key, 1.0, "eu-central-1")
    text = json.dumps({**record, "userIdentity": {}})
    assert record["eventName"].startswith(key.partition(":")[2].partition(".")[0])
    assert "{" not in "".join(each for each in _texts(record) if not each.startswith("{")), text


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _texts(inner)]
    return [value] if isinstance(value, str) else []


def test_policies_in_records_are_json() -> None:
    scene = Scene("t", "someone", 0, 0, dict[str, Estate]())
    identity = role_identity("111111111111", "role", "session", scene.random, 0.0)
    session = Session(identity, "111111111111", "203.0.113.9", "agent")
    found = 0
    for key in APIS:
        record = scene.record(session, key, 1.0, "eu-central-1")
        for name in ("assumeRolePolicyDocument", "policyDocument", "policy"):
            text = (record["requestParameters"] or {}).get(name)
            if isinstance(text, str) and text:
                assert json.loads(text)["Version"] == "2012-10-17"
                found += 1
    assert found >= 8


def test_files_lie_as_in_a_bucket_and_say_that_they_are_synthetic(
    day: list[tuple[float, dict[str, Any]]], tmp_path: Path
) -> None:
    files = write_trail(tmp_path, day)
    found = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    assert len(found) == files
    assert [path for path in found if "Synthetic" not in path.name] == []
    first = found[0]
    account, region = first.parts[-7], first.parts[-5]
    records = json.loads(gzip.decompress(first.read_bytes()))["Records"]
    assert {(r["recipientAccountId"], r["awsRegion"]) for r in records} == {(account, region)}


def test_flow_logs_and_query_logs_are_in_the_formats_of_aws(tmp_path: Path) -> None:
    assert write_flows(tmp_path, SMALL, 2_400) == 2_400
    assert write_queries(tmp_path, SMALL, 240) == 240
    flow = next(tmp_path.rglob("*vpcflowlogs_*.gz"))
    header, *lines = gzip.decompress(flow.read_bytes()).decode().splitlines()
    assert header == FIELDS
    assert {len(line.split()) for line in lines} == {len(FIELDS.split())}
    queries = next(tmp_path.rglob("*vpcdnsquerylogs_*.gz"))
    assert "synthetic" in flow.name
    assert "synthetic" in queries.name
    record = json.loads(gzip.decompress(queries.read_bytes()).splitlines()[0])
    assert record["query_name"].endswith(".")
