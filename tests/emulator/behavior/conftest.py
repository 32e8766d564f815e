"""Emulators that behave as inconveniently as AWS, and clients that never sleep."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ringwall.emulator.app import Emulator
from ringwall.emulator.behavior.settings import Behavior

Behave = Callable[..., None]


@pytest.fixture
def behave(emulator: Emulator) -> Any:
    """Return a function that changes the empty emulator's behavior; it ends with the test."""

    def change(**settings: int) -> None:
        emulator.behavior = replace(emulator.behavior, **settings)

    yield change
    emulator.behavior = Behavior()


@pytest.fixture
def no_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let botocore retry without a pause."""
    monkeypatch.setattr("time.sleep", lambda _: None)


@pytest.fixture
def wait() -> Callable[..., None]:
    """Return a function that waits by one of botocore's waiters, without a pause."""

    def until(client: Any, name: str, **parameters: Any) -> None:
        client.get_waiter(name).wait(WaiterConfig={"Delay": 0}, **parameters)

    return until
