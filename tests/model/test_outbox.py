"""What keeps notices and nonces keeps them as the protocols say."""

from pathlib import Path

import pytest
from notices import NOW, make_notice

from ringwall.model.errors import BadInput
from ringwall.model.outbox import (
    NonceLog,
    Outbox,
    QueuedNotice,
    digest_nonce,
    make_uid,
    read_body,
    write_body,
)
from ringwall.store.database.connection import open_database
from ringwall.store.database.nonces import Nonces
from ringwall.store.database.outbox import DatabaseOutbox
from ringwall.store.seal_key import SealKey


def test_the_database_keeps_both(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    queue: Outbox = DatabaseOutbox(engine, SealKey(tmp_path / "seal.key"), lambda: NOW)
    nonces: NonceLog = Nonces(engine, lambda: NOW)
    queue.put(make_notice(), ["jira"])
    (one,) = queue.claim(["jira"], 1)
    assert one == QueuedNotice(one.uid, "jira", make_notice(), NOW, one.due_at, attempts=1)
    assert nonces.take("jira", "a", NOW + 1)
    engine.dispose()


def test_a_uid_is_of_one_notice_for_one_channel() -> None:
    notices = [make_notice(), make_notice("noted"), make_notice(number=2), make_notice(case="x")]
    uids = {make_uid(name, notice) for name in ("jira", "soc") for notice in notices}
    assert len(uids) == 8
    assert make_uid("jira", make_notice()) == make_uid("jira", make_notice(title="other"))


def test_what_is_no_notice_is_named() -> None:
    assert read_body("1", write_body(make_notice())) == make_notice()
    with pytest.raises(BadInput, match="notice 1: cannot be read"):
        read_body("1", "{}")


def test_a_nonce_of_any_length_is_kept_as_one() -> None:
    assert {len(digest_nonce(text)) for text in ("", "a" * 10_000)} == {64}
