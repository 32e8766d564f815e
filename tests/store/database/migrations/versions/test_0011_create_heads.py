"""A database of before gets heads for what is written from then on."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from ringwall.store.database.connection import MIGRATIONS, open_database
from ringwall.store.database.journal import Journal
from ringwall.store.database.schema import LOG_HEAD
from ringwall.store.seal_key import SealKey


def test_a_journal_of_before_holds_and_goes_on_with_heads(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'hub.sqlite'}"
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0010")
    engine.dispose()
    engine = open_database(url)
    journal = Journal(engine, SealKey(tmp_path / "seal.key"))
    assert journal.verify_chain() == []
    journal.start("fix", "ann", "", [{"write": "x"}])
    assert journal.verify_chain() == []
    with engine.connect() as connection:
        logs = connection.execute(sa.select(LOG_HEAD.c.log, LOG_HEAD.c.event)).all()
    assert logs == [("journal", 1), ("journal", 2)]
    engine.dispose()
