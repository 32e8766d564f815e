"""The entry of the Lambda: what it returns, and what has to come again."""

from dataclasses import dataclass

import pytest
from lambda_responder import ResponderBench, make_event, make_finding

from ringwall.handler import responder
from ringwall.handler.responder import Unfinished, handle
from ringwall.model.errors import BadInput


@dataclass
class Context:
    milliseconds: int = 60_000

    def get_remaining_time_in_millis(self) -> int:
        return self.milliseconds


@pytest.fixture
def bench(responder_bench: ResponderBench, monkeypatch: pytest.MonkeyPatch) -> ResponderBench:
    monkeypatch.setattr(responder, "_keep_responder", responder_bench.open)
    return responder_bench


def test_an_event_is_answered(bench: ResponderBench) -> None:
    told = handle(make_event(make_finding(bench.function)), Context())
    assert told["event"] == "3e1a2b3c-0000-4000-8000-123456789012"
    assert [one["state"] for one in told["responses"]] == ["contained"]
    assert bench.stoppable.is_stopped()


def test_an_event_whose_time_is_over_comes_again(bench: ResponderBench) -> None:
    with pytest.raises(Unfinished, match="when it comes again"):
        handle(make_event(make_finding(bench.function)), Context(500))


def test_what_is_no_event_goes_to_the_queue(bench: ResponderBench) -> None:
    with pytest.raises(BadInput):
        handle({"detail": {}}, Context())
    assert not bench.stoppable.is_stopped()


def test_the_responder_is_kept_between_invocations() -> None:
    responder._keep_responder.cache_clear()  # noqa: SLF001 - what is kept is looked at
    assert responder._keep_responder() is responder._keep_responder()  # noqa: SLF001
    responder._keep_responder.cache_clear()  # noqa: SLF001
