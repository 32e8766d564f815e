"""Leases get a fencing token, and those of before keep their runs."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from ringwall.model.lease import Leased
from ringwall.store.database.connection import MIGRATIONS, open_database
from ringwall.store.database.leases import Leases
from ringwall.store.database.schema import LEASE


def test_leases_of_before_have_a_token_lower_than_any_new_one(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'hub.sqlite'}"
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0006")
        connection.exec_driver_sql("insert into lease values ('1', 'r', 'arn:a', 'x', '', 1)")
    engine.dispose()
    engine = open_database(url)
    with engine.connect() as connection:
        assert connection.execute(sa.select(LEASE.c.run, LEASE.c.token)).all() == [("x", 0)]
    assert Leases(engine).take("y", [Leased("1", "eu-west-1", "arn:b")]) == 1
    assert Leases(engine).take("z", [Leased("1", "eu-west-1", "arn:c")]) == 2
    engine.dispose()
