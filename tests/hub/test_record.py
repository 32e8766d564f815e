import signal
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringwall.hub.exceptions.match import ExceptionCover
from ringwall.hub.record import Recorded, record
from ringwall.model.exception import FindingException
from ringwall.model.finding import Answer, Finding, Verdict, fingerprint
from ringwall.model.rule import Rule
from ringwall.store.database.connection import BATCH, open_database
from ringwall.store.database.entry import Entry
from ringwall.store.database.ledger import Filter, FindingEvent, Ledger

RULE = Rule(
    id="s3.bucket_is_private",
    title="Buckets are private",
    layer="data",
    severity="high",
    why="Anyone could read it.",
    fix="Turn on Block Public Access.",
    sql="",
    url="https://docs.aws.amazon.com/s3",
)
RULES = {RULE.id: RULE}
ACCOUNT = "111111111111"
BUCKET = "arn:aws:s3:::acme-payroll"
UID = fingerprint("ringwall", RULE.id, BUCKET)
World = Mapping[str, Answer | None]
"""What is true of each bucket: None where it is gone."""


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    engine = open_database(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    yield Ledger(engine)
    engine.dispose()


def _record(ledger: Ledger, world: World, now: int, snapshot: str = "") -> Recorded:
    def outcome(_: str, entries: Collection[Entry]) -> dict[str, Answer | None]:
        return {each.uid: world[each.resource] for each in entries if each.resource in world}

    verdicts = [
        Verdict(RULE.id, bucket, ACCOUNT, "eu-west-1", answer, f"seen at {now}")
        for bucket, answer in world.items()
        if answer in {"fail", "unknown"}
    ]
    return record(ledger, RULES, verdicts, outcome, snapshot=snapshot or f"s{now}", now=now)


def _kinds(ledger: Ledger) -> list[tuple[int, str, str]]:
    return [(event.at, event.kind, event.answer) for event in ledger.history(UID)]


def test_a_failure_opens_a_finding_with_its_rules_words(ledger: Ledger) -> None:
    verdict = Verdict(RULE.id, BUCKET, ACCOUNT, "eu-west-1", "fail", "open to all")
    recorded = record(
        ledger,
        RULES,
        [verdict],
        lambda _rule, _resources: {},
        snapshot="s1",
        now=1_000,
        compliance={RULE.id: ("CIS AWS Foundations 7.0.0/2.1.4",)},
        playbooks={RULE.id: "s3.block_public_access"},
    )
    assert recorded == Recorded(new=1)
    finding = ledger.find(UID)
    assert (finding.title, finding.severity, finding.layer) == (RULE.title, "high", "data")
    assert (finding.why, finding.remediation.text) == (RULE.why, RULE.fix)
    assert (finding.remediation.url, finding.remediation.playbook) == (
        RULE.url,
        "s3.block_public_access",
    )
    assert finding.compliance == ("CIS AWS Foundations 7.0.0/2.1.4",)
    assert (finding.first_seen, finding.last_seen, finding.count) == (1_000, 1_000, 1)
    assert (finding.resource, finding.account_id, finding.region) == (BUCKET, ACCOUNT, "eu-west-1")
    assert ledger.history(UID) == (FindingEvent(UID, 1_000, "opened", "fail", "s1"),)


def test_a_finding_that_fails_again_keeps_its_first_day(ledger: Ledger) -> None:
    _record(ledger, {BUCKET: "fail"}, 1_000)
    assert _record(ledger, {BUCKET: "fail"}, 2_000) == Recorded(unchanged=1)
    finding = ledger.find(UID)
    assert (finding.first_seen, finding.last_seen, finding.count) == (1_000, 2_000, 2)
    assert finding.reason == "seen at 2000"
    assert _kinds(ledger) == [(1_000, "opened", "fail")]


@pytest.mark.parametrize(("answer", "seen"), [("pass", "pass"), (None, "gone")])
def test_a_pass_or_a_resource_that_is_gone_resolves(
    ledger: Ledger, answer: Answer | None, seen: str
) -> None:
    _record(ledger, {BUCKET: "fail"}, 1_000)
    assert _record(ledger, {BUCKET: answer}, 2_000) == Recorded(resolved=1)
    finding = ledger.find(UID)
    assert (finding.status, finding.resolved_at, finding.last_seen) == ("resolved", 2_000, 1_000)
    assert _kinds(ledger) == [(1_000, "opened", "fail"), (2_000, "resolved", seen)]


def test_a_resolved_finding_that_fails_again_is_reopened(ledger: Ledger) -> None:
    _record(ledger, {BUCKET: "fail"}, 1_000)
    _record(ledger, {BUCKET: "pass"}, 2_000)
    assert _record(ledger, {BUCKET: "fail"}, 3_000) == Recorded(reopened=1)
    finding = ledger.find(UID)
    assert (finding.status, finding.reopened, finding.resolved_at) == ("open", 1, 0)
    assert (finding.first_seen, finding.count) == (1_000, 2)
    assert _kinds(ledger)[-1] == (3_000, "reopened", "fail")


def test_ignorance_leaves_an_open_finding_as_it_is(ledger: Ledger) -> None:
    _record(ledger, {BUCKET: "fail"}, 1_000)
    before = ledger.find(UID)
    assert _record(ledger, {BUCKET: "unknown"}, 2_000) == Recorded(unknown=1)
    assert ledger.find(UID) == before
    assert _record(ledger, {}, 3_000) == Recorded(unchanged=1)
    assert ledger.find(UID) == before
    assert len(_kinds(ledger)) == 1


def test_an_unknown_is_listed_until_it_is_known_to_be_well(ledger: Ledger) -> None:
    assert _record(ledger, {BUCKET: "unknown"}, 1_000) == Recorded(unknown=1)
    assert ledger.counts(Filter(), "answer") == {"unknown": 1}
    assert _record(ledger, {BUCKET: "pass"}, 2_000) == Recorded()
    assert list(ledger.findings(Filter())) == []
    assert ledger.find(UID).status == "resolved"


def test_an_unknown_that_turns_out_to_fail_is_a_new_failure(ledger: Ledger) -> None:
    _record(ledger, {BUCKET: "unknown"}, 1_000)
    assert _record(ledger, {BUCKET: "fail"}, 2_000) == Recorded(new=1)
    finding = ledger.find(UID)
    assert (finding.answer, finding.first_seen, finding.count) == ("fail", 2_000, 1)
    assert _kinds(ledger) == [(1_000, "opened", "unknown"), (2_000, "opened", "fail")]


def test_a_failure_known_of_old_comes_back_through_an_unknown_as_reopened(ledger: Ledger) -> None:
    answers: tuple[Answer, ...] = ("fail", "pass", "unknown", "fail")
    for now, answer in enumerate(answers, 1):
        _record(ledger, {BUCKET: answer}, now)
    finding = ledger.find(UID)
    assert (finding.status, finding.reopened, finding.first_seen) == ("open", 1, 1)
    assert finding.count == 2


def test_recording_a_snapshot_again_changes_the_last_sight_alone(ledger: Ledger) -> None:
    world: World = {BUCKET: "fail", "arn:aws:s3:::a": "unknown", "arn:aws:s3:::b": "fail"}
    later: World = {**world, "arn:aws:s3:::c": "pass"}
    _record(ledger, {"arn:aws:s3:::c": "fail"}, 500)
    _record(ledger, later, 1_000, "s")
    everything = Filter(statuses=())
    before = list(ledger.findings(everything))
    history = [ledger.history(finding.uid) for finding in before]
    again = _record(ledger, later, 9_000, "s")
    assert again == Recorded(unchanged=2, unknown=1)
    after = list(ledger.findings(everything))
    assert [_unsighted(finding) for finding in after] == [_unsighted(f) for f in before]
    assert [ledger.history(finding.uid) for finding in after] == history


def _unsighted(finding: Finding) -> Finding:
    return replace(finding, last_seen=0, reason="")


def test_a_mended_rule_resolves_what_it_said_of_the_same_snapshot(ledger: Ledger) -> None:
    _record(ledger, {BUCKET: "fail"}, 1_000, "s")
    assert _record(ledger, {BUCKET: "pass"}, 2_000, "s") == Recorded(resolved=1)


def test_a_rule_that_speaks_twice_of_a_resource_counts_once_as_its_worst(ledger: Ledger) -> None:
    answers: tuple[Answer, ...] = ("unknown", "fail", "unknown", "fail")
    other = [f"arn:aws:s3:::{number}" for number in range(BATCH)]
    verdicts = [Verdict(RULE.id, BUCKET, ACCOUNT, "", answer, "") for answer in answers]
    verdicts += [Verdict(RULE.id, bucket, ACCOUNT, "", "fail", "") for bucket in other]
    verdicts += [Verdict(RULE.id, BUCKET, ACCOUNT, "", answer, "") for answer in answers]
    recorded = record(ledger, RULES, verdicts, lambda _a, _b: {}, snapshot="s", now=1)
    assert recorded == Recorded(new=BATCH + 1)
    assert (ledger.find(UID).answer, ledger.find(UID).count) == ("fail", 1)


def test_a_suppressed_finding_stays_so_while_it_fails_and_is_resolved_when_well(
    ledger: Ledger,
) -> None:
    _record(ledger, {BUCKET: "fail"}, 1_000)
    ledger.upsert([replace(ledger.find(UID), status="suppressed")])
    assert _record(ledger, {BUCKET: "fail"}, 2_000) == Recorded(unchanged=1)
    assert ledger.find(UID).status == "suppressed"
    _record(ledger, {BUCKET: "pass"}, 3_000)
    assert ledger.find(UID).status == "resolved"


def test_what_a_person_added_outlives_an_audit(ledger: Ledger) -> None:
    _record(ledger, {BUCKET: "fail"}, 1_000)
    ledger.upsert([replace(ledger.find(UID), owner="payroll", ticket="SEC-1")])
    _record(ledger, {BUCKET: "fail"}, 2_000)
    _record(ledger, {BUCKET: "pass"}, 3_000)
    _record(ledger, {BUCKET: "fail"}, 4_000)
    assert (ledger.find(UID).owner, ledger.find(UID).ticket) == ("payroll", "SEC-1")


def test_a_hostile_resource_is_one_finding_over_time(ledger: Ledger) -> None:
    bucket = "arn:aws:s3:::x\x00\ud800'--"
    for now in (1, 2):
        verdict = Verdict(RULE.id, bucket, ACCOUNT, "", "fail", "\x00")
        record(ledger, RULES, [verdict], lambda _a, _b: {}, snapshot=f"s{now}", now=now)
    (finding,) = ledger.findings(Filter())
    assert (finding.resource, finding.count) == ("arn:aws:s3:::x\ufffd\ufffd'--", 2)


def test_many_findings_of_one_rule_are_resolved_in_batches(ledger: Ledger) -> None:
    world: World = {f"arn:aws:s3:::{number}": "fail" for number in range(BATCH + 10)}
    _record(ledger, world, 1)
    assert _record(ledger, dict.fromkeys(world, "pass"), 2) == Recorded(resolved=BATCH + 10)
    assert ledger.count(Filter()) == 0


DYING = """
import os, signal, sys
from ringwall.hub.record import record
from ringwall.model.finding import Verdict
from ringwall.model.rule import Rule
from ringwall.store.database.connection import open_database
from ringwall.store.database.ledger import BATCH, Ledger

def verdicts():
    for number in range(BATCH * 2):
        yield Verdict("s3.a", f"arn:aws:s3:::{number}", "111111111111", "", "fail", "")
    os.kill(os.getpid(), signal.SIGKILL)

rule = Rule("s3.a", "A", "data", "low", "why", "fix", "")
ledger = Ledger(open_database(sys.argv[1]))
record(ledger, {"s3.a": rule}, verdicts(), lambda _a, _b: {}, snapshot="s", now=2)
"""


def test_a_kill_in_the_middle_leaves_the_state_before(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'hub.sqlite'}"
    ledger = Ledger(open_database(url))
    _record(ledger, {BUCKET: "fail"}, 1_000)
    command = [sys.executable, "-c", DYING, url]
    killed = subprocess.run(command, check=False)  # noqa: S603 - the code is ours
    assert killed.returncode == -signal.SIGKILL
    assert [finding.uid for finding in ledger.findings(Filter(statuses=()))] == [UID]
    assert ledger.last_snapshot() == "s1000"
    assert _record(ledger, {BUCKET: "pass"}, 3_000) == Recorded(resolved=1)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["arn:aws:s3:::a", "arn:aws:s3:::b", "arn:aws:s3:::c"]),
            st.sampled_from(["pass", "fail", "unknown", None]),
        ),
        max_size=6,
    )
)
def test_any_history_agrees_with_a_naive_account_of_it(worlds: list[World]) -> None:
    with TemporaryDirectory() as folder:
        engine = open_database(f"sqlite:///{folder}/hub.sqlite")
        ledger = Ledger(engine)
        for now, world in enumerate(worlds, 1):
            _record(ledger, world, now)
        found = {
            finding.resource: (finding.status, finding.answer, finding.count, finding.reopened)
            for finding in ledger.findings(Filter(statuses=()))
        }
        engine.dispose()
    buckets = {bucket for world in worlds for bucket in world}
    naive = {
        bucket: _replay([world.get(bucket, "unasked") for world in worlds]) for bucket in buckets
    }
    assert found == {bucket: state for bucket, state in naive.items() if state}


