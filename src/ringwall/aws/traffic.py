"""What is sent to AWS: every request is counted, and a call without an answer has an end.

Once a collection is to stop, none is sent again.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from typing import Any

from botocore.client import BaseClient

from ringwall.aws.acting import Acting

CALL_SECONDS = 120.0
"""After so long, a call that AWS does not answer is not sent again."""
STARTED = "ringwall_started"


def ignore(_: str) -> None:
    """Say nothing."""


@dataclass
class Traffic:
    """Counts the requests of the clients that it watches, retries too. Thread-safe."""

    limit: float = CALL_SECONDS
    """Seconds after which a call is given up where AWS does not answer."""
    clock: Callable[[], float] = time.monotonic
    say: Callable[[str], None] = ignore
    """Called where AWS does not answer, and the request is sent again."""
    sent: int = 0
    """How many requests were sent."""
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def watch(self, client: BaseClient, acting: Acting) -> None:
        """Count the client's requests from now on, and end those that nobody answers.

        `acting` knows the account in which a thread calls. A call is CancelledError where its
        thread is to send nothing more.
        """
        region = client.meta.region_name

        def check_stop(**_: Any) -> None:
            if acting.is_stopped:
                raise CancelledError

        def check(request_dict: Any, operation: Any, caught_exception: Any, **_: Any) -> None:
            check_stop()
            if caught_exception is None:
                return
            waited = self.clock() - request_dict["context"].get(STARTED, self.clock())
            if waited >= self.limit:
                raise caught_exception
            service = operation.service_model.service_name
            name = f"{service}:{operation.name} (account {acting.account_id or '?'}, {region})"
            self.say(f"no answer to {name} after {waited:.0f} s: asking again")

        events = client.meta.events
        events.register_first("before-call", self._start)
        # Each attempt is a request of its own; botocore may have slept before it.
        events.register_first("request-created", check_stop)
        events.register_first("before-send", self._count)
        events.register_first("needs-retry", check)

    def _start(self, params: Any, **_: Any) -> None:
        params["context"][STARTED] = self.clock()

    def _count(self, **_: Any) -> None:
        with self._lock:
            self.sent += 1
