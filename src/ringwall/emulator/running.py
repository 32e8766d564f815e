"""The emulator as work that follows a call sees it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Protocol

from ringwall.emulator.authorization.service_access import ServiceAccess
from ringwall.emulator.state import EmulatorState


class RunningEmulator(Protocol):
    """The emulator as a task sees it. It is also the WSGI application that takes its calls."""

    state: EmulatorState

    @property
    def service_access(self) -> ServiceAccess:
        """What AWS's services may do for others; ask inside of `mounted()`."""
        ...

    @property
    def run_functions(self) -> bool:
        """Whether functions run: code of whoever can call, on this machine."""
        ...

    def mounted(self) -> AbstractContextManager[None]:
        """Hold the emulator's state while the block runs: no call is answered meanwhile."""
        ...

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        """Answer a request (WSGI)."""
        ...
