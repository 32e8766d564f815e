"""Every detection's own examples are its tests; and no text in a log breaks one."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlglot
from odd_words import find_odd
from sqlglot import ErrorLevel

from ringwall.catalog.loader import load_detections, load_families, load_watched
from ringwall.catalog.template import find_placeholders
from ringwall.detect.dispatch import find_kinds, is_concerned
from ringwall.detect.examples import find_example_hits
from ringwall.detect.query import check_query, find_rule_scans, find_tables
from ringwall.model.detection import DetectionRule
from ringwall.model.rule import Example
from ringwall.model.table import Table
from ringwall.model.text import make_storable
from ringwall.store.engine.embedded import EmbeddedEngine

TABLES = load_watched()
RULES = load_detections()
FAMILIES = load_families()
Case = tuple[DetectionRule, Example]
CASES = [
    pytest.param((rule, example), id=f"{rule.id}:{example.line}-{example.expect}")
    for rule in RULES.values()
    for example in rule.examples
]
each_rule = pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
BUCKETS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}
ONE_OF_MANY = re.compile(r"(?<![-\w.,/:])1 (?!\w+ss\b)[a-z]+s\b")
"""One call is no `1 calls`."""
HOSTILE = "'; drop table hit; --\"<script>alert(1)</script>\x1b[2J\x00\n${x}%s{0}../..\u202e\\$.["


@pytest.fixture(scope="module")
def engine() -> Iterator[EmbeddedEngine]:
    with EmbeddedEngine(threads=1) as engine:
        yield engine


@pytest.mark.parametrize("case", CASES)
def test_example_is_seen_as_it_expects(case: Case, engine: EmbeddedEngine) -> None:
    rule, example = case
    hits = find_example_hits(rule, example, TABLES, engine)
    assert ("hit" if hits else "quiet") == example.expect, rule.locate_example(example)
    assert not [hit.reason for hit in hits.values() if ONE_OF_MANY.search(hit.reason)]


@each_rule
def test_detection_shows_a_hit_and_a_near_miss(rule: DetectionRule) -> None:
    assert {example.expect for example in rule.examples} == {"hit", "quiet"}


@each_rule
def test_detection_says_what_is_bad_in_the_words_of_aws(rule: DetectionRule) -> None:
    """A title reads right beside HIGH: "CloudTrail trail was stopped"."""
    assert re.match(r"[A-Z][^.]+$", rule.title)
    for text in (rule.why, rule.fix, rule.false_positives):
        assert text.rstrip(")").endswith((".", '"')), text
    assert find_odd(rule.title, rule.why, rule.fix, rule.false_positives) == []
    assert rule.attacks, "which techniques of ATT&CK?"


@each_rule
def test_a_batch_cuts_no_count(rule: DetectionRule) -> None:
    """What is counted by the hour or the day is seen for as long: the window says how long."""
    sql = re.sub(r"--.*", "", rule.sql)
    buckets = [BUCKETS[unit] for unit in re.findall(r"date_trunc\('(hour|day)', ", sql)]
    if "// 6" in sql:  # a quarter of a day
        buckets = [timedelta(hours=6)]
    assert rule.window >= max(buckets, default=timedelta(0))
    if re.search(r"\bgroup by\b", sql) and not rule.window:
        assert re.search(r"group by[\s\w,]*\bevent_id\b", sql), "say window, or group by event_id"


@each_rule
def test_detection_has_words_of_its_own(rule: DetectionRule) -> None:
    assert list(find_placeholders(rule, FAMILIES)) == [], f"complete {rule.path}"


@each_rule
def test_the_query_is_one_of_other_engines_too(rule: DetectionRule) -> None:
    check_query(rule)
    for dialect in ("spark", "trino"):
        (written,) = sqlglot.transpile(
            rule.sql, read="duckdb", write=dialect, unsupported_level=ErrorLevel.RAISE
        )
        assert sqlglot.parse_one(written, dialect=dialect)


@each_rule
def test_what_a_hit_is_made_of_concerns_the_detection(
    rule: DetectionRule, engine: EmbeddedEngine
) -> None:
    """It is not left out of a batch in which it would have found something."""
    reads = find_tables(rule, TABLES).keys()
    logs = [name for name in reads if TABLES[name].schema == "logs"]
    scans = find_rule_scans(rule, TABLES)
    for example in rule.examples:
        if find_example_hits(rule, example, TABLES, engine):
            kinds = find_kinds(engine, logs)
            assert is_concerned(scans, reads, logs, kinds), rule.locate_example(example)


@each_rule
def test_a_hit_says_who_did_what(rule: DetectionRule, engine: EmbeddedEngine) -> None:
    for example in rule.examples:
        if example.expect == "hit":
            for hit in find_example_hits(rule, example, TABLES, engine).values():
                assert hit.reason, rule.locate_example(example)
                assert hit.account_id
                assert hit.actor or hit.resource or hit.address


@each_rule
def test_an_act_is_the_same_when_it_is_found_again(
    rule: DetectionRule, engine: EmbeddedEngine
) -> None:
    for example in rule.examples:
        first = find_example_hits(rule, example, TABLES, engine)
        assert find_example_hits(rule, example, TABLES, engine) == first


@each_rule
def test_no_text_of_a_stranger_breaks_it(rule: DetectionRule, engine: EmbeddedEngine) -> None:
    """Whatever is in a column of a log, the query runs, and what it returns can be kept."""
    reads = find_tables(rule, TABLES)
    example = next(example for example in rule.examples if example.expect == "hit")
    for name in (name for name in reads if TABLES[name].schema == "logs"):
        columns = [c.name for c in TABLES[name].columns if c.type in {"TEXT", "JSON", "TEXT[]"}]
        for chosen in ([column] for column in columns if column in reads[name]):
            hits = find_example_hits(rule, spoil(example, TABLES[name], chosen), TABLES, engine)
            for hit in hits.values():
                kept = f"{hit.reason}{hit.resource}{hit.actor}{hit.act}{hit.evidence}"
                assert make_storable(kept) == kept


def spoil(example: Example, table: Table, columns: list[str]) -> Example:
    """Return an example with a hostile value in these columns of a table."""
    types = {column.name: column.type for column in table.columns}
    rows = [
        row | {name: hostile(types[name], row.get(name)) for name in columns}
        for row in map(dict, example.tables.get(table.name, ()))
    ]
    return replace(example, tables={**example.tables, table.name: tuple(rows)})


def hostile(type_: str, value: Any) -> Any:
    if type_ == "TEXT[]":
        return [HOSTILE, ""]
    if type_ == "JSON" and isinstance(value, Mapping):
        return {name: hostile(type_, inner) for name, inner in value.items()}
    return [HOSTILE] if type_ == "JSON" else HOSTILE
