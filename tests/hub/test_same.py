"""The same thing seen by AWS and by Ringwall."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from reported_records import GUARDDUTY, change

from ringwall.collect.findings.guardduty import read_guardduty
from ringwall.hub.reports import record_reports
from ringwall.hub.same import find_same_rules
from ringwall.hub.sightings import JudgedBatch, record_hits
from ringwall.model.detection import DetectionRule, Hit
from ringwall.model.finding import Finding
from ringwall.store.database.connection import open_database
from ringwall.store.database.hits import HitStore
from ringwall.store.database.ledger import Filter, Ledger

KIND = "Stealth:IAMUser/CloudTrailLoggingDisabled"
RULE = DetectionRule(
    "cloudtrail.trail_stopped", "Trail stopped", "high", "Why.", "Fix.", "", finding_types=(KIND,)
)
SAME = find_same_rules({RULE.id: RULE}, [("S3.8", "s3.x")])
AT = datetime.fromisoformat("2026-01-31T10:02:00")


class Both:
    """Hits of ours and of GuardDuty in one database."""

    def __init__(self, path: Path) -> None:
        self.engine = open_database(f"sqlite:///{path / 'hub.sqlite'}")
        self.store = HitStore(self.engine)

    def detect(self, **more: Any) -> None:
        known: dict[str, Any] = {
            "rule": RULE.id,
            "at": AT,
            "act": "e1",
            "account_id": "111122223333",
            "region": "eu-west-1",
            "actor": "arn:aws:iam::111122223333:user/team/ann",
            "resource": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/t",
            "reason": "stopped",
        }
        hit = Hit(**{**known, **more})
        record_hits(self.store, {RULE.id: RULE}, JudgedBatch({hit.uid: hit}), now=7, same=SAME)

    def report(self, **members: Any) -> int:
        read = read_guardduty(change(GUARDDUTY, **members))
        return record_reports(self.store, [read], SAME, now=8).same

    def findings(self) -> dict[str, Finding]:
        found = Ledger(self.engine).findings(Filter())
        return {each.product: each for each in found}


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Both]:
    made = Both(tmp_path)
    yield made
    made.engine.dispose()


def test_rules_that_say_the_same_are_known_from_both_sides() -> None:
    assert SAME.partners(f"guardduty.{KIND}") == {RULE.id}
    assert SAME.partners(RULE.id) == {f"guardduty.{KIND}"}
    assert SAME.partners("s3.y") == frozenset()
    assert SAME.controls == {"securityhub.S3.8": {"s3.x"}}


@pytest.mark.parametrize("is_ours_first", [True, False])
def test_the_same_actor_within_a_day_is_the_same(both: Both, *, is_ours_first: bool) -> None:
    for step in (both.detect, both.report) if is_ours_first else (both.report, both.detect):
        step()
    found = both.findings()
    assert found["ringwall"].same_as == (found["guardduty"].uid,)
    assert found["guardduty"].same_as == (found["ringwall"].uid,)


@pytest.mark.parametrize(
    "more",
    [
        {"at": AT - timedelta(hours=25)},
        {"at": AT + timedelta(hours=50)},
        {"actor": "arn:aws:iam::111122223333:user/bob", "address": "198.51.100.7"},
        {"account_id": "999999999999", "actor": "arn:aws:iam::999999999999:user/ann"},
    ],
)
def test_another_day_actor_or_account_is_not_the_same(both: Both, more: Any) -> None:
    both.detect(**more)
    assert both.report() == 0


def test_another_type_is_not_the_same(both: Both) -> None:
    both.detect()
    assert both.report(type="Recon:IAMUser/MaliciousIPCaller") == 0
