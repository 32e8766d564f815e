"""What came in once is not taken again; what was not done may come again."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from outbox_contract import KeptOutbox, NoncesContract, OutboxClock

from ringwall.store.database.connection import open_database
from ringwall.store.database.nonces import Nonces
from ringwall.store.database.schema import CALLBACK_NONCE


@pytest.fixture
def nonces(tmp_path: Path) -> Iterator[Nonces]:
    engine = open_database(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    yield Nonces(engine, lambda: 1000)
    engine.dispose()


def count(nonces: Nonces) -> int:
    with nonces.engine.connect() as connection:
        query = sa.select(sa.func.count()).select_from(CALLBACK_NONCE)
        return int(connection.execute(query).scalar() or 0)


class TestNonces(NoncesContract):
    """The contract."""

    @pytest.fixture
    def kept(self, tmp_path: Path) -> Iterator[KeptOutbox]:
        engine = open_database(f"sqlite:///{tmp_path / 'hub.sqlite'}")
        clock = OutboxClock()
        yield KeptOutbox(clock, nonces=Nonces(engine, clock))
        engine.dispose()


def test_what_ended_is_forgotten(nonces: Nonces) -> None:
    for place in range(5):
        assert nonces.take("slack", str(place), 2000)
    later = replace(nonces, now=lambda: 2001)
    assert later.take("slack", "new", 3000)
    assert count(nonces) == 1


def test_a_nonce_is_kept_as_a_fingerprint(nonces: Nonces) -> None:
    assert nonces.take("slack", "a-token" * 10_000, 2000)
    with nonces.engine.connect() as connection:
        kept = connection.execute(sa.select(CALLBACK_NONCE.c.nonce)).scalar_one()
    assert len(kept) == 64
