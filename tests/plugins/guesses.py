"""A test fails where an emulator made up a value: it would be about something that nobody wrote."""

import logging
from collections.abc import Iterator

import pytest

LOGGER = "ringwall.emulator.state"


class GuessRecorder(logging.Handler):
    """Keeps what emulators say of their guesses."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.guesses: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        self.guesses.append(record.getMessage())


@pytest.fixture(autouse=True)
def no_guesses(request: pytest.FixtureRequest) -> Iterator[GuessRecorder]:
    """Fail a test whose emulators made something up, unless it is marked with `guesses`."""
    recorder = GuessRecorder()
    logger = logging.getLogger(LOGGER)
    logger.addHandler(recorder)
    yield recorder
    logger.removeHandler(recorder)
    if request.node.get_closest_marker("guesses") is None and recorder.guesses:
        pytest.fail("the emulator made up values: " + "; ".join(dict.fromkeys(recorder.guesses)))
