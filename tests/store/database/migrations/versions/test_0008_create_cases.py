"""The migration of cases leaves the runs of before as they are."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from ringwall.store.database.cases import CaseStore
from ringwall.store.database.connection import MIGRATIONS, open_database
from ringwall.store.database.schema import METADATA, RUN
from ringwall.store.seal_key import SealKey


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Return a database that the sixth migration has made, with a run in it."""
    url = f"sqlite:///{tmp_path / 'hub.sqlite'}"
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0006")
        row = {"id": "20261201T000000Z-aaaaaa", "kind": "fix", "created_at": 1, "actor": "a"}
        rest = {"snapshot": "", "undo_of": "", "status": "done", "ended_at": 2}
        connection.execute(sa.insert(RUN).values(**row, **rest))
    engine.dispose()
    return url


def test_an_older_database_keeps_its_runs_and_takes_cases(url: str, tmp_path: Path) -> None:
    engine = open_database(url)
    with engine.connect() as connection:
        assert connection.execute(sa.select(RUN.c.status)).scalars().all() == ["done"]
    store = CaseStore(engine, SealKey(tmp_path / "seal.key"))
    store.append("CASE-20261201-abcdef", "opened", "ann", {}, 0)
    assert len(store.events("CASE-20261201-abcdef")) == 1
    engine.dispose()


def test_it_makes_the_table_that_the_program_reads(url: str) -> None:
    engine = open_database(url)
    found = {column["name"] for column in sa.inspect(engine).get_columns("case_event")}
    assert found == {column.name for column in METADATA.tables["case_event"].columns}
    engine.dispose()