def _replay(answers: list[str | None]) -> tuple[str, str, int, int] | None:
    """Tell one bucket's story by scanning its answers, without any state machine's branches."""
    told = [answer for answer in answers if answer != "unasked"]
    failing = openings = count = 0
    state = None
    for answer in told:
        if answer == "fail":
            openings += not failing
            failing, count, state = 1, count + 1, ("open", "fail")
        elif answer == "unknown":
            state = state if failing else ("open", "unknown")
        elif state:
            failing, state = 0, ("resolved", state[1])
    return (*state, count, max(openings - 1, 0)) if state else None


@pytest.mark.parametrize(
    ("resource", "region", "partition"),
    [
        ("arn:aws:s3:::b", "eu-west-1", "aws"),
        ("arn:aws-cn:iam::111111111111:root", "global", "aws-cn"),
        ("arn:aws-us-gov:s3:::b", "us-gov-west-1", "aws-us-gov"),
        ("a name of one's own", "cn-north-1", "aws-cn"),
    ],
)
def test_advice_names_arns_of_the_findings_own_partition(
    ledger: Ledger, resource: str, region: str, partition: str
) -> None:
    rules = {RULE.id: replace(RULE, fix="aws x y --to arn:aws:s3:::LOG_BUCKET")}
    verdicts = [
        Verdict(RULE.id, name, ACCOUNT, place, "fail", "")
        for name, place in ((BUCKET, "eu-west-1"), (resource, region))
    ]
    record(ledger, rules, verdicts, lambda *_: {}, snapshot="s1", now=1)
    found = {finding.resource: finding.remediation.text for finding in ledger.findings(Filter())}
    assert found[BUCKET] == "aws x y --to arn:aws:s3:::LOG_BUCKET"
    assert found[resource] == f"aws x y --to arn:{partition}:s3:::LOG_BUCKET"


