"""What is written into a ticket is a remark in its case, and never a decision."""

from typing import Any

import pytest
from callback_bench import (
    COMMENT,
    HOOK_KEY,
    INCIDENT,
    JIRA,
    JIRA_KEY,
    SNOW,
    TICKETS,
    hook,
    jira,
)
from channel_bench import PEOPLE
from notices import CASE, NOW

from ringwall.respond.callbacks.received import CallbackContext
from ringwall.respond.callbacks.refusal import CallbackRefused
from ringwall.respond.callbacks.tickets import receive_jira, receive_servicenow


def receive(document: Any) -> Any:
    context = CallbackContext(JIRA_KEY, PEOPLE, NOW, lambda key: TICKETS.get(("jira", key), ""))
    return receive_jira(JIRA, jira(document), context).message


def receive_note(document: Any) -> Any:
    context = CallbackContext(HOOK_KEY, PEOPLE, NOW, lambda key: TICKETS.get(("snow", key), ""))
    return receive_servicenow(SNOW, hook(document, "/callbacks/snow"), context).message


def test_a_comment_is_a_remark() -> None:
    remark = receive(COMMENT)
    assert (remark.case, remark.author, remark.text) == (CASE, "Bob", "It was me.")


def test_a_comment_as_a_document_is_its_text() -> None:
    text = {"type": "text", "text": "It was"}
    paragraph = {"type": "paragraph", "content": [text, {"type": "text", "text": "me."}, 5]}
    document = {"type": "doc", "version": 1, "content": [paragraph]}
    comment = {**COMMENT["comment"], "body": document}
    assert receive({**COMMENT, "comment": comment}).text == "It was me."


def test_a_status_that_was_changed_is_a_remark() -> None:
    items = [
        {"field": "status", "fromString": "To Do", "toString": "Done"},
        {"field": "labels", "fromString": None, "toString": "x"},
    ]
    remark = receive(
        {
            "timestamp": NOW,
            "webhookEvent": "jira:issue_updated",
            "user": {"accountId": "5b1"},
            "issue": {"key": "SEC-1"},
            "changelog": {"id": "1", "items": items},
        }
    )
    assert (remark.author, remark.text) == ("5b1", "status: To Do -> Done")


@pytest.mark.parametrize(
    "more",
    [
        {"comment": {"body": "x\nRingwall notice 00", "author": {}}},  # our own, which comes back
        {"issue": {"key": "OTHER-1"}},
        {"webhookEvent": "jira:issue_deleted"},
        {"comment": {"body": "  "}},
        {"comment": {"body": 5}},
    ],
    ids=["own", "other", "event", "empty", "number"],
)
def test_what_is_nothing_to_note_is_taken_and_does_nothing(more: dict[str, Any]) -> None:
    assert receive({**COMMENT, **more}) is None


@pytest.mark.parametrize(
    "document", [[], {}, {**COMMENT, "timestamp": "x"}, {**COMMENT, "issue": "SEC-1"}]
)
def test_what_is_no_webhook_of_jira_is_refused(document: Any) -> None:
    with pytest.raises(CallbackRefused, match="no webhook of Jira"):
        receive(document)


def test_a_note_of_an_incident_is_a_remark() -> None:
    remark = receive_note(INCIDENT)
    assert (remark.case, remark.author, remark.text, remark.via) == (
        CASE, "Bob", "It was me.", "snow",
    )  # fmt: skip
    assert receive_note({**INCIDENT, "number": "INC9"}) is None


@pytest.mark.parametrize("more", [{"more": 1}, {"text": ""}, {"number": 5}])
def test_what_is_no_note_is_refused(more: dict[str, Any]) -> None:
    with pytest.raises(CallbackRefused, match="it is no note"):
        receive_note({**INCIDENT, **more})


def test_what_is_very_long_is_cut() -> None:
    author = {"displayName": "x" * 1000}
    comment = {"body": "y" * 100_000, "author": author}
    remark = receive({**COMMENT, "comment": comment})
    assert (len(remark.author), len(remark.text)) == (200, 10_000)
