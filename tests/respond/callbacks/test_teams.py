"""What is written to an outgoing webhook of Teams decides, where it is one whole command."""

from typing import Any

import pytest
from callback_bench import TEAMS, TEAMS_KEY, teams, write_in_teams
from channel_bench import PEOPLE
from notices import CASE, HASH, NOW

from ringwall.respond.callbacks.received import CallbackContext
from ringwall.respond.callbacks.refusal import CallbackRefused
from ringwall.respond.callbacks.teams import receive_teams, reply_teams

CONTEXT = CallbackContext(TEAMS_KEY, PEOPLE, NOW, lambda _: "")


def receive(document: Any, key: str = TEAMS_KEY) -> Any:
    return receive_teams(TEAMS, teams(document, key), CONTEXT)


@pytest.mark.parametrize(
    ("text", "approve"),
    [
        (f"approve {CASE} {HASH}", True),
        (f"deny {CASE} {HASH}", False),
        (f"APPROVE  {CASE.upper()}\r\n{HASH.upper()} please", True),
        (f"<div><p>Deny&nbsp;{CASE} <b>{HASH}</b></p></div>", False),
    ],
)
def test_a_command_decides(text: str, *, approve: bool) -> None:
    message = receive(write_in_teams(text)).message
    assert (message.principal, message.approve) == ("ann", approve)
    assert (message.case, message.plan_hash) == (CASE, HASH)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "approve",
        f"approve {CASE}",
        f"approve {CASE} {HASH[:-1]}",
        f"approve {CASE} {HASH}0",
        f"disapprove {CASE} {HASH}",
        f"approve {CASE} {HASH} approve {CASE} {HASH}",
        f"do not approve {CASE} {HASH}",
        f"who wants to <b>approve {CASE} {HASH}</b>?",
        "x" * 5000 + f" approve {CASE} {HASH}",
    ],
)
def test_what_is_no_command_is_refused_with_how_to_write_one(text: str) -> None:
    with pytest.raises(CallbackRefused, match="write: approve CASE PLAN"):
        receive(write_in_teams(text))


@pytest.mark.parametrize(
    "more",
    [
        {"timestamp": "2026-12-01T04:40:00"},
        {"timestamp": "soon"},
        {"timestamp": 5},
        {"id": ""},
        {"from": None},
        {"text": None},
    ],
    ids=["no-zone", "no-time", "number", "no-id", "nobody", "no-text"],
)
def test_what_is_no_message_is_refused(more: dict[str, Any]) -> None:
    with pytest.raises(CallbackRefused, match="no message of Teams"):
        receive(write_in_teams(f"approve {CASE} {HASH}") | more)


def test_a_token_that_is_no_base64_signs_nothing() -> None:
    callback = teams(write_in_teams("x"))
    with pytest.raises(CallbackRefused, match="no base64"):
        receive_teams(TEAMS, callback, CallbackContext("!", PEOPLE, NOW, lambda _: ""))


def test_a_reply_is_text() -> None:
    assert '"&lt;b&gt;"' in reply_teams("<b>").body
