"""Acme: an organization of seven accounts, as a team might run it, with planted weaknesses."""

from ringwall.emulator.acme.build import build
from ringwall.emulator.acme.organization import Acme

__all__ = ("Acme", "build")
