"""What a run works with: the journal, the connections to accounts and regions, and time."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Any, Protocol, TypeVar

from ringwall.apply.binding import OpenContent, refuse_files
from ringwall.apply.recent import RecentAnswers
from ringwall.aws.session import Sessions
from ringwall.aws.write import AwsWriter, open_writer
from ringwall.model.errors import AccessDenied
from ringwall.model.journal import EntryGuard, RunJournal
from ringwall.model.lease import RunLeases
from ringwall.model.table import Reader, Row
from ringwall.model.write_shape import WriteShape

Seen = TypeVar("Seen")
FIRST_PAUSE = 0.25
LONGEST_PAUSE = 8.0
ENTRY_SECONDS = 120.0
"""How long the role of an account that was just created may refuse us: IAM is consistent only
eventually. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html"""


class Writer(Protocol):
    """Write access to one account and region; raises `CallFailed` and its kin."""

    def call(
        self,
        operation: str,
        parameters: Mapping[str, Any],
        token: str = "",
        check: Callable[[], None] = lambda: None,
    ) -> Row:
        """Return the answer of one write; `token` marks repeated requests as the same one.

        `check` is called right before each request, which is not sent where it raises.
        """
        ...

    def takes_token(self, operation: str) -> bool:
        """Whether AWS recognizes a repeated request of the operation by a token."""
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
        """Return the ARN of who writes there, as AWS says."""
        ...

    def role_of(self, account_id: str) -> str:
        """Return the name of the role that must be the caller's, '' where it is no role of ours."""
        ...

    def ask_again(self, account_id: str) -> None:
        """Forget that an account did not let us in."""
        ...


@dataclass(frozen=True)
class AwsConnections:
    """The connections to AWS."""

    sessions: Sessions
    _callers: dict[tuple[str, str], str] = field(default_factory=dict, repr=False, compare=False)
    _asking: Lock = field(default_factory=Lock, repr=False, compare=False)

    def reader(self, account_id: str, region: str) -> Reader:
        """Return the reader of an account and region."""
        return self.sessions.reader(account_id, region)

    def writer(self, account_id: str, region: str) -> AwsWriter:
        """Return the writer of an account and region."""
        return open_writer(self.sessions, account_id, region)

    def caller(self, account_id: str, region: str) -> str:
        """Return the ARN of who writes there, as AWS says.

        AWS is asked once for each access key: whose a key is never changes.
        """
        del region  # the answer is the same everywhere, and an opt-in region may lack STS
        reader = self.sessions.reader(account_id, self.sessions.home_region)
        key = (account_id, self.sessions.access_key(account_id))
        with self._asking:
            if key not in self._callers:
                self._callers[key] = str(reader.call("sts.get_caller_identity").get("Arn", ""))
            return self._callers[key]

    def role_of(self, account_id: str) -> str:
        """Return the name of the role that was assumed there; '' in the caller's own account."""
        is_own = account_id == self.sessions.identity().account_id
        return "" if is_own else self.sessions.role.rpartition("/")[2]

    def ask_again(self, account_id: str) -> None:
        """Forget that an account did not let us in."""
        self.sessions.ask_again(account_id)


class Halted(BaseException):
    """A step was told to end where it waits: the run goes on another time."""


@dataclass(frozen=True)
class RunEnvironment:
    """What a run works with. `writes` are all that may be sent.

    `sleep` waits for some seconds; without it, real time passes, unless `halt` is set.
    """

    journal: RunJournal
    connections: Connections
    writes: tuple[WriteShape, ...]
    leases: RunLeases
    sleep: Callable[[float], None] | None = None
    halt: Event = field(default_factory=Event)
    """Once it is set, a step that waits ends with Halted."""
    check_lease: Callable[[], None] = lambda: None
    """Called before each write; raises LeaseLost where another process may have taken over."""
    guard: EntryGuard = lambda _: None
    """Called with each entry of the journal; the same."""
    answers: RecentAnswers = field(default_factory=RecentAnswers)
    """What AWS has answered to this run a moment ago."""
    open_file: OpenContent = refuse_files
    """Opens the files that a write sends."""

    def pause(self, seconds: float) -> None:
        """Wait; Halted where the run is to end."""
        if self.sleep is None:
            self.halt.wait(seconds)
        else:
            self.sleep(seconds)
        if self.halt.is_set():
            raise Halted

    def pauses(self, seconds: float) -> Iterator[None]:
        """Yield after each of some pauses, which become longer: so many seconds in all.

        The pauses are 0.25 s, 0.5 s, ... 8 s.
        """
        pause, left = FIRST_PAUSE, seconds
        while left > 0:
            self.pause(min(pause, left))
            left -= pause
            pause = min(LONGEST_PAUSE, pause * 2)
            yield

    def wait_until(
        self, is_wanted: Callable[[Seen], bool], read: Callable[[], Seen], seconds: float
    ) -> Seen:
        """Return what `read` returns: once it is wanted, or else after so many seconds."""
        seen = read()
        if not is_wanted(seen):
            for _ in self.pauses(seconds):
                seen = read()
                if is_wanted(seen):
                    break
        return seen

    def enter(self, account_id: str, region: str) -> None:
        """Wait until an account that was just created lets us in; AccessDenied if it never does."""
        pauses = self.pauses(ENTRY_SECONDS)
        while True:
            try:
                self.connections.reader(account_id, region)
            except AccessDenied:
                self.connections.ask_again(account_id)
                if next(pauses, self) is self:
                    raise
            else:
                return
