"""The second migration adds the journal, and leaves the findings of before as they are."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from ringwall.store.database.connection import MIGRATIONS, open_database
from ringwall.store.database.journal import Journal
from ringwall.store.database.ledger import Ledger
from ringwall.store.database.schema import RECORDING, RUN, RUN_EVENT
from ringwall.store.seal_key import SealKey

EVENT = {"number": 1, "run": "r", "step": 0, "kind": "planned", "at": 1, "body": "{}", "hash": "h"}


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Return a database that the first migration has made, with a recording in it."""
    url = f"sqlite:///{tmp_path / 'hub.sqlite'}"
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(sa.insert(RECORDING).values(snapshot="before", at=1))
    engine.dispose()
    return url


def test_an_older_database_gets_a_journal_and_keeps_its_findings(url: str, tmp_path: Path) -> None:
    engine = open_database(url)
    assert Ledger(engine).last_snapshot() == "before"
    journal = Journal(engine, SealKey(tmp_path / "seal.key"))
    run = journal.start("fix", "arn:ann", "snap", [{"write": "one"}])
    assert [found.id for found in journal.runs()] == [run.id]
    assert journal.verify_chain() == []
    engine.dispose()


def test_an_event_belongs_to_a_run_and_has_its_number_alone(url: str) -> None:
    engine = open_database(url)
    with pytest.raises(sa.exc.IntegrityError, match="FOREIGN KEY"), engine.begin() as connection:
        connection.execute(sa.insert(RUN_EVENT).values(**EVENT))
    run = {"id": "r", "kind": "fix", "created_at": 1, "actor": "a", "snapshot": ""}
    with engine.begin() as connection:
        connection.execute(sa.insert(RUN).values(**run, undo_of="", status="open", ended_at=0))
        connection.execute(sa.insert(RUN_EVENT).values(**EVENT))
    with pytest.raises(sa.exc.IntegrityError, match="UNIQUE"), engine.begin() as connection:
        connection.execute(sa.insert(RUN_EVENT).values(**EVENT | {"hash": "other"}))
    engine.dispose()


def test_undos_are_found_by_an_index(url: str) -> None:
    engine = open_database(url)
    with engine.connect() as connection:
        plan = connection.exec_driver_sql(
            "explain query plan select * from run where undo_of = 'r'"
        )
        assert "ix_run_undo_of" in str(plan.fetchall())
    engine.dispose()
