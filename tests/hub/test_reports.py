"""Findings of AWS's services beside ours: merged once, linked, and never half kept."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from reported_records import (
    CONFIG,
    CONTROL,
    GUARDDUTY,
    INSPECTOR,
    OCSF,
    change,
    copy_guardduty,
)

from ringwall.collect.findings.recognize import read_report
from ringwall.hub.record import record
from ringwall.hub.reports import ReportCount, record_reports
from ringwall.hub.same import find_same_rules
from ringwall.model.finding import Finding, Verdict
from ringwall.model.rule import Rule
from ringwall.store.database.connection import open_database
from ringwall.store.database.hits import HitStore
from ringwall.store.database.incidents import Incidents
from ringwall.store.database.ledger import Filter, Ledger

EVERY = Filter(statuses=("open", "resolved", "suppressed"))
RULE = Rule("s3.blocks_public", "Bucket blocks", "data", "low", "why", "fix", "")
SAME = find_same_rules({}, [("S3.8", RULE.id)])


class Hub:
    """A database of findings."""

    def __init__(self, path: Path) -> None:
        self.engine = open_database(f"sqlite:///{path / 'hub.sqlite'}")
        self.store = HitStore(self.engine)
        self.ledger = Ledger(self.engine)

    def keep(self, *records: dict[str, Any]) -> ReportCount:
        reports = [read for each in records if (read := read_report(each))]
        return record_reports(self.store, reports, SAME, now=7)

    def findings(self) -> list[Finding]:
        return list(self.ledger.findings(EVERY))

    def dump(self) -> tuple[Any, ...]:
        history = [self.ledger.history(each.uid) for each in self.findings()]
        return self.findings(), history, list(self.store.hits())


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    made = Hub(tmp_path)
    yield made
    made.engine.dispose()


def test_a_finding_of_guardduty_is_kept_with_its_record_and_opens_an_incident(hub: Hub) -> None:
    counted = hub.keep(GUARDDUTY)
    (found,) = hub.findings()
    assert (counted.new, counted.hits, len(counted.incidents.opened)) == (1, 1, 1)
    assert (found.raw, found.product, found.status) == (GUARDDUTY, "guardduty", "open")
    (incident,) = Incidents(hub.engine).find_all(0)
    assert incident.actor == "arn:aws:iam::111122223333:user/ann"
    assert [event.kind for event in hub.ledger.history(found.uid)] == ["opened"]


def test_an_import_that_is_repeated_changes_nothing(hub: Hub) -> None:
    records = (GUARDDUTY, CONTROL, INSPECTOR, CONFIG)
    hub.keep(*records)
    before = hub.dump()
    counted = hub.keep(*records, *records)
    assert (counted.new, counted.changed, counted.unchanged, counted.hits) == (0, 0, 4, 0)
    assert hub.dump() == before


@pytest.mark.parametrize("is_copy_first", [True, False])
def test_copies_in_security_hub_are_the_finding_itself(hub: Hub, *, is_copy_first: bool) -> None:
    later = copy_guardduty(GUARDDUTY, UpdatedAt="2026-02-02T00:00:00Z")
    for each in (later, OCSF, GUARDDUTY) if is_copy_first else (GUARDDUTY, later, OCSF):
        hub.keep(each)
    (found,) = hub.findings()
    assert found.raw == GUARDDUTY
    assert len(list(hub.store.hits())) == 1


def test_a_newer_state_wins_whatever_comes_first(hub: Hub) -> None:
    newer = change(GUARDDUTY, service__archived=True, updatedAt="2026-02-01T00:00:00Z")
    hub.keep(newer)
    counted = hub.keep(GUARDDUTY)
    assert (counted.unchanged, hub.findings()[0].status) == (1, "suppressed")


def test_what_is_resolved_and_comes_back_is_reopened(hub: Hub) -> None:
    hub.keep(CONTROL)
    passed = change(CONTROL, Compliance__Status="PASSED", UpdatedAt="2026-02-01T00:00:00Z")
    failed = change(CONTROL, UpdatedAt="2026-02-02T00:00:00Z")
    assert hub.keep(passed).resolved == 1
    assert hub.findings()[0].resolved_at > 0
    assert hub.keep(failed).reopened == 1
    (found,) = hub.findings()
    assert (found.status, found.reopened, found.resolved_at) == ("open", 1, 0)
    kinds = [(event.kind, event.answer) for event in hub.ledger.history(found.uid)]
    assert kinds == [("opened", "fail"), ("resolved", "pass"), ("reopened", "fail")]


def test_a_check_that_has_passed_and_never_failed_is_not_kept(hub: Hub) -> None:
    counted = hub.keep(change(CONTROL, Compliance__Status="PASSED"))
    assert (counted.passed, hub.findings()) == (1, [])


def audit(hub: Hub, *resources: str) -> None:
    verdicts = [
        Verdict(RULE.id, name, "111122223333", "eu-west-1", "fail", "no") for name in resources
    ]
    known = {RULE.id: RULE}
    record(hub.ledger, known, verdicts, lambda _, __: {}, snapshot="s1", now=5)


def test_a_control_is_linked_to_our_rule_on_the_same_resource(hub: Hub) -> None:
    audit(hub, "arn:aws:s3:::customer-data", "arn:aws:s3:::other")
    assert hub.keep(CONTROL).same == 1
    found = {(each.product, each.resource): each for each in hub.findings()}
    theirs = found["securityhub", "arn:aws:s3:::customer-data"]
    ours = found["ringwall", "arn:aws:s3:::customer-data"]
    assert (theirs.same_as, ours.same_as) == ((ours.uid,), (theirs.uid,))
    assert found["ringwall", "arn:aws:s3:::other"].same_as == ()
    assert (hub.ledger.count(EVERY), hub.ledger.count_same(EVERY)) == (3, 1)
    assert hub.ledger.count_same(replace(EVERY, rule="securityhub.*")) == 0
    assert hub.keep(CONTROL).same == 0


def test_an_audit_resolves_nothing_of_aws_and_keeps_the_link(hub: Hub) -> None:
    audit(hub, "arn:aws:s3:::customer-data")
    hub.keep(CONTROL, GUARDDUTY)
    record(
        hub.ledger,
        {RULE.id: RULE},
        [],
        lambda _, e: dict.fromkeys((x.uid for x in e), "pass"),
        snapshot="s2",
        now=6,
    )
    status = {each.product: each.status for each in hub.findings()}
    assert status == {"ringwall": "resolved", "securityhub": "open", "guardduty": "open"}
    assert all(each.same_as for each in hub.findings() if each.product != "guardduty")


def test_a_failure_in_between_leaves_what_was_before(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.keep(CONTROL)
    before = hub.dump()

    def fail(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ringwall.hub.reports.link_hits", fail)
    with pytest.raises(KeyboardInterrupt):
        hub.keep(GUARDDUTY, INSPECTOR)
    assert hub.dump() == before


def test_hostile_texts_and_numbers_are_kept(hub: Hub) -> None:
    odd = json.loads('"\\u0000\\ud800\'; drop table finding; --\\u001b[2J"')
    hub.keep(change(GUARDDUTY, title=odd, description=odd, type=odd, service__count=10**17))
    (found,) = hub.findings()
    assert found.raw["title"] == odd
    assert found.count == 2**31 - 1
    assert "\x1b" not in found.title + found.rule
