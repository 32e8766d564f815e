"""What every outbox and every log of nonces keeps to, whatever they are kept in.

A store is a `KeptOutbox`. A test module subclasses the contracts and has a fixture `kept` that
gives one.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest
from notices import CASE, HOSTILE, NOW, make_ask, make_notice

OTHER = "CASE-20261201-zzzzzz"
TERM = 120_000


@dataclass
class OutboxClock:
    at: int = NOW

    def __call__(self) -> int:
        return self.at


@dataclass
class KeptOutbox:
    """One store. `spoil` changes a member of all notices, as an attacker would."""

    clock: OutboxClock = field(default_factory=OutboxClock)
    outbox: Any = None
    other: Any = None
    """The same store, as another process has it."""
    nonces: Any = None
    spoil: Callable[[str, str], None] = lambda *_: None
    """Called with a column and a value."""


class OutboxContract:
    """What an Outbox keeps to."""

    def test_a_notice_is_queued_once_for_each_channel(self, kept: KeptOutbox) -> None:
        assert kept.outbox.put(make_notice(), ["jira", "slack"]) == 2
        assert kept.outbox.put(make_notice(), ["jira", "slack", "mail"]) == 1
        assert kept.outbox.put(make_notice("noted"), ["jira"]) == 1, "another kind is another"
        assert [one.channel for one in kept.outbox.list()] == ["jira", "slack", "mail", "jira"]
        assert kept.outbox.put(make_notice(), []) == 0

    def test_of_two_that_queue_at_once_it_is_queued_once(self, kept: KeptOutbox) -> None:
        with ThreadPoolExecutor(2) as pool:
            boxes = [kept.outbox, kept.other] * 2
            counts = list(pool.map(lambda box: box.put(make_notice(), ["jira"]), boxes))
        assert sorted(counts) == [0, 0, 0, 1]
        assert len(kept.outbox.list()) == 1

    @pytest.mark.parametrize(
        "notice", [make_ask(acts=3), make_notice(title=HOSTILE.replace("\x00", ""))]
    )
    def test_what_is_queued_comes_back_as_it_was(self, kept: KeptOutbox, notice: Any) -> None:
        assert kept.outbox.put(notice, ["jira"]) == 1
        (found,) = kept.outbox.claim(["jira"], 10)
        assert found.notice == notice
        assert (found.channel, found.attempts, found.status) == ("jira", 1, "waiting")
        assert (found.created_at, found.due_at) == (NOW, NOW + TERM)

    def test_what_is_claimed_is_not_handed_out_before_its_term_ends(self, kept: KeptOutbox) -> None:
        kept.outbox.put(make_notice(), ["jira"])
        assert len(kept.outbox.claim(["jira"], 10)) == 1
        assert kept.other.claim(["jira"], 10) == ()
        kept.clock.at += TERM
        (again,) = kept.other.claim(["jira"], 10)
        assert again.attempts == 2, "whoever sends it knows that it may have been sent"

    def test_of_many_that_claim_at_once_one_has_it(self, kept: KeptOutbox) -> None:
        kept.outbox.put(make_notice(), ["jira"])
        with ThreadPoolExecutor(4) as pool:
            boxes = [kept.outbox, kept.other] * 3
            found = list(pool.map(lambda box: box.claim(["jira"], 1), boxes))
        assert sorted(map(len, found)) == [0, 0, 0, 0, 0, 1]

    def test_notices_of_a_case_are_handed_out_in_order(self, kept: KeptOutbox) -> None:
        for number in (1, 2, 3):
            kept.outbox.put(make_notice("noted", number), ["jira", "slack"])
        kept.outbox.put(make_notice("noted", 1, case=OTHER), ["jira"])
        first = kept.outbox.claim(["jira", "slack"], 10)
        assert [(one.channel, one.notice.case, one.notice.number) for one in first] == [
            ("jira", CASE, 1),
            ("slack", CASE, 1),
            ("jira", OTHER, 1),
        ]
        kept.outbox.mark_sent(first[0].uid, "SEC-1")
        (second,) = kept.outbox.claim(["jira", "slack"], 10)
        assert (second.channel, second.notice.number) == ("jira", 2)
        kept.outbox.mark_failed(second.uid, "no", 0)
        (third,) = kept.outbox.claim(["jira", "slack"], 10)
        assert third.notice.number == 3, "what is dead holds nothing back"

    def test_no_more_is_handed_out_than_was_asked_for(self, kept: KeptOutbox) -> None:
        for case in (CASE, OTHER):
            kept.outbox.put(make_notice(case=case), ["jira"])
        assert [one.notice.case for one in kept.outbox.claim(["jira"], 1)] == [CASE]
        assert [one.notice.case for one in kept.outbox.claim(["jira"], 1)] == [OTHER]
        assert kept.outbox.claim(["jira"], 1) == ()

    def test_what_failed_is_due_when_it_was_said_and_dead_where_not(self, kept: KeptOutbox) -> None:
        kept.outbox.put(make_notice(), ["jira"])
        (one,) = kept.outbox.claim(["jira"], 10)
        kept.outbox.mark_failed(one.uid, "503", NOW + 60_000)
        assert kept.outbox.claim(["jira"], 10) == ()
        kept.clock.at += 60_000
        (one,) = kept.outbox.claim(["jira"], 10)
        assert one.error == "503"
        kept.outbox.mark_failed(one.uid, "x" * 10_000, 0)
        (dead,) = kept.outbox.list(["dead"])
        assert len(dead.error) == 500
        assert kept.outbox.list(["waiting"]) == ()
        kept.clock.at += TERM
        assert kept.outbox.claim(["jira"], 10) == ()
        assert kept.outbox.revive(["none"]) == 0
        assert kept.outbox.revive() == 1
        assert kept.outbox.revive() == 0
        assert len(kept.outbox.claim(["jira"], 10)) == 1

    def test_what_was_sent_stays_sent(self, kept: KeptOutbox) -> None:
        kept.outbox.put(make_notice(), ["jira"])
        (one,) = kept.outbox.claim(["jira"], 10)
        kept.outbox.mark_sent(one.uid, "SEC-1")
        kept.other.mark_failed(one.uid, "late", NOW)
        kept.other.mark_sent(one.uid, "SEC-2")
        kept.outbox.mark_sent("0" * 32, "SEC-3")
        kept.outbox.mark_failed("0" * 32, "none", 0)
        (found,) = kept.outbox.list()
        assert (found.status, found.key, found.error) == ("sent", "SEC-1", "")
        assert kept.outbox.find_key("jira", CASE) == "SEC-1"
        assert kept.outbox.find_case("jira", "SEC-1") == CASE
        assert kept.outbox.find_case("slack", "SEC-1") == ""
        assert kept.outbox.find_case("jira", "") == ""
        kept.clock.at += TERM
        assert kept.outbox.claim(["jira"], 10) == ()

    def test_the_first_key_of_a_case_is_that_of_its_ticket(self, kept: KeptOutbox) -> None:
        for number, key in ((1, ""), (2, "T-1"), (3, "T-2")):
            kept.outbox.put(make_notice("noted", number), ["slack"])
            (one,) = kept.outbox.claim(["slack"], 1)
            kept.outbox.mark_sent(one.uid, key)
        assert kept.outbox.find_key("slack", CASE) == "T-1"
        assert kept.outbox.find_key("slack", OTHER) == ""
        assert kept.outbox.find_case("slack", "T-2") == CASE

    @pytest.mark.parametrize(
        "change",
        [("body", '{"kind": "closed"}'), ("channel", "slack"), ("seal", "x:y")],
        ids=["body", "channel", "seal"],
    )
    def test_what_somebody_wrote_is_never_told(
        self, kept: KeptOutbox, change: tuple[str, str]
    ) -> None:
        kept.outbox.put(make_notice(), ["jira"])
        kept.spoil(*change)
        assert kept.outbox.list() == ()
        assert kept.outbox.claim(["jira", "slack"], 10) == ()
        kept.clock.at += TERM
        assert kept.outbox.claim(["jira", "slack"], 10) == ()
        assert kept.outbox.revive() == 0

    def test_half_a_character_is_no_obstacle(self, kept: KeptOutbox) -> None:
        kept.outbox.put(make_notice(title="a\ud800b"), ["jira"])
        (one,) = kept.outbox.list()
        assert one.notice.title == "a\ufffdb"


class NoncesContract:
    """What a NonceLog keeps to."""

    def test_a_nonce_is_taken_once(self, kept: KeptOutbox) -> None:
        until = NOW + 1000
        assert kept.nonces.take("slack", "a", until)
        assert not kept.nonces.take("slack", "a", until)
        assert kept.nonces.take("teams", "a", until)
        kept.nonces.give_back("slack", "a")
        assert kept.nonces.take("slack", "a", until)
        kept.nonces.give_back("slack", "a")
        assert kept.nonces.take("slack", "a", until)
        assert not kept.nonces.take("teams", "a", until)
        kept.nonces.give_back("slack", "never taken")

    def test_what_ended_may_be_taken_again(self, kept: KeptOutbox) -> None:
        assert kept.nonces.take("slack", "a", NOW + 1000)
        kept.clock.at += 1000
        assert not kept.nonces.take("slack", "a", NOW + 3000)
        kept.clock.at += 1
        assert kept.nonces.take("slack", "a", NOW + 3000)

    def test_of_many_who_take_it_at_once_one_has_it(self, kept: KeptOutbox) -> None:
        with ThreadPoolExecutor(8) as pool:
            won = list(pool.map(lambda _: kept.nonces.take("slack", "a", NOW + 1), range(8)))
        assert sorted(won) == [False] * 7 + [True]
