"""The fourth migration adds hits and progress, and leaves the findings of before as they are."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from ringwall.store.database.connection import MIGRATIONS, open_database
from ringwall.store.database.hits import HitStore, JudgedLogs
from ringwall.store.database.leases import Leases
from ringwall.store.database.schema import LEASE


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Return a database that the third migration has made, with a lease in it."""
    url = f"sqlite:///{tmp_path / 'hub.sqlite'}"
    engine = sa.create_engine(url)
    lease = {"account_id": "1", "region": "r", "resource": "arn:a", "run": "x"}
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        connection.execute(sa.insert(LEASE).values(**lease, process="", until=1))
    engine.dispose()
    return url


def test_an_older_database_gets_hits_and_keeps_its_leases(url: str) -> None:
    engine = open_database(url)
    with engine.connect() as connection:
        assert connection.execute(sa.select(LEASE.c.run)).scalars().all() == ["x"]
    assert Leases(engine).find_running() == set()
    with HitStore(engine).writer() as writer:
        writer.mark(JudgedLogs("cloudtrail", {"day=2026-01-31/a.parquet": 3}, until=5), 7)
    assert HitStore(engine).judged_files() == {"cloudtrail": {"day=2026-01-31/a.parquet": 3}}
    engine.dispose()


def test_a_hit_belongs_to_a_finding(url: str) -> None:
    engine = open_database(url)
    keys = sa.inspect(engine).get_foreign_keys("hit")
    assert [(key["constrained_columns"], key["referred_table"]) for key in keys] == [
        (["finding"], "finding")
    ]
    engine.dispose()
