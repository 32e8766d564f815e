"""A week at Acme with attacks in it: it is in the logs, and it is known what is of whom."""

import gzip
import json
from typing import Any

import pytest
from built_acme import BuiltAcme

from ringwall.emulator.acme.actors import Stage
from ringwall.emulator.acme.attacks import ATTACKER, ATTACKS, COMMAND, TUNNEL, rewrite_own_policy
from ringwall.emulator.acme.history import MONDAY, QUERY_LOGS, AcmeHistory
from ringwall.emulator.on_moto.moto_client import moto_backend, moto_backends

Logs = list[dict[str, Any]]


def read_group(history: AcmeHistory, account: str, region: str, group: str) -> list[str]:
    with history.app.mounted():
        found = moto_backend("logs", account, region).groups[group].streams.values()
        return [event.message for stream in found for event in stream.events]


@pytest.fixture
def accounts(built_acme: BuiltAcme) -> Any:
    return built_acme.acme.accounts


def test_each_record_is_of_one_activity(acme_history: AcmeHistory) -> None:
    activities = [acme_history.week, *acme_history.attacks.values()]
    every = [identifier for each in activities for identifier in each.event_ids]
    assert len(every) == len(set(every))
    assert set(every) <= {record["eventID"] for record in acme_history.app.trail}
    assert acme_history.attacks.keys() == ATTACKS.keys()
    assert all(each.event_ids or each.traffic for each in activities)
    assert all(each.is_attack for each in acme_history.attacks.values())
    assert acme_history.app.guesses == []


def test_acme_s_own_people_are_refused_nothing(acme_history: AcmeHistory) -> None:
    week = acme_history.week
    assert (week.is_attack, week.refused) == (False, ())
    assert (week.end - week.start).days == 6


def test_guardrails_hold_where_they_reach(acme_history: AcmeHistory) -> None:
    blinded = acme_history.attacks["blinded-detection"]
    assert set(blinded.refused) == {
        "cloudtrail:stop_logging AccessDeniedException",
        "cloudtrail:delete_trail AccessDeniedException",
        "guardduty:delete_detector AccessDeniedException",
    }
    done = [r for r in acme_history.app.trail if r["eventID"] in blinded.event_ids]
    names = {r["eventName"] for r in done if "errorCode" not in r}
    assert {"PutEventSelectors", "UpdateDetector"} <= names


@pytest.mark.parametrize(
    ("attack", "reached"),
    [
        ("leaked-key", "RunInstances"),
        ("role-used-outside", "GetObject"),
        ("ransom", "DeleteObject"),
        ("own-policy", "CreateAccessKey"),
        ("role-chain", "PutObject"),
    ],
)
def test_attack_reaches_what_it_is_after(
    acme_history: AcmeHistory, attack: str, reached: str
) -> None:
    ids = acme_history.attacks[attack].event_ids
    own = [record for record in acme_history.app.trail if record["eventID"] in ids]
    done = [r for r in own if r["eventName"] == reached and "errorCode" not in r]
    assert done
    assert {record["sourceIPAddress"] for record in own} == {ATTACKER}


def test_trails_have_the_attacks(acme_history: AcmeHistory) -> None:
    found = set()
    for records in read_trails(acme_history):
        found |= {record["eventID"] for record in records}
    for name in ("leaked-key", "own-policy", "role-chain"):
        ids = acme_history.attacks[name].event_ids
        management = {
            record["eventID"]
            for record in acme_history.app.trail
            if record["eventID"] in ids
            and record["managementEvent"]
            and record["awsRegion"] == "us-east-1"
        }
        assert management <= found, name


def read_trails(history: AcmeHistory) -> list[Logs]:
    with history.app.mounted():
        partition, owner = moto_backends("s3").bucket_accounts["acme-cloudtrail-logs"]
        bucket = moto_backend("s3", owner, partition).buckets["acme-cloudtrail-logs"]
        return [
            json.loads(gzip.decompress(key.value))["Records"]
            for name, key in bucket.keys.items()
            if "/CloudTrail/" in name
        ]


def test_flow_logs_have_the_beacon_and_the_scan(acme_history: AcmeHistory, accounts: Any) -> None:
    flows = read_group(acme_history, accounts["prod"], "us-east-1", "/acme/flow-logs/prod-shop")
    sent = [line.split() for line in flows if f" {COMMAND} " in line]
    assert len([line for line in sent if line[4] == COMMAND]) >= 180
    staging = "/acme/flow-logs/staging"
    scan = read_group(acme_history, accounts["staging"], "eu-west-1", staging)
    tried = {line.split()[6] for line in scan if line.split()[3] == ATTACKER}
    assert len(tried) == 200
    accepted = {line.split()[6] for line in scan if f" {ATTACKER} " in line and "ACCEPT" in line}
    assert "22" in accepted
    assert "23" not in accepted


def test_query_log_has_the_tunnel(acme_history: AcmeHistory, accounts: Any) -> None:
    queries = read_group(acme_history, accounts["prod"], "us-east-1", QUERY_LOGS)
    names = [json.loads(line)["query_name"] for line in queries]
    assert len([name for name in names if name.endswith(f"{TUNNEL}.")]) == 300


def test_equal_stories_have_equal_truth(built_acme: BuiltAcme) -> None:
    def play() -> Any:
        stage = Stage(built_acme.emulator(), built_acme.acme)
        return stage.act("own-policy", ("T1098.003",), MONDAY, rewrite_own_policy)

    assert play() == play()
