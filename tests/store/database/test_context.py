"""Acts of context at rest: each once, with what more there is, and for a time."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import incident_stories as stories
import pytest
import sqlalchemy as sa

from ringwall.model.detection import Hit
from ringwall.model.errors import BadInput
from ringwall.store.database.connection import open_database, writing
from ringwall.store.database.context import ContextAct, ContextStore, ContextWriter
from ringwall.store.database.entry import RuleText
from ringwall.store.database.ledger import LedgerWriter
from ringwall.store.database.told import KeptTie

HIT = stories.make_hit("sts.identity_asked", count=2)
AT = 1_769_853_600_000


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sa.Engine]:
    engine = open_database(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    yield engine
    engine.dispose()


def keep(database: sa.Engine, *hits: Hit, now: int = AT) -> int:
    with writing(database) as connection:
        text = LedgerWriter(connection).add_text(RuleText("Asked", "why"))
        acts = [ContextAct(hit, 3, text, (KeptTie(hit.uid, "ann", AT, "ann", 1),)) for hit in hits]
        return ContextWriter(connection).keep(acts, now)


def test_an_act_is_kept_once_with_what_its_rule_says(database: sa.Engine) -> None:
    assert [keep(database, HIT), keep(database, HIT)] == [1, 0]
    store = ContextStore(database)
    assert list(store.hits()) == [HIT]
    (told,) = store.told([HIT.uid])
    assert (told.hit, told.words.title, told.words.severity) == (HIT, "Asked", "low")
    assert store.told(["none"]) == ()


def test_more_of_an_act_is_kept_and_less_is_not(database: sa.Engine) -> None:
    store = ContextStore(database)
    keep(database, HIT)
    keep(database, replace(HIT, count=5, reason="more"))
    keep(database, replace(HIT, count=1, reason="less"))
    assert [(hit.count, hit.reason) for hit in store.hits()] == [(5, "more")]


def test_ties_are_found_by_value_and_time(database: sa.Engine) -> None:
    keep(database, HIT)
    store = ContextStore(database)
    found = [KeptTie(HIT.uid, "ann", AT, "ann", 1)]
    assert store.ties(["ann", "bob"], AT, AT) == found
    assert store.ties(["bob"], AT, AT) == store.ties(["ann"], AT + 1, AT + 2) == []


def test_what_is_old_is_forgotten(database: sa.Engine) -> None:
    other = stories.make_hit("sts.identity_asked", 1)
    keep(database, HIT, now=AT)
    keep(database, other, now=AT + 10)
    with writing(database) as connection:
        ContextWriter(connection).drop(AT + 10)
    store = ContextStore(database)
    assert list(store.hits()) == [other]
    assert [tie.hit for tie in store.ties(["ann"], 0, AT * 2)] == [other.uid]


def test_a_damaged_text_is_named(database: sa.Engine) -> None:
    keep(database, HIT)
    with writing(database) as connection:
        connection.execute(sa.text("update rule_text set body = :body"), {"body": json.dumps([])})
    with pytest.raises(BadInput, match="rule text"):
        ContextStore(database).told([HIT.uid])
