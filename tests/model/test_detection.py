"""Hits: the same act has the same uid."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from ringwall.model.detection import OPTIONAL_COLUMNS, REQUIRED_COLUMNS, DetectionRule, Hit

HIT = Hit(
    rule="cloudtrail.trail_stops",
    at=datetime.fromisoformat("2026-01-31T10:00:00"),
    act="e-1",
    account_id="111111111111",
    region="eu-west-1",
    actor="arn:aws:iam::111111111111:user/ann",
    resource="arn:aws:cloudtrail:eu-west-1:111111111111:trail/all",
    reason="StopLogging",
)


@pytest.mark.parametrize("changed", ["rule", "act", "account_id"])
def test_another_act_has_another_uid(changed: str) -> None:
    other: dict[str, Any] = {changed: "other"}
    assert replace(HIT, **other).uid != HIT.uid


def test_the_same_act_found_again_has_the_same_uid() -> None:
    again = replace(HIT, at=HIT.at + timedelta(hours=1), reason="seen once more", count=2)
    assert again.uid == HIT.uid


def test_a_hit_has_what_queries_return() -> None:
    assert {*REQUIRED_COLUMNS, *OPTIONAL_COLUMNS} <= set(Hit.__dataclass_fields__)


def test_the_service_is_the_first_part_of_the_id() -> None:
    assert DetectionRule("s3.bucket_opens", "", "low", "", "", "").service == "s3"
