"""The emulator is what follow-up work takes it for."""

from ringwall.emulator.app import Emulator
from ringwall.emulator.running import RunningEmulator


def test_an_emulator_is_a_running_emulator(emulator: Emulator) -> None:
    running: RunningEmulator = emulator
    with running.mounted():
        assert running.state is emulator.state
        assert running.service_access is emulator.service_access
