"""The entry of the Lambda behind a function URL: whatever comes has an answer."""

from typing import Any

import pytest
from told_responder import ToldResponder

from ringwall.handler import callback
from ringwall.handler.callback import handle


def test_a_request_is_answered(
    told_responder: ToldResponder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callback, "_keep_callbacks", told_responder.callbacks)
    case = told_responder.wait()
    told_responder.tell()
    assert handle(told_responder.press(), None)["statusCode"] == 200
    events = told_responder.bench.responders().log.events(case)
    assert events[-1].kind == "approved"


@pytest.mark.parametrize("event", [None, 7, "x", [], {}, {"headers": "x"}])
def test_what_is_no_request_is_refused(
    told_responder: ToldResponder, monkeypatch: pytest.MonkeyPatch, event: Any
) -> None:
    monkeypatch.setattr(callback, "_keep_callbacks", told_responder.callbacks)
    assert handle(event, None)["statusCode"] == 400


def test_what_is_opened_is_kept_between_invocations() -> None:
    callback._keep_callbacks.cache_clear()  # noqa: SLF001 - what is kept is looked at
    assert callback._keep_callbacks() is callback._keep_callbacks()  # noqa: SLF001
    callback._keep_callbacks.cache_clear()  # noqa: SLF001
