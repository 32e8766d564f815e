"""The first migration makes a database that holds findings with their history, and no journal."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from ringwall.store.database.connection import MIGRATIONS, VERSION_TABLE
from ringwall.store.database.schema import FINDING, FINDING_EVENT, RECORDING, RULE_TEXT

TEXT = {"digest": "d", "title": "Bucket is private", "body": {"why": "w"}}
STATE = {
    "uid": "u",
    "rule": "s3.a",
    "resource": "arn:aws:s3:::a",
    "account_id": "111111111111",
    "region": "eu-west-1",
    "gravity": 0,
    "layer": "data",
    "status": "open",
    "answer": "fail",
    "reason": "seen",
    "first_seen": 1,
    "last_seen": 2,
    "resolved_at": 0,
    "reopened": 0,
    "seen": 1,
    "snapshot": "s",
    "recording": 1,
    "text": "d",
    "rest": {},
}


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sa.Connection]:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("pragma foreign_keys = on")
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        yield connection
    engine.dispose()


def test_it_makes_the_tables_of_findings_and_no_others(connection: sa.Connection) -> None:
    assert set(sa.inspect(connection).get_table_names()) == {
        "recording",
        "rule_text",
        "finding",
        "finding_event",
        VERSION_TABLE,
    }
    version = connection.exec_driver_sql(f"select version_num from {VERSION_TABLE}").scalar()
    assert version == "0001"


def test_a_finding_and_its_history_can_be_kept(connection: sa.Connection) -> None:
    event = {"uid": "u", "at": 1, "kind": "opened", "answer": "fail", "snapshot": "s"}
    connection.execute(sa.insert(RECORDING).values(snapshot="s", at=1))
    connection.execute(sa.insert(RULE_TEXT).values(**TEXT))
    connection.execute(sa.insert(FINDING).values(**STATE))
    connection.execute(sa.insert(FINDING_EVENT).values(**event))
    assert dict(connection.execute(sa.select(FINDING)).mappings().one()) == STATE
    kept = connection.execute(sa.select(FINDING_EVENT)).mappings().one()
    assert dict(kept) == event | {"id": 1}


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (FINDING, STATE),
        (FINDING_EVENT, {"uid": "u", "at": 1, "kind": "o", "answer": "f", "snapshot": "s"}),
    ],
    ids=["a finding without its text", "an event without its finding"],
)
def test_nothing_is_kept_that_belongs_to_nothing(
    connection: sa.Connection, table: sa.Table, values: dict[str, object]
) -> None:
    with pytest.raises(sa.exc.IntegrityError, match="FOREIGN KEY"):
        connection.execute(sa.insert(table).values(**values))


def test_pages_of_findings_have_an_index_in_their_order(connection: sa.Connection) -> None:
    indexes = {i["name"]: i["column_names"] for i in sa.inspect(connection).get_indexes("finding")}
    assert indexes["ix_finding_listing"] == [
        "status",
        "answer",
        "gravity",
        "rule",
        "resource",
        "uid",
    ]
