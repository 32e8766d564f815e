"""Hits become findings: opened, counted up, reopened; and never doubled or lost by a kill."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from ringwall.hub.record import record
from ringwall.hub.sightings import (
    JudgedBatch,
    SightingCount,
    merge_times,
    name_finding,
    record_hits,
)
from ringwall.model.detection import DetectionRule, Hit
from ringwall.model.finding import Finding, Verdict
from ringwall.model.rule import Rule
from ringwall.store.database.connection import open_database
from ringwall.store.database.hits import HitStore, JudgedLogs, OwedTime, count_milliseconds
from ringwall.store.database.ledger import Filter, Ledger

AT = datetime.fromisoformat("2026-01-31T10:00:00")
ANN = "arn:aws-cn:iam::111111111111:user/ann"
RULES = {
    "s3.x": DetectionRule(
        "s3.x", "Bucket was opened", "high", "Why.", "Fix arn:aws:s3:::b.", "", ("T1537",)
    )
}
CONTROL = Rule("s3.c", "C should be", "data", "low", "why", "fix", "")


def hit(act: str = "e1", minute: int = 0, **more: Any) -> Hit:
    known: dict[str, Any] = {
        "rule": "s3.x",
        "at": AT + timedelta(minutes=minute),
        "act": act,
        "account_id": "111111111111",
        "region": "cn-north-1",
        "actor": ANN,
        "resource": "arn:aws-cn:s3:::b",
        "reason": f"opened in {act}",
    }
    return Hit(**{**known, **more})


class World:
    """A database with findings and hits."""

    def __init__(self, engine: sa.Engine) -> None:
        self.store = HitStore(engine)
        self.ledger = Ledger(engine)

    def see(self, *hits: Hit, **more: Any) -> SightingCount:
        batch = JudgedBatch({each.uid: each for each in hits}, **more)
        return record_hits(self.store, RULES, batch, now=7, playbooks={"s3.x": "s3.close"})

    def findings(self) -> list[Finding]:
        return list(self.ledger.findings(Filter(statuses=("open", "resolved", "suppressed"))))

    def set_status(self, status: Any) -> None:
        self.ledger.upsert(replace(each, status=status) for each in self.findings())


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    engine = open_database(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    yield World(engine)
    engine.dispose()


def test_a_hit_is_a_detection_finding(world: World) -> None:
    counted = world.see(hit(address="203.0.113.7", confidence=66, evidence={"size": 3}))
    (finding,) = world.findings()
    assert (counted.hits, counted.new, counted.reopened) == (1, 1, 0)
    assert (finding.uid, finding.class_uid) == (name_finding(hit()), 2004)
    assert (finding.layer, finding.severity, finding.confidence) == ("detection", "high", 66)
    assert finding.resources == ("arn:aws-cn:s3:::b", ANN)
    assert (finding.remediation.text, finding.remediation.playbook) == (
        "Fix arn:aws-cn:s3:::b.",
        "s3.close",
    )
    assert finding.attacks == ("T1537",)
    assert finding.evidence == {
        "actor": ANN,
        "address": "203.0.113.7",
        "events": ["e1"],
        "size": 3,
    }
    assert finding.first_seen == finding.last_seen == count_milliseconds(AT)
    assert [event.kind for event in world.ledger.history(finding.uid)] == ["opened"]


def test_acts_by_one_actor_on_one_resource_are_one_finding(world: World) -> None:
    world.see(hit("e2", 5), hit("e1", 0))
    world.see(hit("e3", 9), hit("e4", -3), hit("other", actor="arn:aws-cn:iam::1:user/bob"))
    ann = next(each for each in world.findings() if each.resources[1] == ANN)
    assert (ann.count, ann.reason) == (4, "opened in e3")
    assert (ann.first_seen, ann.last_seen) == (
        count_milliseconds(AT - timedelta(minutes=3)),
        count_milliseconds(AT + timedelta(minutes=9)),
    )
    assert (len(world.findings()), world.store.count()) == (2, 5)


def test_what_comes_late_does_not_hide_what_was_seen_last(world: World) -> None:
    world.see(hit("e2", 5, evidence={"size": 2}))
    world.see(hit("e1", 0, evidence={"size": 1}))
    (finding,) = world.findings()
    assert (finding.reason, finding.evidence["size"], finding.count) == ("opened in e2", 2, 2)


def test_the_same_act_again_changes_nothing(world: World) -> None:
    world.see(hit("e1"), hit("e2", 3))
    before = world.findings()
    assert world.see(hit("e1"), hit("e2", 3)) == SightingCount()
    assert world.findings() == before


def test_a_count_that_grows_is_the_same_act(world: World) -> None:
    world.see(hit("ann|10:00", 1, count=5))
    assert world.see(hit("ann|10:00", 8, count=9, reason="9 of them")).hits == 0
    world.see(hit("ann|10:00", 4, count=2))
    (kept,) = world.store.hits()
    (finding,) = world.findings()
    assert (kept.count, kept.reason, kept.at) == (9, "9 of them", AT + timedelta(minutes=1))
    assert (finding.count, finding.last_seen) == (1, count_milliseconds(AT + timedelta(minutes=8)))


def test_a_new_act_reopens_what_was_resolved(world: World) -> None:
    world.see(hit("e1"))
    world.set_status("resolved")
    assert world.see(hit("e1")).reopened == 0
    assert [each.status for each in world.findings()] == ["resolved"]
    assert world.see(hit("e2", 9)).reopened == 1
    (finding,) = world.findings()
    assert (finding.status, finding.reopened, finding.resolved_at) == ("open", 1, 0)
    kinds = [event.kind for event in world.ledger.history(finding.uid)]
    assert kinds == ["opened", "reopened"]


def test_what_is_suppressed_stays_so_and_counts_on(world: World) -> None:
    world.see(hit("e1"))
    world.set_status("suppressed")
    assert world.see(hit("e2", 9)).reopened == 0
    assert [(each.status, each.count) for each in world.findings()] == [("suppressed", 2)]


@pytest.mark.parametrize(
    ("empty", "resource"),
    [
        ({"resource": ""}, ANN),
        ({"resource": "", "actor": "", "address": "203.0.113.7"}, "203.0.113.7"),
        ({"resource": "", "actor": ""}, "111111111111"),
    ],
)
def test_a_finding_is_about_something(world: World, empty: dict[str, Any], resource: str) -> None:
    world.see(hit(**empty, region=""))
    (finding,) = world.findings()
    assert (finding.resources, finding.region) == ((resource,), "global")


def test_an_audit_resolves_no_finding_of_a_detection_nor_the_other_way_round(world: World) -> None:
    verdict = Verdict("s3.c", "arn:aws:s3:::b", "111111111111", "", "fail", "")

    def audit(at: int, *verdicts: Verdict) -> None:
        rules = {"s3.c": CONTROL}
        record(world.ledger, rules, verdicts, _resolve_all, snapshot=f"s{at}", now=at)

    audit(1, verdict)
    world.see(hit("e1"))
    audit(2)
    world.see(hit("e2", 2))
    status = {each.rule: each.status for each in world.findings()}
    assert status == {"s3.x": "open", "s3.c": "resolved"}


def _resolve_all(_rule: str, entries: Any) -> Any:
    return {entry.uid: "pass" for entry in entries}


def test_progress_is_kept_with_the_hits(world: World) -> None:
    failed = (OwedTime("s3.x", 5, 9), OwedTime("s3.x", 1, 3))
    world.see(hit(), judged=(JudgedLogs("cloudtrail", {"a": 2}, until=4),), failed=failed)
    assert world.store.judged_files() == {"cloudtrail": {"a": 2}}
    assert world.store.owed() == [OwedTime("s3.x", 1, 3), OwedTime("s3.x", 5, 9)]
    world.see(paid=(failed[0],), failed=(OwedTime("s3.x", 2, 4),))
    assert world.store.owed() == [OwedTime("s3.x", 1, 4)]


@pytest.mark.parametrize(
    ("times", "merged"),
    [
        ([], []),
        ([(3, 4), (1, 2)], [(1, 2), (3, 4)]),
        ([(1, 5), (2, 3), (5, 6)], [(1, 6)]),
    ],
)
def test_times_that_meet_are_one(times: Any, merged: Any) -> None:
    assert merge_times(times) == merged


ACTS = st.tuples(st.sampled_from("abc"), st.integers(0, 9), st.sampled_from(["ann", "bob"]))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(ACTS, max_size=4), max_size=5))
def test_any_order_of_batches_agrees_with_all_at_once(batches: list[list[Any]]) -> None:
    """What overlaps, repeats or comes late ends as if each act had been seen once."""

    def make(act: str, minute: int, actor: str) -> Hit:
        return hit(f"{act}{minute}{actor}", minute, actor=actor)

    engine = open_database("sqlite:///:memory:")
    world = World(engine)
    for batch in batches:
        world.see(*(make(*each) for each in batch))
    acts = {make(*each).uid: make(*each) for batch in batches for each in batch}
    expected: dict[str, list[datetime]] = {}
    for act in acts.values():
        expected.setdefault(name_finding(act), []).append(act.at)
    assert {f.uid: (f.count, f.first_seen, f.last_seen) for f in world.findings()} == {
        uid: (len(times), count_milliseconds(min(times)), count_milliseconds(max(times)))
        for uid, times in expected.items()
    }
    assert {each.uid for each in world.store.hits()} == acts.keys()
    engine.dispose()


KILLED_AT_EVERY_STATEMENT = """
import os, signal, sys
from datetime import datetime
import sqlalchemy as sa
from ringwall.hub.sightings import JudgedBatch, record_hits
from ringwall.model.detection import DetectionRule, Hit
from ringwall.store.database.connection import open_database
from ringwall.store.database.hits import HitStore, JudgedLogs, OwedTime
from ringwall.store.database.ledger import Filter, Ledger

