"""Rows become hits: columns as agreed, texts that can be kept."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from ringwall.detect.hits import LONGEST_LIST, LONGEST_TEXT, check_columns, keep_value, read_hits
from ringwall.model.detection import REQUIRED_COLUMNS, DetectionRule, Hit
from ringwall.model.errors import BadInput
from ringwall.model.log_format import FIRST_TIME, LAST_TIME

AT = datetime.fromisoformat("2026-01-31T10:00:00")
RULE = DetectionRule("s3.bucket_opens", "", "low", "", "", "", confidence=70)
ROW: dict[str, Any] = {
    "at": AT,
    "act": "e-1",
    "account_id": "1",
    "region": "r",
    "actor": "a",
    "resource": "b",
    "reason": "c",
}


def read(**more: Any) -> Hit:
    row = ROW | more
    (hit,) = read_hits(RULE, row, [row.values()])
    return hit


def test_columns_as_agreed_are_taken() -> None:
    check_columns(dict(REQUIRED_COLUMNS))
    more = {"count": "HUGEINT", "confidence": "INTEGER", "events": "NULL", "size": "DOUBLE"}
    check_columns({**REQUIRED_COLUMNS, **more, "region": "NULL", "resource": "JSON"})


@pytest.mark.parametrize(
    ("types", "complaint"),
    [
        ({}, "returns no at, act, account_id"),
        ({**REQUIRED_COLUMNS, "at": "TEXT"}, "at as TEXT; it is TIMESTAMP"),
        ({**REQUIRED_COLUMNS, "at": "TIMESTAMP WITH TIME ZONE"}, "it is TIMESTAMP"),
        ({**REQUIRED_COLUMNS, "act": "NULL"}, "act as NULL; it is TEXT"),
        ({**REQUIRED_COLUMNS, "count": "DOUBLE"}, "count as DOUBLE; it is BIGINT"),
        ({**REQUIRED_COLUMNS, "events": "TEXT"}, "events as TEXT; it is TEXT"),
    ],
)
def test_other_columns_are_refused(types: dict[str, str], complaint: str) -> None:
    with pytest.raises(BadInput, match=complaint):
        check_columns(types)


def test_what_is_not_agreed_is_evidence() -> None:
    hit = read(size=3, of=None, until=AT)
    assert hit.evidence == {"size": 3, "until": "2026-01-31T10:00:00Z"}
    assert (hit.rule, hit.count, hit.confidence) == ("s3.bucket_opens", 1, 70)


def test_null_is_nothing() -> None:
    hit = read(actor=None, resource=None, events=None, count=None)
    assert (hit.actor, hit.resource, hit.events, hit.count) == ("", "", (), 1)


def test_an_act_without_a_name_hides_behind_no_other() -> None:
    assert read(act=None).act != read(act=None, resource="other").act
    assert read(act=None).act == read(act="").act != ""


def test_a_row_without_a_time_is_no_hit() -> None:
    with pytest.raises(BadInput, match="no time"):
        read(at=None)


def test_what_no_database_takes_is_replaced_and_what_is_long_is_cut() -> None:
    hit = read(reason="a\x00\ud800b", resource="x" * 9_999, events=["e"] * 9 + ["f"])
    assert (hit.reason, hit.events) == ("a\ufffd\ufffdb", ("e", "f"))
    assert (len(hit.resource), hit.resource[-3:]) == (LONGEST_TEXT, "...")
    assert len(read(entities=[str(n) for n in range(500)]).entities) == LONGEST_LIST


def test_confidence_is_that_of_the_row_and_within_its_bounds() -> None:
    assert [read(confidence=n).confidence for n in (None, 0, 55, 400)] == [70, 1, 55, 100]


def test_evidence_is_json() -> None:
    deep: Any = "x"
    for _ in range(50):
        deep = [deep]
    kept = keep_value({"n": Decimal("1.5"), "inf": float("inf"), "deep": deep, "b": b"\xff"})
    assert (kept["n"], kept["inf"]) == (1.5, "inf")
    assert isinstance(kept["b"], str)


@pytest.mark.parametrize(
    ("said", "kept"),
    [(datetime.max, LAST_TIME), (datetime.min, FIRST_TIME), (AT, AT)],  # noqa: DTZ901
)
def test_a_time_near_the_end_of_all_times_is_one_that_days_can_be_added_to(
    said: datetime, kept: datetime
) -> None:
    assert read(at=said).at == kept
