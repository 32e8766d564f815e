"""The activity of principals by the hour, as logs have it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from ringwall.catalog.loader import load_batch_facts, load_logs
from ringwall.detect.baselines.activity import LONGEST, cut, name_peers, read_activity
from ringwall.store.engine.embedded import EmbeddedEngine

ROLE = "arn:aws:iam::111111111111:role/web"
FIRST, UNTIL = datetime(2026, 1, 1), datetime(2026, 1, 2)  # noqa: DTZ001 - UTC, naive


def event(at: str = "10:00:00", **columns: Any) -> dict[str, Any]:
    absent = {c.name: c.when_absent for c in load_logs()["cloudtrail"].columns if c.type == "TEXT"}
    return absent | {
        "event_time": f"2026-01-01T{at}Z", "event_id": at, "account_id": "1", "principal_arn": ROLE,
        "identity_type": "AssumedRole", "event_source": "s3.amazonaws.com",
        "operation": "ListBuckets", "user_agent": "Boto3/1.40 md/x", "aws_region": "eu-west-1",
        "source_ip": "192.0.2.7", **columns,
    }  # fmt: skip


@pytest.fixture
def engine() -> Iterator[EmbeddedEngine]:
    with EmbeddedEngine(threads=1) as made:
        made.create(load_batch_facts()["address"], [
            {"address": "192.0.2.7", "asn": 64500, "as_name": "Example", "country": "NL",
             "is_private": False},
            {"address": "198.51.100.1", "asn": 16509, "country": "US", "is_own": True,
             "is_private": False},
        ])  # fmt: skip
        yield made


def read(engine: EmbeddedEngine, *events: dict[str, Any]) -> list[Any]:
    engine.create(load_logs()["cloudtrail"], events)
    return list(read_activity(engine, FIRST, UNTIL))


def test_an_hour_has_its_calls_with_what_they_have_in_common(engine: EmbeddedEngine) -> None:
    (hour,) = read(engine, event(), event("10:20:00"), event("10:30:00", operation="GetObject",
                   error_code="AccessDenied"))  # fmt: skip
    assert [(call.api, call.times, call.event_id) for call in hour.calls] == [
        ("s3:ListBuckets", 2, "10:00:00"),
        ("s3:GetObject", 1, "10:30:00"),
    ]
    assert hour.traits == {
        ("api", "s3:ListBuckets"), ("api", "s3:GetObject"), ("service", "s3"), ("agent", "boto3"),
        ("region", "eu-west-1"), ("network", "AS64500 Example"), ("country", "NL"),
        ("error", "AccessDenied"),
    }  # fmt: skip
    assert (hour.count, hour.subject, hour.peers) == (3, ROLE, "role web")


def test_hours_principals_and_people_are_apart(engine: EmbeddedEngine) -> None:
    hours = read(
        engine, event(), event("11:00:00"), event(principal_arn=ROLE + "2"),
        event(session_name="ann@example.com"), event(session_name="bob@example.com"),
        event(account_id="2"),
    )  # fmt: skip
    assert len(hours) == 6


def test_services_and_strangers_are_no_principals(engine: EmbeddedEngine) -> None:
    assert read(engine, event(principal_arn=""), event(invoked_by="athena.amazonaws.com"),
                event(identity_type="AWSService"), event("10:00:00", account_id=None),
                {**event(), "event_time": "2026-01-02T00:00:00Z"}) == []  # fmt: skip


def test_own_addresses_are_no_place(engine: EmbeddedEngine) -> None:
    (hour,) = read(engine, event(source_ip="198.51.100.1"))
    assert {name for name, _ in hour.traits} == {"api", "service", "agent", "region"}


def test_what_strangers_write_is_cut(engine: EmbeddedEngine) -> None:
    (hour,) = read(engine, event(operation="x" * 100_000, user_agent="y" * 100_000))
    assert max(len(value) for _, value in hour.traits) <= LONGEST + 10
    assert cut(None) == ""


@pytest.mark.parametrize(
    ("identity", "arn", "peers"),
    [
        ("AssumedRole", "arn:aws:iam::1:role/ci-deploy-17", "role ci-deploy-#"),
        ("AssumedRole", "arn:aws:iam::2:role/a/AWSReservedSSO_Admin_0123456789abcdef",
         "role awsreservedsso_admin_#"),
        ("IAMUser", "arn:aws:iam::1:user/ann", "IAMUser 1"),
        ("Root", "", "Root "),
    ],
)  # fmt: skip
def test_peers_are_alike_but_for_numbers(identity: str, arn: str, peers: str) -> None:
    assert name_peers(identity, arn) == peers
