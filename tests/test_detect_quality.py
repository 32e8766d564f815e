"""What the benchmark of detections counts: cases read, attacks moved, hits scored, on a toy."""

import gzip
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from event_rows import EventRowMaker
from quality.case_logs import write_cases, write_flow, write_invocation, write_ocsf, write_query
from quality.cases import Case, read_benign, read_folder
from quality.figures import figure_lines, noise_figures, recall_figures, sample_figures
from quality.injection import inject, mix
from quality.score import (
    KnownRule,
    Seen,
    SeenHit,
    SeenIncident,
    begin_of,
    is_about,
    score_cases,
    score_noise,
    score_samples,
)
from simulation.stream import Simulation

from ringwall.catalog.loader import load_logs

USER = {
    "type": "IAMUser", "principalId": "AIDAX", "arn": "arn:aws:iam::123456789012:user/mallory",
    "accountId": "123456789012", "accessKeyId": "AKIAX", "userName": "mallory",
}  # fmt: skip


def _event(name: str = "StopLogging", second: int = 0, **more: Any) -> dict[str, Any]:
    return {
        "eventVersion": "1.09", "userIdentity": USER, "eventSource": "cloudtrail.amazonaws.com",
        "eventName": name, "eventTime": f"2024-07-31T13:06:{second:02}Z", "awsRegion": "eu-west-2",
        "sourceIPAddress": "203.0.113.7", "recipientAccountId": "123456789012",
        "eventID": f"{name}-{second}", "eventType": "AwsApiCall",
    } | more  # fmt: skip


