"""An answer that takes more than the emulator's state: it is worked out while other calls go on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from ringwall.emulator.call import EmulatedCall


@runtime_checkable
class DeferredAnswer(Protocol):
    """What a handler returns that cannot answer while the emulator is held."""

    def finish(self, emulator: Any) -> Mapping[str, Any]:
        """Return the answer; Fault if it is an error.

        `emulator` is a `RunningEmulator`, and not held: mount it to read its state.
        """
        ...


@dataclass(frozen=True)
class UnfinishedCall:
    """A call that was let through, and what answers it while other calls go on."""

    call: EmulatedCall
    answer: DeferredAnswer