ACCEPTED = ExceptionCover(
    (
        FindingException(
            id="EX-1", rules=(RULE.id,), reason="r", owner="ann", expires=date(2999, 1, 1)
        ),
    )
)


def _record_covered(
    ledger: Ledger, snapshot: str, answer: Answer | None, cover: ExceptionCover
) -> tuple[Recorded, Finding]:
    """Record one audit of the bucket; an answer of None hides it."""
    seen = [Verdict(RULE.id, BUCKET, ACCOUNT, "eu-west-1", answer, "why")] if answer else []
    told = record(
        ledger,
        RULES,
        seen,
        lambda _, entries: dict.fromkeys((entry.uid for entry in entries), "unknown"),
        snapshot=snapshot,
        now=int(snapshot),
        cover=cover,
    )
    return told, ledger.find(UID)


@pytest.mark.parametrize("answer", ["unknown", None])
def test_what_is_accepted_stays_so_while_it_is_not_known(
    ledger: Ledger, answer: Answer | None
) -> None:
    _record_covered(ledger, "1", "fail", ACCEPTED)
    told, found = _record_covered(ledger, "2", answer, ACCEPTED)
    assert (found.status, found.answer) == ("suppressed", "fail")
    assert told.reopened == 0
    assert found.suppression["id"] == "EX-1"


