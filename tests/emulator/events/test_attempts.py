"""What cannot be delivered is written down, with the reason."""

from ringwall.emulator.app import Emulator
from ringwall.emulator.events.attempts import attempt_delivery
from ringwall.emulator.events.failures import FailedDelivery, TargetFailure
from ringwall.emulator.running import RunningEmulator


def test_a_failure_is_written_down(emulator: Emulator) -> None:
    def refuse(_running: RunningEmulator) -> None:
        raise TargetFailure("NO_PERMISSIONS", "it may not")

    attempt_delivery(emulator, "source", "target", "text", refuse)
    assert emulator.failed_deliveries == [
        FailedDelivery("source", "target", "NO_PERMISSIONS", "it may not", "text")
    ]


def test_what_is_delivered_is_not(emulator: Emulator) -> None:
    told: list[bool] = []
    attempt_delivery(
        emulator, "source", "target", "text", lambda running: told.append(running is emulator)
    )
    assert (told, emulator.failed_deliveries) == ([True], [])
