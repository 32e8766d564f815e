"""The third migration adds leases, and leaves the journal of before as it is."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from ringwall.model.lease import Leased
from ringwall.store.database.connection import MIGRATIONS, open_database
from ringwall.store.database.journal import Journal
from ringwall.store.database.leases import Leases
from ringwall.store.database.schema import LEASE, RUN
from ringwall.store.seal_key import SealKey

ROW = {"account_id": "1", "region": "r", "resource": "arn:a", "run": "x", "process": "", "until": 1}


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Return a database that the second migration has made, with a run in it."""
    url = f"sqlite:///{tmp_path / 'hub.sqlite'}"
    engine = sa.create_engine(url)
    run = {"id": "r", "kind": "fix", "created_at": 1, "actor": "a", "snapshot": ""}
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        connection.execute(sa.insert(RUN).values(**run, undo_of="", status="stopped", ended_at=2))
    engine.dispose()
    return url


def test_an_older_database_gets_leases_and_keeps_its_runs(url: str, tmp_path: Path) -> None:
    engine = open_database(url)
    assert [run.id for run in Journal(engine, SealKey(tmp_path / "seal.key")).runs()] == ["r"]
    Leases(engine).take("r", [Leased("1", "eu-west-1", "arn:a")])
    assert Leases(engine).find_running() == {"r"}
    engine.dispose()


def test_a_resource_has_one_lease_at_most(url: str) -> None:
    engine = open_database(url)
    with engine.begin() as connection:
        connection.execute(sa.insert(LEASE).values(**ROW))
    with pytest.raises(sa.exc.IntegrityError, match="UNIQUE"), engine.begin() as connection:
        connection.execute(sa.insert(LEASE).values(**ROW | {"run": "y"}))
    engine.dispose()