@pytest.mark.parametrize("answer", ["unknown", None])
def test_what_is_accepted_no_more_opens_again_though_it_is_not_known(
    ledger: Ledger, answer: Answer | None
) -> None:
    _record_covered(ledger, "1", "fail", ACCEPTED)
    told, found = _record_covered(ledger, "2", answer, ExceptionCover(()))
    assert (found.status, found.answer, found.suppression) == ("open", "fail", {})
    assert (told.reopened, found.reopened) == (1, 1)


def test_an_unknown_is_never_accepted(ledger: Ledger) -> None:
    told, found = _record_covered(ledger, "1", "unknown", ACCEPTED)
    assert (found.status, found.answer, found.suppression) == ("open", "unknown", {})
    assert (told.unknown, told.excepted) == (1, 0)
    told, found = _record_covered(ledger, "2", "fail", ACCEPTED)
    assert (found.status, found.answer, found.count) == ("suppressed", "fail", 1)
    assert [event.kind for event in ledger.history(UID)] == ["opened", "excepted"]


def test_a_failure_that_is_accepted_later_keeps_its_history(ledger: Ledger) -> None:
    _record_covered(ledger, "1", "fail", ExceptionCover(()))
    told, found = _record_covered(ledger, "2", "fail", ACCEPTED)
    assert (found.status, found.first_seen, found.count) == ("suppressed", 1, 2)
    assert (told.excepted, told.new, told.unchanged) == (1, 0, 0)
    again, found = _record_covered(ledger, "2", "fail", ACCEPTED)
    assert (again.excepted, found.count) == (1, 2)
    assert [event.kind for event in ledger.history(UID)] == ["opened", "excepted"]
