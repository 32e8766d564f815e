"""Callbacks in a Lambda: answered whatever comes, decided in the table, announced on the bus."""

import logging
from typing import Any

import pytest
from lambda_responder import ResponderBench
from told_responder import ToldResponder, make_event

from ringwall.jobs.callback_lambda import announce, open_callbacks, refuse_runs
from ringwall.model.errors import NotAuthorized
from ringwall.model.table import Row


def kinds(told: ToldResponder, case: str) -> list[str]:
    return [event.kind for event in told.bench.responders().log.events(case)]


def test_a_button_decides_and_the_case_is_announced(told_responder: ToldResponder) -> None:
    case = told_responder.wait()
    told_responder.tell()
    sent: list[Row] = []
    callbacks = told_responder.callbacks()
    call = callbacks.environment.writer.call

    def note(operation: str, parameters: Any, *more: Any) -> Any:
        if operation == "events.put_events":
            sent.append(parameters)
        return call(operation, parameters, *more)

    object.__setattr__(callbacks.environment.writer, "call", note)
    event = told_responder.press()
    answer = callbacks.answer(event)
    assert (answer["statusCode"], answer["body"], answer["isBase64Encoded"]) == (200, "", False)
    assert kinds(told_responder, case)[-1] == "approved"
    (entry,) = sent[0]["Entries"]
    assert entry["Detail"] == f'{{"case": "{case}"}}'
    assert callbacks.answer(event)["statusCode"] == 409
    assert len(sent) == 1
    shown = told_responder.slack.messages[1]["blocks"][-1]["text"]["text"]
    assert shown == f"{case}: approved by zoe@example.com; it is carried out now"
    assert not told_responder.bench.stoppable.is_stopped(), "that is for the responder to do"


def test_a_bus_that_does_not_answer_takes_no_decision_back(
    told_responder: ToldResponder, caplog: pytest.LogCaptureFixture
) -> None:
    case = told_responder.wait()
    told_responder.tell()
    told_responder.bench.settings["RINGWALL_BUS"] = "none"
    assert told_responder.callbacks().answer(told_responder.press())["statusCode"] == 200
    assert kinds(told_responder, case)[-1] == "approved"
    assert f"not announced case={case}" in caplog.text
    shown = told_responder.slack.messages[1]["blocks"][-1]["text"]["text"]
    assert shown.endswith("it is carried out within minutes")


def test_who_may_not_is_told_and_announces_nothing(told_responder: ToldResponder) -> None:
    case = told_responder.wait()
    told_responder.tell()
    callbacks = told_responder.callbacks()
    assert callbacks.answer(told_responder.press(user="U0MAX"))["statusCode"] == 200
    assert "max@example.com may not approve" in told_responder.slack.whispers[0]
    assert callbacks.answer(told_responder.press(user="U0NONE"))["statusCode"] == 403
    assert "approved" not in kinds(told_responder, case)
    assert callbacks.answer(told_responder.press("Deny", trigger="9"))["statusCode"] == 200
    assert kinds(told_responder, case)[-1] == "denied"


def test_what_is_asked_is_logged_without_bodies(
    told_responder: ToldResponder, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    told_responder.callbacks().answer(make_event(b"payload=hunter2", path="/callbacks/soc\n"))
    assert "request method=POST path=/callbacks/soc\\n status=404 ms=" in caplog.text
    assert "hunter" not in caplog.text


@pytest.mark.parametrize(
    ("event", "status"),
    [
        ({}, 400),
        ({"rawPath": "/health", "requestContext": {"http": {"method": "GET"}}}, 200),
        (make_event(b"", path="/", method="GET"), 404),
        (make_event(b"", method="GET"), 405),
        (make_event(b"x" * (1024 * 1024 + 1)), 413),
        ({**make_event(b"x"), "body": "!", "isBase64Encoded": True}, 400),
        ({**make_event(b"x"), "headers": {"x": 1}}, 400),
        ({**make_event(b"x"), "headers": {f"h{n}": "" for n in range(200)}}, 400),
    ],
    ids=range(8),
)
def test_whatever_comes_is_answered(told_responder: ToldResponder, event: Row, status: int) -> None:
    answer = told_responder.callbacks().answer(event)
    assert answer["statusCode"] == status
    assert answer["headers"]["cache-control"] == "no-store"


def test_what_is_not_configured_is_for_the_log_alone(
    told_responder: ToldResponder, caplog: pytest.LogCaptureFixture
) -> None:
    del told_responder.bench.settings["RINGWALL_TABLE"]
    answer = told_responder.callbacks().answer(make_event(b"x"))
    assert answer["statusCode"] == 503
    assert "RINGWALL" not in answer["body"]
    assert "the environment has no RINGWALL_TABLE" in caplog.text


def test_callbacks_start_nothing(responder_bench: ResponderBench) -> None:
    with pytest.raises(NotAuthorized, match="change nothing"):
        refuse_runs()
    assert announce(responder_bench.environment(), "CASE-20261201-abcdef").endswith("now")


def test_a_policy_that_was_changed_has_another_handler(told_responder: ToldResponder) -> None:
    callbacks = told_responder.callbacks()
    assert callbacks._open_handler() is callbacks._open_handler()  # noqa: SLF001 - it is kept
    callbacks.environment._policy = None  # noqa: SLF001 - as after a while
    other = callbacks._open_handler()  # noqa: SLF001 - the same
    assert other.people[-1].principal == "max@example.com"


def test_the_environment_says_how_accounts_are_entered() -> None:
    assert open_callbacks({"RINGWALL_ROLE": "r"}).environment.connection.role == "r"
