"""What a run works with: the journal, the connections to accounts and regions, and time."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from ringwall.aws.session import Sessions
from ringwall.aws.write import AwsWriter, open_writer
from ringwall.model.table import Reader, Row
from ringwall.store.database.journal import Journal

FIRST_PAUSE = 0.25
LONGEST_PAUSE = 8.0


class Writer(Protocol):
    """Write access to one account and region; raises `CallFailed` and its kin."""

    def call(self, operation: str, parameters: Mapping[str, Any], token: str = "") -> Row:
        """Return the answer of one write; `token` marks repeated requests as the same one."""
        ...


class Connections(Protocol):
    """Readers and writers by account and region."""

    def reader(self, account_id: str, region: str) -> Reader:
        """Return the reader of an account and region."""
        ...

    def writer(self, account_id: str, region: str) -> Writer:
        """Return the writer of an account and region."""
        ...


@dataclass(frozen=True)
class AwsConnections:
    """The connections to AWS."""

    sessions: Sessions

    def reader(self, account_id: str, region: str) -> Reader:
        """Return the reader of an account and region."""
        return self.sessions.reader(account_id, region)

    def writer(self, account_id: str, region: str) -> AwsWriter:
        """Return the writer of an account and region."""
        return open_writer(self.sessions, account_id, region)


@dataclass(frozen=True)
class RunEnvironment:
    """What a run works with. `sleep` waits for some seconds."""

    journal: Journal
    connections: Connections
    sleep: Callable[[float], None] = time.sleep

    def wait_until(self, wanted: Any, read: Callable[[], Any], seconds: float) -> Any:
        """Return what `read` returns: once it is `wanted`, or else after so many seconds.

        The pauses between two reads become longer: 0.25 s, 0.5 s, ... 8 s.
        """
        pause, left = FIRST_PAUSE, seconds
        while (state := read()) != wanted and left > 0:
            self.sleep(min(pause, left))
            left -= pause
            pause = min(LONGEST_PAUSE, pause * 2)
        return state
