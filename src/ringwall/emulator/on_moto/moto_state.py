"""Moto's state, separate for each emulator of a process.

Moto keeps its state in dictionaries of its modules, one set for the whole process, and draws ids
from one sequence of random numbers. An emulator mounts its own contents and its own numbers before
it answers, and takes them out when another one mounts.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import RLock
from typing import Any, ClassVar

from moto.core.base_backend import BackendDict
from moto.moto_api._internal import mock_random


@dataclass(frozen=True)
class MotoDelivery:
    """Something that moto would write for a service."""

    service: str
    """Its principal: `firehose.amazonaws.com`."""
    account_id: str
    source_arn: str
    """The resource for which it writes."""
    target_arn: str
    actions: tuple[str, ...]
    role_arn: str | None = None
    """The role as which it writes; None for one that the policy of the target lets in."""


@dataclass(frozen=True)
class SavedBackend:
    """The contents of one of moto's dictionaries, and of its indexes."""

    backend: Any
    contents: dict[str, Any]
    indexes: dict[str, dict[Any, Any]]


class MotoState:
    """The contents of moto's backends for one emulator."""

    # INVARIANT: moto's modules hold the contents of `_mounted` and nothing else. The lock is also
    # needed because moto has none: two threads must not call its IAM at the same time.
    _lock: ClassVar[RLock] = RLock()
    _mounted: ClassVar["MotoState | None"] = None

    def __init__(self, partition: str = "aws") -> None:
        self._kept: list[SavedBackend] = []
        self._numbers: Any = None
        self.partition = partition
        self.may_deliver: Callable[[MotoDelivery], bool] = _allow
        """Whether policies allow what moto would write."""

    @contextmanager
    def mounted(self) -> Iterator[None]:
        """Let moto use this state, one thread at a time."""
        with MotoState._lock:
            if MotoState._mounted is not self:
                if MotoState._mounted is not None:
                    MotoState._mounted.take_out()
                self._put_in()
                MotoState._mounted = self
            yield

    def clear(self) -> None:
        """Delete everything."""
        self.load([])

    def save(self) -> list[SavedBackend]:
        """Return the contents. They are moto's own objects, not copies."""
        with self.mounted():
            return [_save(backend) for backend in _in_use()]

    def load(self, saved: list[SavedBackend]) -> None:
        """Hold these contents instead of the present ones."""
        with self.mounted():
            self.take_out()
            self._kept = saved
            self._put_in()

    def take_out(self) -> None:
        """Save what moto's modules hold and empty them."""
        self._numbers = mock_random.getstate()
        in_use = _in_use()
        self._kept = [_save(backend) for backend in in_use]
        for kept in self._kept:
            kept.backend.clear()
            for index in _indexes(kept.backend).values():
                index.clear()
        in_use.clear()

    def _put_in(self) -> None:
        # Otherwise moto shows about 1,300 images of other accounts as own ones.
        os.environ["MOTO_EC2_LOAD_DEFAULT_AMIS"] = "false"
        for kept in self._kept:
            kept.backend.update(kept.contents)
            for name, index in _indexes(kept.backend).items():
                index.update(kept.indexes[name])
            _in_use().append(kept.backend)
        self._kept = []
        if self._numbers is not None:
            mock_random.setstate(self._numbers)


def _in_use() -> list[Any]:
    """Return moto's own list of the dictionaries that hold something."""
    backends: Any = BackendDict
    found: list[Any] = backends._instances  # noqa: SLF001  # moto offers no other way
    return found


def services_in_use() -> frozenset[str]:
    """Return the services of which moto holds anything; no other's modules need be read."""
    return frozenset(str(backend.service_name) for backend in _in_use())


def _indexes(backend: Any) -> dict[str, dict[Any, Any]]:
    """Return the other dictionaries of a backend, such as the organization of each account."""
    return {name: value for name, value in vars(backend).items() if isinstance(value, dict)}


def _save(backend: Any) -> SavedBackend:
    indexes = {name: dict(index) for name, index in _indexes(backend).items()}
    return SavedBackend(backend, dict(backend), indexes)


def _allow(_delivery: MotoDelivery) -> bool:
    return True


def may_deliver(delivery: MotoDelivery) -> bool:
    """Return whether the emulator that is mounted lets a service write something."""
    mounted = MotoState._mounted  # noqa: SLF001  # it is of this module
    return mounted is None or mounted.may_deliver(delivery)


def own_partition() -> str:
    """Return the partition of the emulator that is mounted: its ARNs and global services are of it.

    INVARIANT: an ARN is made with this or with the partition of a call, which are the same.
    """
    mounted = MotoState._mounted  # noqa: SLF001  # it is of this module
    return mounted.partition if mounted is not None else "aws"