AT = datetime(2026, 1, 31)
RULES = {"s3.x": DetectionRule("s3.x", "t", "low", "w", "f", "")}
def make(n):
    return Hit("s3.x", AT, f"e{n}", "1", "r", "a", f"b{n % 2}", "c")

def see(engine, *numbers):
    hits = {hit.uid: hit for hit in map(make, numbers)}
    judged = (JudgedLogs("cloudtrail", {f"f{n}": 1 for n in numbers}),)
    owed = (OwedTime("s3.x", 1, 2),)
    record_hits(HitStore(engine), RULES, JudgedBatch(hits, judged, owed), now=5)

def look():
    engine = open_database(sys.argv[1])
    store, ledger = HitStore(engine), Ledger(engine)
    found = (
        sorted(hit.act for hit in store.hits()),
        sum(finding.count for finding in ledger.findings(Filter())),
        sorted(store.judged_files().get("cloudtrail", {})),
        len(store.owed()),
    )
    engine.dispose()
    return found

def child(step):
    engine = open_database(sys.argv[1])
    done = [0]
    def count(*_):
        done[0] += 1
        if done[0] == step:
            os.kill(os.getpid(), signal.SIGKILL)
    sa.event.listen(engine, "before_cursor_execute", count)
    sa.event.listen(engine, "commit", count)
    see(engine, 1, 2, 3, 4)

engine = open_database(sys.argv[1])
see(engine, 1)
engine.dispose()
before, step = look(), 0
assert before == (["e1"], 1, ["f1"], 1), before
while True:
    step += 1
    pid = os.fork()
    if not pid:
        child(step)
        os._exit(0)
    if os.waitpid(pid, 0)[1] == 0:
        break
    assert look() == before, (step, look())
assert look() == (["e1", "e2", "e3", "e4"], 4, ["f1", "f2", "f3", "f4"], 1), look()
print(step)
"""


def test_a_kill_at_any_statement_loses_and_doubles_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", KILLED_AT_EVERY_STATEMENT, f"sqlite:///{tmp_path}/hub.sqlite"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 10
