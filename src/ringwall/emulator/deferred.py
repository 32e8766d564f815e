"""An answer that takes more than the emulator's state: it is worked out while other calls go on."""

from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable


@runtime_checkable
class DeferredAnswer(Protocol):
    """What a handler returns that cannot answer while the emulator is held."""

    def finish(self, emulator: Any) -> Mapping[str, Any]:
        """Return the answer; Fault if it is an error.

        `emulator` is a `RunningEmulator`, and not held: mount it to read its state.
        """
        ...
