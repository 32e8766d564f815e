"""The fifth migration adds incidents, and leaves the hits of before as they are."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from incident_stories import leaked_key, record_stories

from ringwall.store.database.connection import MIGRATIONS, open_database
from ringwall.store.database.incidents import Incidents
from ringwall.store.database.schema import INCIDENT_HIT, METADATA, WATERMARK


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Return a database that the fourth migration has made, with progress in it."""
    url = f"sqlite:///{tmp_path / 'hub.sqlite'}"
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0004")
        connection.execute(sa.insert(WATERMARK).values(source="cloudtrail", until=1, judged_at=2))
    engine.dispose()
    return url


def test_an_older_database_gets_incidents_and_keeps_its_progress(url: str) -> None:
    engine = open_database(url)
    with engine.connect() as connection:
        assert connection.execute(sa.select(WATERMARK.c.until)).scalars().all() == [1]
    assert Incidents(engine).find_all() == ()
    record_stories(engine, leaked_key())
    assert [incident.hits for incident in Incidents(engine).find_all()] == [4]
    engine.dispose()


def test_it_makes_the_tables_that_the_program_reads(url: str) -> None:
    engine = open_database(url)
    inspector = sa.inspect(engine)
    for table in METADATA.sorted_tables:
        found = {
            column["name"]: str(column["type"]) for column in inspector.get_columns(table.name)
        }
        assert found.keys() == {column.name for column in table.columns}
        assert {index["name"] for index in inspector.get_indexes(table.name)} == {
            index.name for index in table.indexes
        }
    engine.dispose()


def test_a_hit_is_in_one_incident_at_most(url: str) -> None:
    engine = open_database(url)
    record_stories(engine, leaked_key())
    with engine.begin() as connection:
        row = dict(connection.execute(sa.select(INCIDENT_HIT).limit(1)).mappings().one())
    with pytest.raises(sa.exc.IntegrityError, match="UNIQUE"), engine.begin() as connection:
        connection.execute(sa.insert(INCIDENT_HIT).values(**row | {"incident": "INC-other"}))
    engine.dispose()
