"""What channels are told is written down first, handed out in order, and never twice at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from notices import CASE, HOSTILE, NOW, make_ask, make_notice

from ringwall.model.errors import BadInput
from ringwall.store.database.connection import open_database, writing
from ringwall.store.database.outbox import NOT_OURS, TERM, Outbox
from ringwall.store.database.schema import OUTBOX
from ringwall.store.seal_key import SealKey


@dataclass
class Clock:
    at: int = NOW

    def __call__(self) -> int:
        return self.at


@dataclass
class Bench:
    outbox: Outbox
    clock: Clock


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    engine = open_database(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    clock = Clock()
    yield Bench(Outbox(engine, SealKey(tmp_path / "seal.key"), clock), clock)
    engine.dispose()


def test_a_notice_is_queued_once_for_each_channel(bench: Bench) -> None:
    assert bench.outbox.put(make_notice(), ["jira", "slack"]) == 2
    assert bench.outbox.put(make_notice(), ["jira", "slack", "mail"]) == 1
    assert bench.outbox.put(make_notice("noted"), ["jira"]) == 1, "another kind is another notice"
    assert [one.channel for one in bench.outbox.list()] == ["jira", "slack", "mail", "jira"]


@pytest.mark.parametrize(
    "notice", [make_ask(acts=3), make_notice(title=HOSTILE.replace("\x00", ""))]
)
def test_what_is_queued_comes_back_as_it_was(bench: Bench, notice: object) -> None:
    assert bench.outbox.put(notice, ["jira"]) == 1  # type: ignore[arg-type] # both are notices
    (found,) = bench.outbox.claim(["jira"], 10)
    assert found.notice == notice
    assert (found.channel, found.attempts, found.status) == ("jira", 1, "waiting")


def test_what_is_claimed_is_not_handed_out_again_before_its_term_ends(bench: Bench) -> None:
    bench.outbox.put(make_notice(), ["jira"])
    assert len(bench.outbox.claim(["jira"], 10)) == 1
    assert bench.outbox.claim(["jira"], 10) == ()
    bench.clock.at += TERM
    (again,) = bench.outbox.claim(["jira"], 10)
    assert again.attempts == 2, "whoever sends it knows that it may have been sent"


def test_notices_of_a_case_are_handed_out_in_order(bench: Bench) -> None:
    for number in (1, 2, 3):
        bench.outbox.put(make_notice("noted", number), ["jira", "slack"])
    bench.outbox.put(make_notice("noted", 1, case="CASE-20261201-zzzzzz"), ["jira"])
    first = bench.outbox.claim(["jira", "slack"], 10)
    assert [(one.channel, one.notice.case[-1], one.notice.number) for one in first] == [
        ("jira", "m", 1),
        ("slack", "m", 1),
        ("jira", "z", 1),
    ]
    bench.outbox.mark_sent(first[0].uid, "SEC-1")
    (second,) = bench.outbox.claim(["jira", "slack"], 10)
    assert (second.channel, second.notice.number) == ("jira", 2)
    bench.outbox.mark_failed(second.uid, "no", 0)
    (third,) = bench.outbox.claim(["jira", "slack"], 10)
    assert third.notice.number == 3, "what is dead holds nothing back"


def test_what_failed_is_due_when_it_was_said_and_dead_where_it_was_not(bench: Bench) -> None:
    bench.outbox.put(make_notice(), ["jira"])
    (one,) = bench.outbox.claim(["jira"], 10)
    bench.outbox.mark_failed(one.uid, "503", NOW + 60_000)
    assert bench.outbox.claim(["jira"], 10) == ()
    bench.clock.at += 60_000
    (one,) = bench.outbox.claim(["jira"], 10)
    assert one.error == "503"
    bench.outbox.mark_failed(one.uid, "x" * 10_000, 0)
    (dead,) = bench.outbox.list(["dead"])
    assert len(dead.error) == 500
    bench.clock.at += TERM
    assert bench.outbox.claim(["jira"], 10) == ()
    assert bench.outbox.revive(["none"]) == 0
    assert bench.outbox.revive() == 1
    assert len(bench.outbox.claim(["jira"], 10)) == 1


def test_what_was_sent_stays_sent(bench: Bench) -> None:
    bench.outbox.put(make_notice(), ["jira"])
    (one,) = bench.outbox.claim(["jira"], 10)
    bench.outbox.mark_sent(one.uid, "SEC-1")
    bench.outbox.mark_failed(one.uid, "late", NOW)
    bench.outbox.mark_sent(one.uid, "SEC-2")
    (found,) = bench.outbox.list()
    assert (found.status, found.key, found.error) == ("sent", "SEC-1", "")
    assert bench.outbox.find_key("jira", CASE) == "SEC-1"
    assert bench.outbox.find_case("jira", "SEC-1") == CASE
    assert bench.outbox.find_case("slack", "SEC-1") == ""
    assert bench.outbox.find_case("jira", "") == ""


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
    bench: Bench, change: dict[str, str]
) -> None:
    bench.outbox.put(make_notice(), ["jira"])
    with writing(bench.outbox.engine) as connection:
        connection.execute(sa.update(OUTBOX).values(**change, key="SEC-1"))
    assert bench.outbox.list() == ()
    assert bench.outbox.find_case(change.get("channel", "jira"), "SEC-1") == ""
    assert bench.outbox.claim(["jira", "slack"], 10) == ()
    with bench.outbox.engine.connect() as connection:
        row = connection.execute(sa.select(OUTBOX.c.status, OUTBOX.c.error)).one()
    assert tuple(row) == ("dead", NOT_OURS)
    assert bench.outbox.revive() == 0


def test_half_a_character_is_no_obstacle(bench: Bench) -> None:
    bench.outbox.put(make_notice(title="a\ud800b"), ["jira"])
    (one,) = bench.outbox.list()
    assert one.notice.title == "a\ufffdb"


def test_a_sealed_text_that_is_no_notice_is_named(bench: Bench) -> None:
    bench.outbox.put(make_notice(), ["jira"])
    (one,) = bench.outbox.list()
    key = bench.outbox.key
    with writing(bench.outbox.engine) as connection:
        seal = key.seal("outbox", f'["{one.uid}", "jira", "{{}}"]')
        connection.execute(sa.update(OUTBOX).values(body="{}", seal=seal))
    with pytest.raises(BadInput, match=f"notice {one.uid}: cannot be read"):
        bench.outbox.list()
