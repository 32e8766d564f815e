"""What came in once is not taken again; what was not done may come again."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
import sqlalchemy as sa

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


def test_a_nonce_is_taken_once(nonces: Nonces) -> None:
    assert nonces.take("slack", "a", 2000)
    assert not nonces.take("slack", "a", 2000)
    assert nonces.take("teams", "a", 2000)
    nonces.give_back("slack", "a")
    assert nonces.take("slack", "a", 2000)
    assert not nonces.take("teams", "a", 2000)


def test_what_ended_is_forgotten(nonces: Nonces) -> None:
    for place in range(5):
        assert nonces.take("slack", str(place), 2000)
    later = replace(nonces, now=lambda: 2001)
    assert later.take("slack", "new", 3000)
    assert count(nonces) == 1


def test_of_many_who_take_it_at_once_one_has_it(nonces: Nonces) -> None:
    won: list[bool] = []
    threads = [Thread(target=lambda: won.append(nonces.take("slack", "a", 2000))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False] * 7 + [True]


def test_a_nonce_is_kept_as_a_fingerprint(nonces: Nonces) -> None:
    assert nonces.take("slack", "a-token" * 10_000, 2000)
    with nonces.engine.connect() as connection:
        kept = connection.execute(sa.select(CALLBACK_NONCE.c.nonce)).scalar_one()
    assert len(kept) == 64
