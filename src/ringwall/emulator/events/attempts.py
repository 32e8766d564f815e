"""An attempt to deliver something: it is done, or it is written down why not."""

from collections.abc import Callable

from ringwall.emulator.events.failures import FailedDelivery, TargetFailure
from ringwall.emulator.running import RunningEmulator


def attempt_delivery(
    emulator: RunningEmulator,
    source: str,
    target: str,
    text: str,
    send: Callable[[RunningEmulator], None],
) -> None:
    """Let `send` deliver a text from a source to a target while the emulator is held."""
    with emulator.mounted():
        try:
            send(emulator)
        except TargetFailure as failure:
            emulator.state.failed_deliveries.append(
                FailedDelivery(source, target, failure.code, failure.message, text)
            )
