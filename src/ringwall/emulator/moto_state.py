"""Moto's state, kept apart for each emulator of a process.

Moto keeps its state in dictionaries of its modules, one set for the whole process. An emulator
mounts its own contents into them before it answers and takes them out when another one mounts.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Any, ClassVar

from moto.core.base_backend import BackendDict


class MotoState:
    """The contents of moto's backends for one emulator."""

    # INVARIANT: moto's modules hold the contents of `_mounted` and of no one else. The lock also
    # serves for moto's own lack of one: its IAM is not safe to be called by two threads.
    _lock: ClassVar[RLock] = RLock()
    _mounted: ClassVar["MotoState | None"] = None

    def __init__(self) -> None:
        self._kept: list[tuple[Any, dict[str, Any]]] = []

    @contextmanager
    def mounted(self) -> Iterator[None]:
        """Let moto work on this state, one thread at a time."""
        with MotoState._lock:
            if MotoState._mounted is not self:
                if MotoState._mounted is not None:
                    MotoState._mounted._take_out()
                self._put_in()
                MotoState._mounted = self
            yield

    def clear(self) -> None:
        """Forget everything."""
        with self.mounted():
            BackendDict.reset()

    def _take_out(self) -> None:
        self._kept = [(backend, dict(backend)) for backend in BackendDict._instances]
        for backend, _ in self._kept:
            backend.clear()
        BackendDict._instances.clear()

    def _put_in(self) -> None:
        # Moto would show some 1,300 images of other accounts as own ones, with their snapshots.
        os.environ["MOTO_EC2_LOAD_DEFAULT_AMIS"] = "false"
        for backend, contents in self._kept:
            backend.update(contents)
            BackendDict._instances.append(backend)
        self._kept = []
