"""Hits as they are told of: the words of their rules, and parts of what one statement asks for."""

from pathlib import Path

import incident_stories as stories
import pytest
import sqlalchemy as sa

from ringwall.model.incident import RuleWords
from ringwall.store.database.connection import open_database
from ringwall.store.database.schema import FINDING, RULE_TEXT
from ringwall.store.database.told import PART, read_words, split_parts


def test_the_words_of_a_rule_are_as_it_said_them(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    stories.record_stories(engine, stories.leaked_key()[:1])
    query = sa.select(
        FINDING.c.gravity, RULE_TEXT.c.title, RULE_TEXT.c.body.label("text_body")
    ).join(RULE_TEXT, RULE_TEXT.c.digest == FINDING.c.text)
    with engine.connect() as connection:
        words = read_words(connection.execute(query).mappings().one())
    assert words == stories.RULES["iam.key_used_from_tor"]
    assert isinstance(words, RuleWords)
    engine.dispose()


@pytest.mark.parametrize("count", [0, 1, PART, PART + 1])
def test_parts_have_each_item_once(count: int) -> None:
    parts = list(split_parts(range(count)))
    assert [item for part in parts for item in part] == list(range(count))
    assert all(1 <= len(part) <= PART for part in parts)