def _hit(uid: str, rule: str, case: Case, *, seconds: int = 0, events: bool = True) -> SeenHit:
    return SeenHit(
        uid=uid,
        rule=rule,
        at=begin_of(case) + timedelta(seconds=seconds),
        account=str(case.events[0]["recipientAccountId"]),
        actor=USER["arn"],
        events=case.event_ids if events else frozenset(),
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines = [
        {"technique": "aws.defense-evasion.cloudtrail-stop", "event": _event(second=9)},
        {"technique": "aws.defense-evasion.cloudtrail-stop", "event": _event("DescribeTrails")},
        {"behaviour": "Stopped", "title": "t", "logs": ["AWS.CloudTrail"], "expected": True,
         "event": _event(p_log_type="AWS.CloudTrail")},
        {"behaviour": "Stopped", "title": "t", "logs": ["AWS.CloudTrail"], "expected": False,
         "event": {"eventName": "StopLogging", "eventSource": "cloudtrail.amazonaws.com"}},
        {"behaviour": "Box", "logs": ["Box.Event"], "expected": True, "event": {"type": "x"}},
        {"label": "benign", "event": _event("GetTrail", 30)},
        {"label": "T1562.008", "case": "one", "event": _event("DeleteTrail", 40)},
        {"technique": "no event"},
    ]  # fmt: skip
    folder = tmp_path / "labelled"
    folder.mkdir()
    with gzip.open(folder / "all.ndjson.gz", "wt") as out:
        out.writelines(json.dumps(line) + "\n" for line in lines)
        out.write("no JSON\n")
    return folder


def test_a_folder_becomes_cases_each_in_an_account_of_its_own(folder: Path) -> None:
    found = read_folder(folder)
    assert [(c.kind, c.subject, c.is_expected, len(c.events)) for c in found.cases] == [
        ("sample", "Stopped", True, 1),
        ("sample", "Stopped", False, 1),
        ("attack", "aws.defense-evasion.cloudtrail-stop", True, 2),
        ("attack", "T1562.008", True, 1),
    ]
    assert dict(found.passed_over) == {"of another log": 1, "no event": 1}
    moved = [case for case in found.cases if case.account]
    assert len({case.account for case in moved}) == 3
    for case in moved:
        assert {event["recipientAccountId"] for event in case.events} == {case.account}
        assert "123456789012" not in json.dumps(case.events)
    assert found.cases[-1].events[0]["recipientAccountId"] == "123456789012"
    assert found.cases[2].events[0]["eventName"] == "DescribeTrails"  # in the order of time
    assert [event["eventID"] for event in read_benign(found)] == ["GetTrail-30"]


def test_no_two_cases_share_an_event_id(folder: Path) -> None:
    cases = read_folder(folder).cases
    ids = [each for case in cases for each in case.event_ids]
    assert len(ids) == len(set(ids)) == 5


def test_cases_are_written_as_files_that_the_reader_takes(folder: Path, tmp_path: Path) -> None:
    cases = read_folder(folder).cases
    write_cases(tmp_path / "logs", cases)
    to_row = EventRowMaker(load_logs()["cloudtrail"])
    rows = [
        to_row(record)
        for path in sorted((tmp_path / "logs").rglob("*.json.gz"))
        for record in json.loads(gzip.decompress(path.read_bytes()))["Records"]
    ]
    assert {row["event_id"] for row in rows} == {e for case in cases for e in case.event_ids}


def test_samples_of_flows_and_queries_become_records_of_aws() -> None:
    header, line = write_flow("700000000001", {"dstPort": 22, "srcAddr": "1.1.1.1"}).splitlines()
    record = dict(zip(header.split(), line.split(), strict=True))
    assert (record["account-id"], record["dstport"], record["srcaddr"]) == (
        "700000000001",
        "22",
        "1.1.1.1",
    )
    assert record["dstaddr"] == "-"
    query = write_query("700000000001", {"query_name": "x.", "answers": {"Type": "A"}, "p_x": 1})
    assert query["account_id"] == "700000000001"
    assert query["answers"] == [{"Type": "A"}]
    assert "p_x" not in query


def test_samples_of_ocsf_become_records_of_security_lake() -> None:
    event = {"src_endpoint": {"ip": "1.1.1.1"}, "dst_endpoint": {"port": 22}, "p_log_type": "x"}
    flow = write_ocsf("700000000001", event, is_flow=True)
    assert flow["dst_endpoint"] == {"port": 22, "interface_uid": "eni-0700000000001"}
    assert (flow["class_uid"], flow["metadata"]["product"]["name"]) == (4001, "Amazon VPC")
    assert "p_log_type" not in flow
    query = write_ocsf("700000000001", {"src_endpoint": {"ip": "1.1.1.1"}}, is_flow=False)
    assert query["src_endpoint"] == {"ip": "1.1.1.1", "vpc_uid": "vpc-0700000000001"}
    assert query["cloud"]["account"] == {"uid": "700000000001"}


def test_a_sample_of_an_invocation_is_moved_into_its_account() -> None:
    arn = "arn:aws:sts::111111111111:assumed-role/chat/web"
    event = {"accountId": "111111111111", "identity": {"arn": arn}, "requestId": "r"}
    record = write_invocation("700000000001", event)
    assert record["accountId"] == "700000000001"
    assert record["identity"] == {"arn": arn.replace("111111111111", "700000000001")}
    assert record["requestId"] == "r-700000000001"


def test_a_hit_is_counted_for_the_case_whose_event_it_names(folder: Path) -> None:
    cases = read_folder(folder).cases
    stop, label = cases[2], cases[3]
    seen = Seen(
        [
            _hit("1", "cloudtrail.trail_is_stopped", stop, seconds=9),
            _hit("2", "iam.unusual_call", stop, seconds=3, events=False),
            _hit("3", "cloudtrail.trail_is_deleted", label),
        ],
        [SeenIncident("i", "a", datetime(2024, 7, 31), frozenset({"1"}))],  # noqa: DTZ001 - as stored
        {
            "cloudtrail.trail_is_stopped": KnownRule("cloudtrail.trail_is_stopped"),
            "iam.unusual_call": KnownRule("iam.unusual_call", attacks=("T1562.008",)),
            "cloudtrail.trail_is_deleted": KnownRule("x.y", attacks=("T1562.008",)),
        },
    )
    scores = score_cases(cases, seen)
    assert [len(score.hits) for score in scores] == [0, 0, 2, 1]
    assert [len(score.specific) for score in scores] == [0, 0, 1, 1]
    assert scores[2].delay == 3.0
    assert scores[0].delay is None
    lines = list(figure_lines(recall_figures(scores, seen), is_long=False))
    assert lines[:3] == [
        "techniques hit: 2 of 2",
        "techniques hit by a specific rule: 2 of 2",
        "techniques in an incident: 1 of 2, 1 within the budget",
    ]


def test_a_hit_without_events_is_the_attack_s_only_for_its_actor_and_time(folder: Path) -> None:
    label = read_folder(folder).cases[3]
    near = _hit("1", "r", label, events=False)
    late = _hit("2", "r", label, seconds=86_400, events=False)
    other = SeenHit("3", "r", near.at, near.account, "arn:aws:iam::123456789012:user/bob")
    named = SeenHit("4", "r", near.at, near.account, USER["arn"], events=frozenset({"another"}))
    (score,) = score_cases([label], Seen([near, late, other, named]))
    assert [hit.uid for hit in score.hits] == ["1"]


@pytest.mark.parametrize(
    ("rule", "subject"),
    [
        (KnownRule("a.b", attacks=("T1562.008",)), "aws.defense-evasion.x"),
        (KnownRule("ec2.password_data_is_read"), "aws.credential-access.get-password-data"),
        (KnownRule("a.b", attacks=("T1562",)), "T1562.008"),
    ],
)
def test_a_rule_is_about_a_technique_by_attack_tactic_or_words(
    rule: KnownRule, subject: str
) -> None:
    assert is_about(rule, subject)


@pytest.mark.parametrize(
    ("rule", "subject"),
    [
        (KnownRule("a.b", attacks=("T1496",)), "aws.defense-evasion.x"),
        (KnownRule("iam.unusual_password"), "aws.credential-access.get-password-data"),
        (KnownRule("a.b"), "aws.impact.x"),
    ],
)
def test_a_rule_is_not_about_a_technique_for_rarity_or_the_service(
    rule: KnownRule, subject: str
) -> None:
    assert not is_about(rule, subject)


def test_an_unexpected_sample_is_wrongly_hit_by_the_behaviour_s_own_rules(folder: Path) -> None:
    good, bad = read_folder(folder).cases[:2]
    own = Seen([_hit("1", "r", good), _hit("2", "r", bad)])
    assert score_samples(score_cases([good, bad], own)) == {
        "Stopped": {
            "expected": 1,
            "hit": 1,
            "found": 1,
            "unexpected": 1,
            "wrong": 1,
            "wrongly found": 1,
            "other": 0,
        }
    }
    other = Seen([_hit("1", "r", good), _hit("2", "s", bad)])
    assert score_samples(score_cases([good, bad], other))["Stopped"]["wrong"] == 0
    lines = list(figure_lines(sample_figures(score_cases([good, bad], own), {}), is_long=False))
    assert lines == [
        "expected samples hit: 1 of 1 (100.0%)",
        "    by findings: 1 of 1 (100.0%)",
        "unexpected samples hit by the same rule: 1 of 1 (100.0%)",
        "    by findings: 1 of 1 (100.0%)",
        "unexpected samples hit by another rule: 0 of 1 (0.0%)",
    ]


def test_an_act_of_context_hits_a_sample_and_is_no_finding(folder: Path) -> None:
    good, bad = read_folder(folder).cases[:2]
    seen = Seen(context=[_hit("1", "r", good), _hit("2", "r", bad)])
    scores = score_cases([good, bad], seen)
    assert (scores[0].hits, scores[0].specific) == ((), ())
    assert score_samples(scores)["Stopped"] == {
        "expected": 1,
        "hit": 1,
        "found": 0,
        "unexpected": 1,
        "wrong": 1,
        "wrongly found": 0,
        "other": 0,
    }


def test_noise_is_what_no_attack_explains() -> None:
    at = datetime(2026, 10, 1, 5)  # noqa: DTZ001 - as stored
    hits = [SeenHit(str(n), "r", at, "a") for n in range(4)]
    incidents = [
        SeenIncident("i", "a", at, frozenset({"0", "1"})),
        SeenIncident("j", "a", at, frozenset({"2"})),
        SeenIncident("k", "a", at, frozenset({"3"}), is_shown=False),
    ]
    noise = score_noise(
        Seen(hits, incidents, context=hits), {"0"}, events=2_000, accounts=2, days=1
    )
    assert (noise.hits, noise.incidents, noise.per_account_day) == (3, 2, 1.0)
    assert list(figure_lines(noise_figures(noise), is_long=False)) == [
        "benign events: 2,000 events, 2 accounts, 1 days",
        "alerts per 1,000 benign events: 1.500 (3)",
        "acts of context per 1,000 benign events: 1.500",
        "incidents per 1,000 benign events: 1.000 (2)",
        "incidents per account and day: 1.00, at most 2; 1 of 2 are within the budget",
    ]


def test_attacks_are_moved_to_principals_of_the_organization(folder: Path) -> None:
    simulation = Simulation(seed="t", days=10, principals=60)
    case = read_folder(folder).cases[2]
    (moved,) = inject(simulation, [case], "t")
    assert inject(simulation, [case], "t") == [moved]
    text = json.dumps(moved.events)
    assert "mallory" not in text
    assert case.account not in text
    assert "203.0.113.7" not in text
    assert "eu-west-2" not in text
    users = {f"arn:aws:iam::{account}:user/{name}" for account, name in simulation.users()}
    first, second = moved.events
    assert first["userIdentity"]["arn"] in users
    assert first["userIdentity"] == second["userIdentity"]
    assert begin_of(moved) >= simulation.start.replace(tzinfo=None) + timedelta(days=8)
    assert second["eventTime"][-3:-1] != first["eventTime"][-3:-1]
    assert first["eventID"] not in case.event_ids


def test_attacks_stand_among_the_events_in_the_order_of_time(folder: Path) -> None:
    simulation = Simulation(seed="t", days=1, principals=20, events_per_day=1_000)
    moved = inject(simulation, [read_folder(folder).cases[2]], "t")
    times = [at for at, _ in mix(simulation, moved)]
    assert times == sorted(times)
    ids = [record["eventID"] for _, record in mix(simulation, moved)]
    assert set(moved[0].event_ids) <= set(ids)
    assert len(ids) == len(list(simulation.events())) + 2
