"""The log is tested without an authority."""

import pytest

from ringwall.emulator.app import Emulator


@pytest.fixture(scope="session")
def whole_emulator() -> Emulator:
    return Emulator()
