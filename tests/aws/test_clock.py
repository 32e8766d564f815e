"""The time at AWS is that of the head of its answers."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from emulated_account import EmulatedAccount

from ringwall.aws.clock import ask_time
from ringwall.aws.session import Sessions
from ringwall.emulator import app
from ringwall.emulator.transport import attach
from ringwall.model.errors import CallFailed


def test_the_time_is_that_of_aws(account: EmulatedAccount) -> None:
    assert account
    sessions = Sessions(region="us-east-1")
    assert abs(ask_time(sessions) - datetime.now(UTC)) < timedelta(seconds=30)


@pytest.mark.parametrize("told", ["", "yesterday"])
def test_an_answer_without_a_time_is_no_answer(
    aws_environment: pytest.MonkeyPatch, monkeypatch: pytest.MonkeyPatch, told: str
) -> None:
    def head(headers: Any, _: datetime) -> list[tuple[str, str]]:
        return [*headers, ("Date", told)]

    monkeypatch.setattr(app, "head_answer", head)
    aws_environment.setenv("AWS_ACCESS_KEY_ID", "AKIACLOCK")
    aws_environment.setenv("AWS_SECRET_ACCESS_KEY", "not-a-secret")
    emulator = app.Emulator()
    sessions = Sessions(region="us-east-1", transport=lambda session: attach(session, emulator))
    with pytest.raises(CallFailed, match="does not say what time it is"):
        ask_time(sessions)
