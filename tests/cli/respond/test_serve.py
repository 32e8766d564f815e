"""`ringwall respond serve`: what it is called with."""

from collections.abc import Callable
from typing import Any

from told_cases import ToldWorld

Ringwall = Callable[..., Any]


def test_half_a_certificate_is_refused(ringwall: Ringwall, told_world: ToldWorld) -> None:
    del told_world
    found = ringwall("respond", "serve", "--port", "0", "--certificate", "a.pem")
    assert (found.code, "a certificate and its key come together" in found.err) == (64, True)
