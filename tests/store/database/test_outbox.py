"""The outbox in the database keeps to what every outbox keeps to."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from notices import make_notice
from outbox_contract import KeptOutbox, OutboxClock, OutboxContract

from ringwall.model.errors import BadInput
from ringwall.model.outbox import NOT_OURS
from ringwall.store.database.connection import open_database, writing
from ringwall.store.database.outbox import DatabaseOutbox
from ringwall.store.database.schema import OUTBOX
from ringwall.store.seal_key import SealKey


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[KeptOutbox]:
    engine = open_database(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    clock = OutboxClock()
    outbox = DatabaseOutbox(engine, SealKey(tmp_path / "seal.key"), clock)

    def spoil(column: str, value: str) -> None:
        with writing(engine) as connection:
            connection.execute(sa.update(OUTBOX).values({column: value}))

    yield KeptOutbox(clock, outbox, outbox, spoil=spoil)
    engine.dispose()


class TestDatabaseOutbox(OutboxContract):
    """The contract."""


@pytest.mark.parametrize(
    "change",
    [
        {"body": '{"kind": "closed"}'},
        {"channel": "slack"},
        {"uid": "other"},
        {"seal": "x:y"},
    ],
    ids=["body", "channel", "uid", "seal"],
)
def test_what_somebody_wrote_into_the_database_is_never_told(
    kept: KeptOutbox, change: dict[str, str]
) -> None:
    kept.outbox.put(make_notice(), ["jira"])
    with writing(kept.outbox.engine) as connection:
        connection.execute(sa.update(OUTBOX).values(**change, key="SEC-1"))
    assert kept.outbox.list() == ()
    assert kept.outbox.find_case(change.get("channel", "jira"), "SEC-1") == ""
    assert kept.outbox.claim(["jira", "slack"], 10) == ()
    with kept.outbox.engine.connect() as connection:
        row = connection.execute(sa.select(OUTBOX.c.status, OUTBOX.c.error)).one()
    assert tuple(row) == ("dead", NOT_OURS)
    assert kept.outbox.revive() == 0


def test_a_sealed_text_that_is_no_notice_is_named(kept: KeptOutbox) -> None:
    kept.outbox.put(make_notice(), ["jira"])
    (one,) = kept.outbox.list()
    key = kept.outbox.key
    with writing(kept.outbox.engine) as connection:
        seal = key.seal("outbox", f'["{one.uid}", "jira", "{{}}"]')
        connection.execute(sa.update(OUTBOX).values(body="{}", seal=seal))
    with pytest.raises(BadInput, match=f"notice {one.uid}: cannot be read"):
        kept.outbox.list()
