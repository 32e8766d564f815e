"""The seams of apply: how it reads and writes one account and region, and waits."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from ringwall.aws.session import Sessions
from ringwall.aws.write import AwsWriter, open_writer
from ringwall.model.table import Reader, Row


class Writer(Protocol):
    """Write access to one account and region; raises `CallFailed` and its kin."""

    def call(self, operation: str, parameters: Mapping[str, Any], token: str = "") -> Row:
        """Return the answer of one write; `token` marks repeated requests as the same one."""
        ...


class Gates(Protocol):
    """Readers and writers by account and region."""

    def reader(self, account_id: str, region: str) -> Reader:
        """Return the reader of an account and region."""
        ...

    def writer(self, account_id: str, region: str) -> Writer:
        """Return the writer of an account and region."""
        ...


@dataclass(frozen=True)
class AwsGates:
    """The gates that lead to AWS."""

    sessions: Sessions

    def reader(self, account_id: str, region: str) -> Reader:
        """Return the reader of an account and region."""
        return self.sessions.reader(account_id, region)

    def writer(self, account_id: str, region: str) -> AwsWriter:
        """Return the writer of an account and region."""
        return open_writer(self.sessions, account_id, region)


@dataclass(frozen=True)
class Patience:
    """How long to wait until AWS shows what it was told: it is consistent only eventually."""

    attempts: int = 8
    first_seconds: float = 0.25
    longest_seconds: float = 8.0
    sleep: Callable[[float], None] = time.sleep

    def wait_until(self, wanted: Any, read: Callable[[], Any]) -> Any:
        """Return what `read` shows: as soon as it is `wanted`, or at the end of our patience."""
        seconds = self.first_seconds
        for _ in range(self.attempts - 1):
            state = read()
            if state == wanted:
                return state
            self.sleep(seconds)
            seconds = min(self.longest_seconds, seconds * 2)
        return read()
