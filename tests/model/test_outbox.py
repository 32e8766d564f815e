"""What keeps notices and nonces keeps them as the protocols say."""

from pathlib import Path

from notices import NOW, make_notice

from ringwall.model.outbox import NonceLog, NoticeQueue, QueuedNotice
from ringwall.store.database.connection import open_database
from ringwall.store.database.nonces import Nonces
from ringwall.store.database.outbox import Outbox
from ringwall.store.seal_key import SealKey


def test_the_database_keeps_both(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    queue: NoticeQueue = Outbox(engine, SealKey(tmp_path / "seal.key"), lambda: NOW)
    nonces: NonceLog = Nonces(engine, lambda: NOW)
    queue.put(make_notice(), ["jira"])
    (one,) = queue.claim(["jira"], 1)
    assert one == QueuedNotice(one.uid, "jira", make_notice(), NOW, one.due_at, attempts=1)
    assert nonces.take("jira", "a", NOW + 1)
    engine.dispose()
