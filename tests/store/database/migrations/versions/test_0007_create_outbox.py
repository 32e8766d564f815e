"""The seventh migration adds the outbox and the nonces, and leaves what was there."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from ringwall.store.database.connection import MIGRATIONS, open_database
from ringwall.store.database.incidents import Incidents
from ringwall.store.database.nonces import Nonces
from ringwall.store.database.schema import METADATA, OUTBOX, SUPPRESSION


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Return a database that the sixth migration has made, with an exception in it."""
    url = f"sqlite:///{tmp_path / 'hub.sqlite'}"
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0006")
        row: dict[str, object] = {column.name: "" for column in SUPPRESSION.columns}
        row |= {"id": "S1", "created_at": 1, "expires_at": 2}
        connection.execute(sa.insert(SUPPRESSION).values(**row))
    engine.dispose()
    return url


def test_an_older_database_gets_an_outbox_and_keeps_its_exceptions(url: str) -> None:
    engine = open_database(url)
    assert [each.id for each in Incidents(engine).suppressions()] == ["S1"]
    assert Nonces(engine).take("slack", "a", 1)
    engine.dispose()


def test_it_makes_the_tables_that_the_program_reads(url: str) -> None:
    engine = open_database(url)
    inspector = sa.inspect(engine)
    for table in METADATA.sorted_tables:
        found = {column["name"] for column in inspector.get_columns(table.name)}
        assert found == {column.name for column in table.columns}
        assert {index["name"] for index in inspector.get_indexes(table.name)} == {
            index.name for index in table.indexes
        }
    engine.dispose()


def test_a_notice_is_there_once(url: str) -> None:
    engine = open_database(url)
    row: dict[str, object] = {column.name: "" for column in OUTBOX.columns}
    row |= {"uid": "u", "created_at": 1, "due_at": 1, "attempts": 0, "sent_at": 0}
    del row["id"]
    with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
        connection.execute(sa.insert(OUTBOX), [row, row])
    engine.dispose()
