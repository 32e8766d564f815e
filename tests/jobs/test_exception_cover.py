from datetime import date
from typing import Any

import pytest

from ringwall.catalog.loader import load_rules, load_tables
from ringwall.jobs.exception_cover import has_tags, open_cover
from ringwall.model.exception import FindingException
from ringwall.model.finding import Verdict
from ringwall.store.engine.embedded import EmbeddedEngine

BUCKETS = {"website": '{"purpose": "website"}', "other": '{"purpose": "x"}', "unread": None}
ROW = {"partition": "aws", "account_id": "1" * 12, "region": "eu-west-1"}


def _covers(exception: FindingException) -> set[str]:
    rule = load_rules()["s3.bucket_is_versioned"]
    tables = load_tables()
    with EmbeddedEngine() as engine:
        rows = [
            {**ROW, "arn": f"arn:aws:s3:::{name}", "tags": tags} for name, tags in BUCKETS.items()
        ]
        engine.create(tables["s3_bucket"], rows)
        accounts = [{**ROW, "id": "1" * 12, "parent_ids": ["r-ab12", "ou-ab12-12345678"]}]
        engine.create(tables["organizations_account"], accounts)
        cover = open_cover(engine, [exception], [rule])
    verdicts: dict[str, Any] = {
        name: Verdict(rule.id, f"arn:aws:s3:::{name}", "1" * 12, "eu-west-1", "fail", "")
        for name in BUCKETS
    }
    return {name for name, verdict in verdicts.items() if cover.find(verdict)}


def _make(**scope: Any) -> FindingException:
    return FindingException(
        id="e", rules=("s3.*",), reason="r", owner="o", expires=date(2999, 1, 1), **scope
    )


def test_tags_are_those_of_the_snapshot_and_what_was_not_read_is_not_covered() -> None:
    assert _covers(_make(tags={"purpose": "web*"})) == {"website"}
    assert _covers(_make(tags={"purpose": "*"})) == {"website", "other"}
    assert _covers(_make(tags={"purpose": "website", "more": "*"})) == set()


def test_units_are_those_above_the_account() -> None:
    assert _covers(_make(units=("r-ab12",))) == set(BUCKETS)
    assert _covers(_make(units=("ou-ab12-87654321",))) == set()


@pytest.mark.parametrize("tags", [None, [], "x", {"a": 1}, {"A": "b"}], ids=str)
def test_odd_tags_are_no_match(tags: object) -> None:
    assert not has_tags(tags, {"a": "*"})
