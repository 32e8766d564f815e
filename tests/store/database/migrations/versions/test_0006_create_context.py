"""The sixth migration adds acts of context, and leaves the incidents of before as they are."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from incident_stories import beside_a_leaked_key, leaked_key, record_stories

from ringwall.store.database.connection import MIGRATIONS, open_database
from ringwall.store.database.context import ContextStore
from ringwall.store.database.incidents import Incidents
from ringwall.store.database.schema import CONTEXT_TIE, METADATA, SUPPRESSION


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Return a database that the fifth migration has made, with an exception in it."""
    url = f"sqlite:///{tmp_path / 'hub.sqlite'}"
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0005")
        row: dict[str, object] = {column.name: "" for column in SUPPRESSION.columns}
        row |= {"id": "S1", "created_at": 1, "expires_at": 2}
        connection.execute(sa.insert(SUPPRESSION).values(**row))
    engine.dispose()
    return url


def test_an_older_database_gets_context_and_keeps_its_exceptions(url: str) -> None:
    engine = open_database(url)
    assert [each.id for each in Incidents(engine).suppressions()] == ["S1"]
    record_stories(engine, leaked_key(), beside_a_leaked_key())
    assert len(list(ContextStore(engine).hits())) == 6
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


def test_a_tie_is_of_an_act_that_is_kept(url: str) -> None:
    engine = open_database(url)
    row = {"hit": "none", "value": "ann", "at": 1, "party": "ann", "is_identity": 1}
    with pytest.raises(sa.exc.IntegrityError, match="FOREIGN KEY"), engine.begin() as connection:
        connection.execute(sa.insert(CONTEXT_TIE).values(**row))
    engine.dispose()
