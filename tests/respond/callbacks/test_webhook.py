"""A signed webhook says one thing, exactly; anything more or less is refused."""

from typing import Any

import pytest
from callback_bench import DECISION, HOOK, HOOK_KEY, NOTE, hook
from channel_bench import PEOPLE
from notices import CASE, NOW

from ringwall.respond.callbacks.received import CallbackContext
from ringwall.respond.callbacks.refusal import CallbackRefused
from ringwall.respond.callbacks.webhook import receive_webhook

CONTEXT = CallbackContext(HOOK_KEY, PEOPLE, NOW, lambda _: "")


def receive(document: Any, **more: Any) -> Any:
    return receive_webhook(HOOK, hook(document, **more), CONTEXT)


def test_a_note_is_a_remark() -> None:
    message = receive(NOTE, id_="msg_9").message
    assert (message.case, message.author, message.text) == (CASE, "SOAR", "looked at")
    assert (message.via, message.nonce) == ("soar", "msg_9")


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"{}",
        b"[]",
        b"[" * 100_000,
        b"\xff",
        {**DECISION, "more": 1},
        {**DECISION, "approve": "yes"},
        {**DECISION, "approve": 1},
        {**DECISION, "case": "CASE-1"},
        {**DECISION, "case": CASE + "\n"},
        {**DECISION, "plan_hash": "a" * 63},
        {**DECISION, "type": "approve"},
        {k: v for k, v in DECISION.items() if k != "approve"},
        {**NOTE, "text": ""},
        {**NOTE, "text": "x" * 20_000},
    ],
)
def test_what_is_not_exactly_one_of_the_two_is_refused(document: Any) -> None:
    with pytest.raises(CallbackRefused, match="no decision and no note"):
        receive(document)


def test_a_key_that_is_not_in_use_is_refused() -> None:
    callback = hook(NOTE)
    callback = type(callback)(
        "POST", callback.path, {**callback.headers, "ringwall-key-id": "old"}, callback.body
    )
    with pytest.raises(CallbackRefused, match="not in use"):
        receive_webhook(HOOK, callback, CONTEXT)
