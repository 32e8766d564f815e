"""A week at Acme with all attacks in it, played once in a run of each worker."""

import pytest
from built_acme import BuiltAcme

from ringwall.emulator.acme.history import AcmeHistory, play_history


@pytest.fixture(scope="session")
def acme_history(built_acme: BuiltAcme) -> AcmeHistory:
    """Return the history; only read its emulator."""
    return play_history(built_acme.emulator(), built_acme.acme)
