"""Threads that do not keep a job that ends early: AWS may not answer what they asked.

Python itself waits for the threads of its own pools before it ends.
"""

import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

GRACE_SECONDS = 1.0
"""How long a job that ends early waits for calls that AWS may be about to answer."""
P = ParamSpec("P")
T = TypeVar("T")
Task = tuple[Future[Any], Callable[[], Any]]


class Workers(Executor):
    """A pool of threads. Where its block ends with an error, what waits is never begun."""

    def __init__(self, count: int, name: str) -> None:
        self._waiting: SimpleQueue[Task | None] = SimpleQueue()
        self._lock = Lock()
        self._is_shut = False
        self._threads = [
            Thread(target=self._work, name=f"{name}-{number}", daemon=True)
            for number in range(count)
        ]
        for thread in self._threads:
            thread.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        """Wait for all that was submitted; after an error, for a moment only."""
        if error is None:
            self.shutdown()
            return
        self.shutdown(wait=False, cancel_futures=True)
        end = time.monotonic() + GRACE_SECONDS
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))

    def submit(self, work: Callable[P, T], /, *args: P.args, **options: P.kwargs) -> Future[T]:
        """Let a thread do some work; RuntimeError once the pool is shut."""
        future: Future[T] = Future()
        with self._lock:
            if self._is_shut:
                raise RuntimeError("the pool is shut")
            self._waiting.put((future, partial(work, *args, **options)))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - Executor's
        """Take no more work; `cancel_futures` cancels what no thread has begun."""
        with self._lock:
            self._is_shut = True
        if cancel_futures:
            self._cancel_waiting()
        for _ in self._threads:
            self._waiting.put(None)
        if wait:
            for thread in self._threads:
                thread.join()

    def _cancel_waiting(self) -> None:
        with suppress(Empty):
            while True:
                if task := self._waiting.get_nowait():
                    task[0].cancel()
                    task[0].set_running_or_notify_cancel()

    def _work(self) -> None:
        while task := self._waiting.get():
            future, work = task
            if not future.set_running_or_notify_cancel():
                continue
            with _HandOver(future):
                future.set_result(work())
            # What the work held is not kept until there is more.
            del task, future, work


@dataclass(frozen=True)
class _HandOver:
    """Hands an error in its block over to whoever asks for the result, in another thread."""

    future: Future[Any]

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> bool:
        if error is not None:
            self.future.set_exception(error)
        return error is not None
