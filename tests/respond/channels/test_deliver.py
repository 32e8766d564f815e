"""What waits is sent once, in order, again after a while, and never lost."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from channel_bench import equip
from notices import CASE, NOW, make_ask, make_notice
from vendor_servers import WHOLE, Fault, HookServer, JiraServer, Vendor, serve

from ringwall.model.errors import BadInput
from ringwall.model.outbox import TERM
from ringwall.model.response_channels import JiraChannel, WebhookChannel
from ringwall.respond.channels import deliver
from ringwall.respond.channels.deliver import (
    MOST_ATTEMPTS,
    TOO_LATE,
    Courier,
    ToldNotice,
    choose_channels,
)
from ringwall.respond.channels.templates import NoticeTemplates
from ringwall.store.database.connection import open_database
from ringwall.store.database.outbox import DatabaseOutbox
from ringwall.store.database.schema import OUTBOX
from ringwall.store.seal_key import SealKey


@dataclass
class Bench:
    courier: Courier
    outbox: DatabaseOutbox
    jira: JiraServer
    hook: HookServer
    at_jira: Vendor
    at_hook: Vendor
    clock: list[int]

    def put(self, *notices: Any) -> None:
        for notice in notices:
            self.outbox.put(notice, choose_channels(self.courier.channels, notice))


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    clock = [NOW]
    engine = open_database(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    outbox = DatabaseOutbox(engine, SealKey(tmp_path / "seal.key"), lambda: clock[0])
    jira, hook = JiraServer(), HookServer()
    with serve(jira.answer) as at_jira, serve(hook.answer) as at_hook:
        channels = (
            JiraChannel(
                name="jira", url=at_jira.url, user=jira.USER, project="SEC", token_env="JIRA"
            ),
            WebhookChannel(name="soar", url=at_hook.url, token_env="HOOK", severity="high"),
        )
        equipment = replace(equip(JIRA=jira.TOKEN, HOOK=hook.SECRET), now=lambda: clock[0])
        courier = Courier(outbox, channels, equipment, NoticeTemplates(), lambda: 1.0)
        yield Bench(courier, outbox, jira, hook, at_jira, at_hook, clock)
    engine.dispose()


def test_a_channel_is_told_what_it_wants_to_know() -> None:
    hook: dict[str, Any] = {"url": "https://a.example", "token_env": "T"}
    channels = (
        WebhookChannel(name="all", **hook),
        WebhookChannel(name="grave", severity="critical", **hook),
        WebhookChannel(name="asks", notices=("approval_wanted", "approval_escalated"), **hook),
    )
    assert choose_channels(channels, make_notice()) == ("all",)
    assert choose_channels(channels, make_notice(severity="critical")) == ("all", "grave")
    assert choose_channels(channels, make_ask()) == ("all", "asks")


def test_what_waits_is_sent_in_order_and_its_keys_come_back(bench: Bench) -> None:
    bench.put(make_notice(), make_ask(), make_notice("closed", 3))
    told = bench.courier.deliver()
    ours = [one for one in told if one.channel == "jira"]
    assert ours == [
        ToldNotice("jira", CASE, "case_opened", 1, is_sent=True, key="SEC-1"),
        ToldNotice("jira", CASE, "approval_wanted", 2, is_sent=True, key="SEC-1"),
        ToldNotice("jira", CASE, "closed", 3, is_sent=True, key="SEC-1"),
    ]
    assert [one.number for one in told if one.channel == "soar"] == [1, 2, 3]
    assert bench.courier.deliver() == ()


def test_a_key_that_somebody_wrote_into_the_database_is_not_sent(bench: Bench) -> None:
    bench.put(make_notice())
    bench.courier.deliver()
    with bench.outbox.engine.begin() as connection:
        connection.execute(sa.update(OUTBOX).values(key="SEC-1\r\nBcc: eve@example.com"))
    bench.put(make_notice("closed", 3))
    asked: list[str] = []

    def note_ticket(_channel: Any, delivery: Any, _equipment: Any) -> str:
        asked.append(delivery.ticket)
        return "k"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deliver, "send_notice", note_ticket)
        bench.courier.deliver()
    assert asked == ["", ""]


def test_a_mild_case_is_told_to_one_channel_alone(bench: Bench) -> None:
    bench.put(make_notice(severity="low"))
    assert [one.channel for one in bench.courier.deliver()] == ["jira"]


def test_a_service_that_is_down_holds_nobody_up_and_is_tried_again_later(bench: Bench) -> None:
    bench.at_jira.faults.append(Fault(503, b"", {"retry-after": "60"}))
    bench.put(make_notice(), make_notice("noted", 2))
    told = bench.courier.deliver()
    assert [(one.channel, one.number, one.is_sent) for one in told] == [
        ("jira", 1, False),
        ("soar", 1, True),
        ("soar", 2, True),
    ]
    assert (told[0].error, told[0].is_dead) == ("503", False)
    bench.clock[0] += 59_000
    assert bench.courier.deliver() == (), "the service asked for a minute"
    bench.clock[0] += 1_000
    assert [(one.number, one.is_sent) for one in bench.courier.deliver()] == [(1, True), (2, True)]


def test_waits_grow_and_end(bench: Bench) -> None:
    bench.at_jira.faults.extend([Fault(500)] * MOST_ATTEMPTS)
    bench.put(make_notice(severity="low"))
    waits = []
    for _ in range(MOST_ATTEMPTS):
        (told,) = bench.courier.deliver()
        (kept,) = bench.outbox.list()
        waits.append((kept.due_at - bench.clock[0]) // 1000 if kept.due_at else 0)
        bench.clock[0] = kept.due_at or bench.clock[0]
    assert waits == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 1800, 1800, 0]
    assert told.is_dead
    (dead,) = bench.outbox.list(["dead"])
    assert dead.error == "500"
    assert bench.courier.deliver() == ()
    assert bench.outbox.revive([dead.uid]) == 1
    (told,) = bench.courier.deliver()
    assert (told.is_sent, told.key) == (True, "SEC-1")


def test_after_some_failures_a_channel_is_left_alone_for_now(bench: Bench) -> None:
    bench.at_jira.faults.extend([Fault(500)] * 10)
    bench.put(*(make_notice(case=f"CASE-20261201-00000{n}", severity="low") for n in range(8)))
    assert len(bench.courier.deliver()) == 3
    assert len(bench.at_jira.received) == 3


def test_what_the_service_will_never_take_is_dead_at_once(bench: Bench) -> None:
    bench.at_jira.faults.extend([WHOLE, Fault(400, b'{"errors": {"summary": "bad"}}')])
    bench.put(make_notice(severity="low"), make_notice("noted", 2, severity="low"))
    told = bench.courier.deliver()
    assert [(one.is_dead, one.is_sent) for one in told] == [(True, False), (False, True)]


@pytest.mark.parametrize("calls", range(3))
def test_killed_between_sending_and_marking_it_is_not_told_twice(bench: Bench, calls: int) -> None:
    """A process that is killed marks nothing: its claim ends, and another process looks first."""

    class Killed(BaseException):
        pass

    class Queue(DatabaseOutbox):
        def mark_sent(self, uid: str, key: str) -> None:
            raise Killed(uid, key)

    dying = Queue(bench.outbox.engine, bench.outbox.key, bench.outbox.now)
    bench.put(*(make_notice("noted", n, severity="low") for n in range(1, calls + 2)))
    for _ in range(calls + 1):
        with pytest.raises(Killed):
            replace(bench.courier, queue=dying).deliver()
        assert bench.courier.deliver() == (), "what was claimed is nobody else's for now"
        bench.clock[0] += TERM
        (told, *rest) = bench.courier.deliver()
        assert (told.is_sent, told.key) == (True, "SEC-1")
        if rest:
            break
    assert list(bench.jira.issues) == ["SEC-1"]
    assert len(bench.jira.comments["SEC-1"]) == calls


def test_a_request_that_has_expired_is_not_told_any_more(bench: Bench) -> None:
    bench.put(make_ask(severity="low"))
    bench.clock[0] += 3_600_000
    (told,) = bench.courier.deliver()
    assert (told.error, told.is_dead, told.is_sent) == (TOO_LATE, True, False)
    assert bench.at_jira.received == []


def test_a_channel_that_is_gone_from_the_policy_is_left_waiting(bench: Bench) -> None:
    bench.outbox.put(make_notice(), ["gone"])
    assert bench.courier.deliver() == ()
    assert replace(bench.courier, channels=()).deliver() == ()
    (kept,) = bench.outbox.list(["waiting"])
    assert kept.channel == "gone"


def test_a_secret_that_is_missing_is_told_and_tried_again(bench: Bench) -> None:
    def refuse(_: object) -> str:
        raise BadInput("JIRA: is not set")

    bench.put(make_notice(severity="low"))
    courier = replace(bench.courier, equipment=replace(bench.courier.equipment, secret=refuse))
    (told,) = courier.deliver()
    assert (told.error, told.is_dead) == ("JIRA: is not set", False)
