"""The outbox in DynamoDB keeps to what every outbox keeps to."""

from collections.abc import Callable
from typing import Any

import pytest
from dynamodb_world import TABLE
from notices import CASE, NOW, make_ask, make_notice
from outbox_contract import KeptOutbox, OutboxContract

from ringwall.apply.dynamodb.outbox import KEPT_SECONDS, LARGEST, DynamoOutbox
from ringwall.model.outbox import NOT_OURS, TERM


@pytest.fixture
def kept(dynamodb_outbox: KeptOutbox) -> KeptOutbox:
    return dynamodb_outbox


class TestDynamoOutbox(OutboxContract):
    """The contract."""


def rows(kept: KeptOutbox, pk: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = kept.outbox.table.query(pk)
    return found


def test_what_is_none_of_ours_is_dead_and_waits_no_more(kept: KeptOutbox) -> None:
    kept.outbox.put(make_notice(), ["jira"])
    kept.spoil("body", "{}")
    assert kept.outbox.claim(["jira"], 1) == ()
    (row,) = rows(kept, "NOTICE")
    assert (row["status"], row["error"]) == ("dead", NOT_OURS)
    assert rows(kept, "WAITING#jira") == []


@pytest.mark.parametrize("member", ["attempts", "case", "place", "key", "created_at"])
def test_a_notice_that_lacks_something_is_told_to_nobody(
    kept: KeptOutbox, remove: Callable[[str, str], None], member: str
) -> None:
    kept.outbox.put(make_notice(), ["jira"])
    (one,) = kept.outbox.list()
    remove(one.uid, member)
    assert kept.outbox.list() == ()
    kept.outbox.mark_failed(one.uid, "x", 0)
    kept.outbox.mark_sent(one.uid, "K")
    assert kept.outbox.claim(["jira"], 1) == ()
    assert kept.outbox.revive() == 0


@pytest.fixture
def remove(dynamodb_sessions: Any) -> Callable[[str, str], None]:
    _, _, operator = dynamodb_sessions
    client = operator.create_client("dynamodb", region_name="us-east-1")

    def remove_(uid: str, member: str) -> None:
        client.update_item(
            TableName=TABLE,
            Key={"pk": {"S": "NOTICE"}, "sk": {"S": uid}},
            UpdateExpression="remove #m",
            ExpressionAttributeNames={"#m": member},
        )

    return remove_


def test_what_says_that_a_notice_waits_elsewhere_moves_nothing(kept: KeptOutbox) -> None:
    kept.outbox.put(make_notice(), ["jira"])
    (one,) = kept.outbox.list()
    table = kept.outbox.table
    for pk, uid in (("WAITING#slack", one.uid), ("WAITING#mail", "none")):
        item = {"pk": pk, "sk": "x#1", "uid": uid, "due_at": 0, "created_at": 0}
        kept.outbox._try(table.put(item))  # noqa: SLF001 - as an attacker would
    assert kept.outbox.claim(["slack", "mail"], 5) == ()
    assert rows(kept, "WAITING#slack") == rows(kept, "WAITING#mail") == []
    assert [found.uid for found in kept.outbox.claim(["jira"], 5)] == [one.uid]


def test_a_ticket_that_somebody_gave_to_another_case_is_nobodys(kept: KeptOutbox) -> None:
    kept.outbox.put(make_notice(), ["jira"])
    (one,) = kept.outbox.claim(["jira"], 1)
    kept.outbox.mark_sent(one.uid, "SEC-1")
    assert kept.outbox.find_case("jira", "SEC-1") == CASE
    (ticket,) = rows(kept, "TICKET#jira")
    kept.outbox._try(  # noqa: SLF001 - as an attacker would
        kept.outbox.table.update("TICKET#jira", ticket["sk"], {"case": "CASE-20261201-other2"})
    )
    assert kept.outbox.find_case("jira", "SEC-1") == ""


def test_what_was_sent_may_be_deleted_one_day_and_its_place_stays(kept: KeptOutbox) -> None:
    kept.outbox.put(make_notice(), ["jira"])
    (one,) = kept.outbox.claim(["jira"], 1)
    assert "ttl" not in rows(kept, "NOTICE")[0]
    kept.outbox.mark_sent(one.uid, "SEC-1")
    assert rows(kept, "NOTICE")[0]["ttl"] == NOW // 1000 + KEPT_SECONDS
    kept.outbox._try(kept.outbox.table.delete("NOTICE", one.uid))  # noqa: SLF001 - as `ttl` does
    assert kept.outbox.put(make_notice(), ["jira"]) == 0
    assert kept.outbox.find_key("jira", CASE) == "SEC-1"
    assert kept.outbox.find_case("jira", "SEC-1") == CASE


def test_what_is_too_large_loses_what_nobody_is_shown(kept: KeptOutbox) -> None:
    notice = make_ask(acts=9, lines=("x" * LARGEST, *("y" * 600 for _ in range(900))))
    assert kept.outbox.put(notice, ["jira"]) == 1
    (found,) = kept.outbox.list()
    assert found.notice.approval == notice.approval, "an approval is of all that it is of"
    assert len(found.notice.lines) == 50
    assert {len(line) for line in found.notice.lines} == {500}


def test_another_process_that_was_faster_takes_nothing_away(kept: KeptOutbox) -> None:
    kept.outbox.put(make_notice(), ["jira"])
    (waiting,) = rows(kept, "WAITING#jira")
    assert len(kept.other.claim(["jira"], 1)) == 1
    slow: DynamoOutbox = kept.outbox
    assert slow._claim(waiting, NOW) is None  # noqa: SLF001 - what it read a moment ago
    kept.clock.at += TERM
    assert len(slow.claim(["jira"], 1)) == 1
