"""Moto's state, kept apart for each emulator of a process.

Moto keeps its state in dictionaries of its modules, one set for the whole process. An emulator
mounts its own contents into them before it answers and takes them out when another one mounts.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import RLock
from typing import Any, ClassVar

from moto.core.base_backend import BackendDict


@dataclass(frozen=True)
class SavedBackend:
    """The contents of one of moto's dictionaries, and of the indexes that hang on it."""

    backend: Any
    contents: dict[str, Any]
    indexes: dict[str, dict[Any, Any]]


class MotoState:
    """The contents of moto's backends for one emulator."""

    # INVARIANT: moto's modules hold the contents of `_mounted` and of no one else. The lock also
    # serves for moto's own lack of one: its IAM is not safe to be called by two threads.
    _lock: ClassVar[RLock] = RLock()
    _mounted: ClassVar["MotoState | None"] = None

    def __init__(self) -> None:
        self._kept: list[SavedBackend] = []

    @contextmanager
    def mounted(self) -> Iterator[None]:
        """Let moto work on this state, one thread at a time."""
        with MotoState._lock:
            if MotoState._mounted is not self:
                if MotoState._mounted is not None:
                    MotoState._mounted.take_out()
                self._put_in()
                MotoState._mounted = self
            yield

    def clear(self) -> None:
        """Forget everything."""
        with self.mounted():
            self.take_out()
            self._kept = []

    def take_out(self) -> None:
        """Keep what moto's modules hold and leave them empty."""
        in_use = _in_use()
        self._kept = [SavedBackend(b, dict(b), _copy_indexes(b)) for b in in_use]
        for kept in self._kept:
            kept.backend.clear()
            for index in _indexes(kept.backend).values():
                index.clear()
        in_use.clear()

    def _put_in(self) -> None:
        # Moto would show some 1,300 images of other accounts as own ones, with their snapshots.
        os.environ["MOTO_EC2_LOAD_DEFAULT_AMIS"] = "false"
        for kept in self._kept:
            kept.backend.update(kept.contents)
            for name, index in _indexes(kept.backend).items():
                index.update(kept.indexes[name])
            _in_use().append(kept.backend)
        self._kept = []


def _in_use() -> list[Any]:
    """Return moto's own list of the dictionaries that hold something."""
    backends: Any = BackendDict
    found: list[Any] = backends._instances  # noqa: SLF001  # moto offers no other way
    return found


def _indexes(backend: Any) -> dict[str, dict[Any, Any]]:
    """Return dictionaries beside the contents: which account is a member of which organization."""
    return {name: value for name, value in vars(backend).items() if isinstance(value, dict)}


def _copy_indexes(backend: Any) -> dict[str, dict[Any, Any]]:
    return {name: dict(index) for name, index in _indexes(backend).items()}
