"""Needs of calls, and of real calls to an emulator."""

from collections.abc import Callable
from typing import Any

import pytest
from emulated_calls import make_call

from ringwall.emulator.app import Emulator
from ringwall.emulator.authorization.authority import Need
from ringwall.emulator.needs.find import find_needs
from ringwall.jobs.authority import ReasonedAuthority


def ask(service: str, operation: str, /, **parameters: Any) -> tuple[Need, ...]:
    found = find_needs(make_call(service, operation, **parameters), ReasonedAuthority())
    assert found is not None
    return found


@pytest.fixture
def needs_of() -> Callable[..., tuple[Need, ...]]:
    """Return a function that returns the needs of a call in an empty account."""
    return ask


@pytest.fixture
def needs_in(emulator: Emulator) -> Callable[..., tuple[Need, ...]]:
    """Return the same for the account of the tests' emulator, in whatever state it is then."""

    def find(service: str, operation: str, /, **parameters: Any) -> tuple[Need, ...]:
        call = make_call(service, operation, **parameters)
        own = call.__class__(**{**vars(call), "account_id": "123456789012"})
        with emulator.mounted():
            found = find_needs(own, ReasonedAuthority())
        assert found is not None
        return found

    return find
