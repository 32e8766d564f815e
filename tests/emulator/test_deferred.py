"""Deferred answers: other calls go on meanwhile, and the call is written down in the end."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ringwall.emulator.app import Emulator
from ringwall.emulator.call import Fault
from ringwall.emulator.deferred import DeferredAnswer

Client = Any


@dataclass(frozen=True)
class OtherThread:
    """Answers with what another thread found out by a call."""

    client: Client
    fails: bool

    def finish(self, emulator: Any) -> Mapping[str, Any]:
        found: list[str] = []
        ask = threading.Thread(
            target=lambda: found.append(self.client.get_caller_identity()["Account"])
        )
        ask.start()
        ask.join(20)
        if self.fails:
            raise Fault("Failed", f"{found}, {emulator is not None}")
        return {"UserId": "a", "Account": found[0], "Arn": "b"}


def answer_with(emulator: Emulator, client: Client, monkeypatch: Any, *, fails: bool) -> None:
    deferred = OtherThread(client("sts"), fails)
    assert isinstance(deferred, DeferredAnswer)
    services = emulator._services  # noqa: SLF001 - there is no operation to try it with
    handlers = dict(services._handlers)  # noqa: SLF001 - the same
    handlers["sts", "GetSessionToken"] = lambda _state, _call: deferred
    monkeypatch.setattr(services, "_handlers", handlers)


def test_other_calls_go_on_meanwhile(emulator: Emulator, client: Client, monkeypatch: Any) -> None:
    answer_with(emulator, client, monkeypatch, fails=False)
    client("sts").get_session_token()
    assert emulator.calls["sts:GetCallerIdentity"] == 1
    assert [r["eventName"] for r in emulator.trail][-1] == "GetSessionToken"


def test_it_can_fail(emulator: Emulator, client: Client, monkeypatch: Any) -> None:
    answer_with(emulator, client, monkeypatch, fails=True)
    code, status = "", 0
    try:
        client("sts").get_session_token()
    except client("sts").exceptions.ClientError as error:
        code = error.response["Error"]["Code"]
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
    assert (code, status) == ("Failed", 400)
    assert emulator.trail[-1]["errorCode"] == "Failed"
