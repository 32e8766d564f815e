"""What is sent is counted, and a call that nobody answers has an end."""

from concurrent.futures import CancelledError
from threading import Event, current_thread
from typing import Any

import botocore.session
import pytest
from botocore.awsrequest import AWSResponse
from botocore.credentials import Credentials
from botocore.exceptions import ReadTimeoutError

from ringwall.aws.acting import Acting
from ringwall.aws.client import create_client
from ringwall.aws.traffic import Traffic

BUSY = b"<ErrorResponse><Error><Code>Throttling</Code></Error></ErrorResponse>"
KEYS = Credentials("AKIATEST", "not-a-secret")
FINE = b"<ListUsersResponse><ListUsersResult><Users/></ListUsersResult></ListUsersResponse>"


class Raw:
    def __init__(self, content: bytes) -> None:
        self.content = content

    def stream(self, **_: Any) -> Any:
        yield self.content


def make(traffic: Traffic, *answers: Any, attempts: int = 8, acting: Acting | None = None) -> Any:
    """Return a client that is watched, and gets these answers one after the other."""
    waiting = list(answers)

    def send(**event: Any) -> Any:
        said = waiting.pop(0)
        if isinstance(said, Exception):
            raise said
        if callable(said):
            said = said()
        answer: Any = AWSResponse
        return answer(event["request"].url, 200 if said == FINE else 400, {}, Raw(said))

    session = botocore.session.Session()
    session.set_credentials("AKIATEST", "not-a-secret")
    session.register("before-send", send)
    client = create_client(session, "iam", "us-east-1", attempts=attempts)
    traffic.watch(client, acting or Acting())
    return client


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)


def test_every_request_is_counted_retries_too() -> None:
    traffic = Traffic()
    client = make(traffic, FINE, BUSY, BUSY, FINE)
    client.list_users()
    assert traffic.sent == 1
    client.list_users()
    assert traffic.sent == 4


def test_a_call_that_nobody_answers_is_given_up_after_its_time() -> None:
    now = [0.0]
    said: list[str] = []

    def silence() -> Any:
        now[0] += 60
        raise ReadTimeoutError(endpoint_url="https://iam")

    traffic, acting = Traffic(limit=120, clock=lambda: now[0], say=said.append), Acting()
    client = make(traffic, *[silence] * 8, acting=acting)
    with acting.acting(KEYS, "111122223333"), pytest.raises(ReadTimeoutError):
        client.list_users()
    assert (now[0], traffic.sent) == (120, 2)
    assert said == [
        "no answer to iam:ListUsers (account 111122223333, aws-global) after 60 s: asking again"
    ]


def test_each_call_has_its_own_time() -> None:
    now = [0.0]

    def slow() -> bytes:
        now[0] += 100
        return FINE

    traffic = Traffic(limit=120, clock=lambda: now[0])
    client = make(traffic, *[slow] * 5)
    for _ in range(5):
        client.list_users()
    assert traffic.sent == 5


@pytest.mark.parametrize("answer", [BUSY, ReadTimeoutError(endpoint_url="https://iam")])
def test_what_is_to_stop_is_not_sent_again(answer: Any) -> None:
    traffic, acting, stop = Traffic(), Acting(), Event()

    def answer_late() -> Any:
        stop.set()
        if isinstance(answer, Exception):
            raise answer
        return answer

    client = make(traffic, FINE, BUSY, FINE, answer_late, FINE, acting=acting)
    with acting.acting(KEYS, "111122223333", stop):
        client.list_users()
        client.list_users()
        assert traffic.sent == 3
        with pytest.raises(CancelledError):
            client.list_users()
    assert traffic.sent == 4


def test_what_stops_while_botocore_waits_is_not_sent_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    traffic, acting, stop = Traffic(), Acting(), Event()
    client = make(traffic, BUSY, FINE, acting=acting)
    own = current_thread()  # others sleep too: those of the test runner
    monkeypatch.setattr("time.sleep", lambda _: stop.set() if current_thread() is own else None)
    with acting.acting(KEYS, "111122223333", stop), pytest.raises(CancelledError):
        client.list_users()
    assert traffic.sent == 1
