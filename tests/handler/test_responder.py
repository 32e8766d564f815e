"""The entry of the Lambda: what it returns, and what has to come again."""

from dataclasses import dataclass

import pytest
from lambda_responder import ResponderBench, make_event, make_finding
from told_responder import ToldResponder
from vendor_servers import Fault

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


def test_a_case_that_is_approved_is_gone_on_with(
    told_responder: ToldResponder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(responder, "_keep_responder", told_responder.bench.open)
    names = {"source": "ringwall", "detail-type": "Ringwall Case"}
    case = told_responder.wait()
    event = make_event({"case": case}, **names)
    told = handle(event, Context(600_000))
    assert told["cases"] == [{"case": case, "state": "nothing to go on with"}]
    assert told_responder.slack.messages, "channels are told whatever the event was"
    told_responder.callbacks().answer(told_responder.press())
    with pytest.raises(Unfinished):
        handle(event, Context(500))
    (went,) = handle(event, Context(600_000))["cases"]
    assert went["state"] == "contained"
    assert told_responder.bench.stoppable.is_stopped()
    assert [one["text"].split(": ")[1] for one in told_responder.slack.messages[2:]] == [
        "response started",
        "contained",
    ]


def test_a_schedule_goes_on_with_all_cases(
    told_responder: ToldResponder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(responder, "_keep_responder", told_responder.bench.open)
    names = {"source": "aws.events", "detail-type": "Scheduled Event"}
    event = make_event({}, **names)
    assert "cases" not in handle(event, Context(600_000))
    case = told_responder.wait()
    handle(event, Context(600_000))
    told_responder.callbacks().answer(told_responder.press())
    assert handle(event, Context(500))["cases"] == [{"case": case, "state": "unfinished"}]
    (went,) = handle(event, Context(600_000))["cases"]
    assert (went["case"], went["state"]) == (case, "contained")


def test_a_channel_that_is_down_is_no_failure_of_an_event(
    told_responder: ToldResponder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(responder, "_keep_responder", told_responder.bench.open)
    told_responder.vendor.faults.extend([Fault(500)] * 9)
    event = make_event(make_finding(told_responder.bench.function))
    (one,) = handle(event, Context(600_000))["responses"]
    assert one["state"] == "waits for approval"
    assert told_responder.slack.messages == []


def test_what_is_dead_is_tried_again_on_demand(
    told_responder: ToldResponder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(responder, "_keep_responder", told_responder.bench.open)
    told_responder.vendor.faults.append(Fault(400))
    event = make_event(make_finding(told_responder.bench.function))
    handle(event, Context(600_000))
    assert [one["text"].split(": ")[1] for one in told_responder.slack.messages] == [
        "approval wanted"
    ]
    names = {"source": "ringwall", "detail-type": "Ringwall Retry"}
    assert handle(make_event({}, **names), Context(600_000))["responses"] == []
    assert len(told_responder.slack.messages) == 2
