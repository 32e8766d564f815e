"""What a run works with: the journal, the connections to accounts and regions, and time."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from ringwall.aws.session import Sessions
from ringwall.aws.write import AwsWriter, open_writer
from ringwall.model.table import Reader, Row
from ringwall.model.write_shape import WriteShape
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

    def caller(self, account_id: str, region: str) -> str:
        """Return the ARN of who writes there, as AWS says right now."""
        ...

    def role_of(self, account_id: str) -> str:
        """Return the name of the role that must be the caller's, '' where it is no role of ours."""
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

    def caller(self, account_id: str, region: str) -> str:
        """Return the ARN of who writes there, as AWS says right now."""
        del region  # the answer is the same everywhere, and an opt-in region may lack STS
        reader = self.sessions.reader(account_id, self.sessions.home_region)
        return str(reader.call("sts.get_caller_identity").get("Arn", ""))

    def role_of(self, account_id: str) -> str:
        """Return the name of the role that was assumed there; '' in the caller's own account."""
        is_own = account_id == self.sessions.identity().account_id
        return "" if is_own else self.sessions.role.rpartition("/")[2]


@dataclass(frozen=True)
class RunEnvironment:
    """What a run works with. `writes` are all that may be sent; `sleep` waits for some seconds."""

    journal: Journal
    connections: Connections
    writes: tuple[WriteShape, ...]
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
